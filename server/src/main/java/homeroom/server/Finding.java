// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param sentence what it found
 * @param command what to run about it; empty if nothing is to be done
 */
record Finding(Level level, String sentence, String command) {

  /** How bad it is. */
  enum Level {
    FINE("ok     ", 0),
    WARNING("warning", 1),
    BROKEN("broken ", 2);

    private final String label;
    private final int exitCode;

    Level(String label, int exitCode) {
      this.label = label;
      this.exitCode = exitCode;
    }

    /** Of a command that found nothing worse. */
    int exitCode() {
      return exitCode;
    }
  }

  static Finding fine(String sentence) {
    return new Finding(Level.FINE, sentence, "");
  }

  static Finding warning(String sentence, String command) {
    return new Finding(Level.WARNING, sentence, command);
  }

  static Finding broken(String sentence, String command) {
    return new Finding(Level.BROKEN, sentence, command);
  }

  /**
   * Where a file has the options of a server that runs as a service, an option to give is a line to
   * add, and not a server to start.
   */
  Finding forFile(Path file) {
    String serve = Program.NAME + " serve --";
    if (!command.startsWith(serve) || !command.substring(serve.length()).contains(" ")) {
      return this;
    }
    String lines =
        Arrays.stream(command.substring(serve.length()).split(" --", -1))
            .map(option -> " '" + option.replaceFirst(" ", "=") + "'")
            .collect(Collectors.joining());
    String add =
        "printf '%s\\n'" + lines + " " + Program.shell(">>", file) + "    # and restart the server";
    return new Finding(level, sentence, add);
  }

  /** One line, and one more for the command. */
  String text() {
    String line = level.label + "  " + sentence;
    return command.isEmpty() ? line : line + System.lineSeparator() + "         run: " + command;
  }
}
