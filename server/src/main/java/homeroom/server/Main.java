// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;

/** The command line of Homeroom; see {@code ./homeroom --help}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    OutOfMemory.watchThreads();
    System.exit(run(args, System.getenv(), commands -> {}));
  }

  /**
   * Returns what the process ends with.
   *
   * @param before told of the commands before any of them runs
   */
  static int run(String[] args, Map<String, String> environment, Consumer<CommandLine> before) {
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    Optional<CommandLine> alone = args.length == 0 ? Optional.empty() : alone(args[0], clock);
    CommandLine commands = alone.orElseGet(() -> all(clock));
    before.accept(commands);
    try {
      commands.setDefaultValueProvider(Defaults.from(args, environment));
    } catch (UncheckedIOException | IllegalArgumentException e) {
      commands.getErr().println(FailureSentence.of(e));
      return CommandLine.ExitCode.USAGE;
    }
    commands.setParameterExceptionHandler(new WrongInput());
    commands.setExecutionExceptionHandler((thrown, command, parsed) -> {
      command.getErr().println(command.getColorScheme().errorText(FailureSentence.of(thrown)));
      return CommandLine.ExitCode.SOFTWARE;
    });
    commands.setUsageHelpAutoWidth(true);
    return commands.execute(alone.isPresent() ? Arrays.copyOfRange(args, 1, args.length) : args);
  }

  /**
   * A command that is a server, or that is run every night, without all others: to make those takes
   * longer than its start.
   */
  static Optional<CommandLine> alone(String name, Clock clock) {
    Optional<Object> command =
        switch (name) {
          case "serve" -> Optional.of(new ServeCommand(clock));
          case "demo" -> Optional.of(new DemoCommand(clock));
          case "roster" -> Optional.of(new RosterCommand());
          default -> Optional.empty();
        };
    return command.map(only ->
        new CommandLine(only, new CommandFactory(clock)).setCommandName("homeroom " + name));
  }

  static CommandLine all(Clock clock) {
    var commands = new CommandLine(new HomeroomCommand(), new CommandFactory(clock));
    Program.tellHowToBegin(commands);
    return commands;
  }
}
