// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom epoch}: names what can be done about the epoch of a store. */
@Command(
    name = "epoch",
    mixinStandardHelpOptions = true,
    description = "Tells clients that a store went back to an earlier state.",
    subcommands = {NewEpochCommand.class, CommandLine.HelpCommand.class})
final class EpochCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: ./homeroom epoch new");
  }
}
