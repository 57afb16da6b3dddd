// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

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

  /** One line, and one more for the command. */
  String text() {
    String line = level.label + "  " + sentence;
    return command.isEmpty() ? line : line + System.lineSeparator() + "         run: " + command;
  }
}
