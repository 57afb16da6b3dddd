// SPDX-License-Identifier: Apache-2.0
package homeroom.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What reads the network reads it in one pass: a regular expression that goes back on its steps can
 * take seconds, or the stack, for one line that somebody made up.
 */
class RegularExpressionTest {

  private static final List<String> MODULES = List.of("http", "socketio", "api", "chat");

  /** Files that may have one, and why. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "IoBackend.java", "the version of the kernel",
          "ErrorName.java", "the names of errors, once",
          "PayloadName.java", "the names of records of ours");

  /** One character given to split is no regular expression, except for those with a meaning. */
  private static final Pattern USE =
      Pattern.compile(
          "java\\.util\\.regex|\\.matches\\(\"|\\.replaceAll\\(|\\.replaceFirst\\("
              + "|\\.split\\(\"(?!(?:[^.$|()\\[{^?*+\\\\\"]|\\\\[nrt])\")");

  @Test
  void nothingThatReadsTheNetworkUsesOne() throws Exception {
    var uses = new ArrayList<String>();
    for (String module : MODULES) {
      try (var files = Files.walk(Path.of("..", module, "src", "main"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          if (!ALLOWED.containsKey(file.getFileName().toString())
              && USE.matcher(Files.readString(file)).find()) {
            uses.add(file.toString());
          }
        }
      }
    }
    assertThat(uses).as("read it by a loop, or say here to what else it is applied").isEmpty();
  }
}
