// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** How this program is called where it runs: from a checkout by its launcher, or installed. */
final class Program {

  private static final String IN_A_CHECKOUT = "./homeroom";

  /** What people type to run it. */
  static final String NAME = System.getProperty("homeroom.program", IN_A_CHECKOUT);

  private Program() {}

  /** As a shell reads it as one word. */
  static String word(String argument) {
    return argument.matches("[A-Za-z0-9._/:@-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /** A command of a shell for these files, each of which it reads as one word and as no option. */
  static String shell(String command, Path... files) {
    return Stream.concat(Stream.of(command), Stream.of(files).map(Program::word))
        .collect(Collectors.joining(" "));
  }

  private static String word(Path file) {
    return word(file.toString().startsWith("-") ? "./" + file : file.toString());
  }

  /** How to begin, at the end of the help; what works only in a checkout is left out elsewhere. */
  static void tellHowToBegin(CommandLine commands) {
    commands.getCommandSpec().usageMessage().footer(beginnings().toArray(String[]::new));
  }

  private static List<String> beginnings() {
    var lines = new ArrayList<String>();
    lines.add(line("demo", "a school with people in it, to look around"));
    lines.add(line("user add --help", "then the first admin of your own school"));
    lines.add(line("serve", "and the server for it"));
    lines.add(line("backup DIR", "a copy of it, also while it runs"));
    lines.add(line("restore DIR", "an installation from such a copy"));
    lines.add(line("audit verify", "whether the record of what was done is whole"));
    lines.add(line("doctor", "what is wrong with it, and what to run"));
    if (NAME.equals(IN_A_CHECKOUT)) {
      lines.add(line("test", "runs every test of this source tree"));
      lines.add(line("dev test NAME", "compiles what changed, runs one class or module"));
      lines.add(line("dev demo", "compiles what changed, starts the demo anew"));
      lines.add(line("format", "formats what changed"));
      lines.add(line("versions", "says which libraries are behind"));
      lines.add(line("bench", "measures its Socket.IO server beside others"));
      lines.add(line("package", "makes what is installed without this source tree"));
    }
    lines.add("");
    lines.add("Every option can also be an environment variable (--message-rate is");
    lines.add("HOMEROOM_MESSAGE_RATE) or a line of a properties file named by --config or");
    lines.add("HOMEROOM_CONFIG (message-rate=60). The command line wins, then the environment.");
    return lines;
  }

  private static String line(String command, String about) {
    return "  %-31s %s".formatted(NAME + " " + command, about);
  }
}
