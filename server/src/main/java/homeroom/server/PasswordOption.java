// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.roster.RosterLimits;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The password that a command gives somebody: asked for, or of a file, for scripts. */
final class PasswordOption {

  private static final int SHORTEST = RosterLimits.DEFAULT.shortestPassword();

  @Option(
      names = "--password",
      interactive = true,
      arity = "0..1",
      description = "Asked for if not given; at least 8 characters. Not in a shell's history.")
  private char @Nullable [] password;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password, for scripts; - for standard input.")
  private @Nullable Path file;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /**
   * The password, long enough.
   *
   * @param whose for the question
   * @throws ParameterException if none was given, or a shorter one
   */
  @SuppressWarnings("SystemConsoleNull") // null where a launcher chose a console-less JDK
  String read(String whose) throws IOException {
    char[] given = password;
    if (given == null && file != null) {
      given = firstLine(file).toCharArray();
    }
    Console console = System.console();
    if (given == null && console != null && console.isTerminal()) {
      given = console.readPassword("Password for %s: ", whose);
    }
    if (given == null || given.length < SHORTEST) {
      throw new ParameterException(
          spec.commandLine(),
          "A password of at least "
              + SHORTEST
              + " characters is needed: --password asks for it; --password-file or"
              + " HOMEROOM_PASSWORD gives it.");
    }
    return new String(given);
  }

  private static String firstLine(Path file) throws IOException {
    try (Reader source =
            file.toString().equals("-")
                ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
                : Files.newBufferedReader(file);
        var lines = new BufferedReader(source)) {
      return Objects.requireNonNullElse(lines.readLine(), "");
    } catch (IOException e) {
      throw new IOException(
          "The password's file " + file + " cannot be read: " + FailureSentence.of(e), e);
    }
  }
}
