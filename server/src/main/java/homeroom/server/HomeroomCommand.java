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
    version = "Homeroom 0.2.0-SNAPSHOT",
    description = {
      "Homeroom is a school's own chat server: direct, group and class conversations,",
      "in real time over Socket.IO and over REST, stored in a file of your own.",
      ""
    },
    footerHeading = "%nTo begin:%n",
    footer = {
      "  ./homeroom demo                 a school with people in it, to look around",
      "  ./homeroom user add --help      then the first admin of your own school",
      "  ./homeroom serve                and the server for it",
      "  ./homeroom backup DIR           a copy of it, also while it runs",
      "  ./homeroom restore DIR          an installation from such a copy",
      "  ./homeroom audit verify         whether the record of what was done is whole",
      "  ./homeroom test                 runs every test of this source tree",
      "  ./homeroom dev test NAME        compiles what changed, runs one class or module",
      "  ./homeroom dev demo             compiles what changed, starts the demo anew",
      "  ./homeroom format               formats what changed",
      "  ./homeroom versions             says which libraries are behind",
      "  ./homeroom bench                measures its Socket.IO server beside others",
      "",
      "Every option can also be an environment variable (--message-rate is",
      "HOMEROOM_MESSAGE_RATE) or a line of a properties file named by --config or",
      "HOMEROOM_CONFIG (message-rate=60). The command line wins, then the environment."
    },
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      TokenCommand.class,
      TokensCommand.class,
      UserCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      EpochCommand.class,
      CopyCommand.class,
      AuditCommand.class,
      RehearseCommand.class,
      ExampleCommand.class,
      CommandLine.HelpCommand.class
    })
final class HomeroomCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do, for example: ./homeroom demo");
  }
}
