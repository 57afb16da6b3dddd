package homeroom.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom bench}: names the benches. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Measures Homeroom's Socket.IO server beside the reference on Node.js,",
      "netty-socketio and a floor in C, under the same load on the same machine.",
      "Builds them first; results are shown, and saved in bench/results.",
      ""
    },
    footerHeading = "%nTo begin:%n",
    footer = "  ./homeroom bench fanout --quick",
    subcommands = {FanoutCommand.class, IdleCommand.class, HelpCommand.class})
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to measure, for example: ./homeroom bench fanout");
  }
}
