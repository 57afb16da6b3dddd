// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A properties file with every option of the server, what it does and what it is unless changed;
 * the data directory alone is said, since an installed server has it elsewhere.
 */
final class SampleConfiguration {

  private static final Set<String> NOT_IN_A_FILE = Set.of("--config", "--help", "--version");
  private static final int WIDTH = 90;

  private final CommandLine serve;

  SampleConfiguration(CommandLine serve) {
    this.serve = serve;
  }

  String text() {
    var text = new StringBuilder();
    text.append(
        "# The configuration of Homeroom, read when it starts. A line that begins with # says\n");
    text.append("# what an option is unless it is changed.\n");
    for (OptionSpec option : serve.getCommandSpec().options()) {
      String name = option.longestName();
      if (name.startsWith("--") && !option.hidden() && !NOT_IN_A_FILE.contains(name)) {
        text.append('\n');
        wrapped(ManualPage.sentence(option)).forEach(line -> text.append(line).append('\n'));
        text.append(line(name.substring(2), option)).append('\n');
      }
    }
    return text.toString();
  }

  private static String line(String name, OptionSpec option) {
    if (name.equals("data")) {
      return "data=/var/lib/homeroom";
    }
    String usual = option.defaultValue();
    if (usual == null) {
      usual = option.arity().max() == 0 ? "false" : "";
    }
    return "#" + name + "=" + usual;
  }

  private static List<String> wrapped(String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder("#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(1);
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
