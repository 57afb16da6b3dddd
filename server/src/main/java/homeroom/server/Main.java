// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.time.Clock;
import java.time.ZoneOffset;
import picocli.CommandLine;

/** The command line of Homeroom; see {@code ./homeroom --help}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    OutOfMemory.watchThreads();
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    var commands = new CommandLine(new HomeroomCommand(), new CommandFactory(clock));
    commands.setDefaultValueProvider(Defaults.from(args, System.getenv()));
    commands.setExecutionExceptionHandler((thrown, command, parsed) -> {
      command.getErr().println(command.getColorScheme().errorText(FailureSentence.of(thrown)));
      return CommandLine.ExitCode.SOFTWARE;
    });
    commands.setUsageHelpAutoWidth(true);
    Program.tellHowToBegin(commands);
    System.exit(commands.execute(args));
  }
}
