// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.bell.BellCommand;
import homeroom.bench.chat.ChatCommand;
import homeroom.bench.cluster.ClusterCommand;
import homeroom.bench.soak.SoakCommand;
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
      "Measures Homeroom: the whole chat under load ('chat'), a whole school that",
      "comes and goes within seconds ('bell'), and its Socket.IO server beside the",
      "reference on Node.js, netty-socketio and a floor in C ('fanout', 'idle'), and",
      "on several nodes beside the reference's adapters for Redis ('cluster').",
      "'soak' proves that a day on which the server is killed again and again loses",
      "nothing.",
      "Results are shown, and saved in bench/results.",
      ""
    },
    footerHeading = "%nTo begin:%n",
    footer = {"  ./homeroom bench chat --quick", "  ./homeroom bench fanout --quick"},
    subcommands = {
      BellCommand.class,
      ChatCommand.class,
      ClusterCommand.class,
      FanoutCommand.class,
      IdleCommand.class,
      SoakCommand.class,
      HelpCommand.class
    })
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to measure, for example: ./homeroom bench fanout");
  }
}
