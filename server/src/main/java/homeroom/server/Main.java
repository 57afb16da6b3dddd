// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;

/** The command line of Homeroom; see {@code ./homeroom --help}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    OutOfMemory.watchThreads();
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    Optional<CommandLine> server = args.length == 0 ? Optional.empty() : server(args[0], clock);
    CommandLine commands = server.orElseGet(() -> all(clock));
    commands.setDefaultValueProvider(Defaults.from(args, System.getenv()));
    commands.setExecutionExceptionHandler((thrown, command, parsed) -> {
      command.getErr().println(command.getColorScheme().errorText(FailureSentence.of(thrown)));
      return CommandLine.ExitCode.SOFTWARE;
    });
    commands.setUsageHelpAutoWidth(true);
    System.exit(
        commands.execute(server.isPresent() ? Arrays.copyOfRange(args, 1, args.length) : args));
  }

  /** A command that is a server, without all others: to make those takes longer than its start. */
  static Optional<CommandLine> server(String name, Clock clock) {
    Optional<Object> command =
        switch (name) {
          case "serve" -> Optional.of(new ServeCommand(clock));
          case "demo" -> Optional.of(new DemoCommand(clock));
          default -> Optional.empty();
        };
    return command.map(only -> new CommandLine(only).setCommandName("homeroom " + name));
  }

  static CommandLine all(Clock clock) {
    var commands = new CommandLine(new HomeroomCommand(), new CommandFactory(clock));
    Program.tellHowToBegin(commands);
    return commands;
  }
}
