// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.server.example.ExampleCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom}: names the commands. */
@Command(
    name = "homeroom",
    mixinStandardHelpOptions = true,
    version = "Homeroom " + HomeroomCommand.VERSION,
    description = {
      "Homeroom is a school's own chat server: direct, group and class conversations,",
      "in real time over Socket.IO and over REST, stored in a file of your own.",
      ""
    },
    footerHeading = "%nTo begin:%n",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      TokenCommand.class,
      TokensCommand.class,
      UserCommand.class,
      SchoolCommand.class,
      RosterCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      EpochCommand.class,
      CopyCommand.class,
      AuditCommand.class,
      DoctorCommand.class,
      RehearseCommand.class,
      ReferenceCommand.class,
      ExampleCommand.class,
      CommandLine.HelpCommand.class
    })
final class HomeroomCommand implements Runnable {

  /** As the build has it. */
  static final String VERSION = "0.2.0-SNAPSHOT";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do, for example: " + Program.NAME + " demo");
  }
}
