// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import picocli.CommandLine;

/** The command line of the benches; see {@code ./homeroom bench --help}. */
public final class BenchMain {

  private BenchMain() {}

  public static void main(String[] args) {
    var commands = new CommandLine(new BenchCommand());
    commands.setCommandName("homeroom bench");
    commands.setExecutionExceptionHandler((thrown, command, parsed) -> {
      String message = thrown.getMessage();
      command
          .getErr()
          .println(
              command
                  .getColorScheme()
                  .errorText(message == null ? "The bench stopped: " + thrown : message));
      return CommandLine.ExitCode.SOFTWARE;
    });
    commands.setUsageHelpAutoWidth(true);
    System.exit(commands.execute(args));
  }
}
