// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the launchers give the JVM is what docs/operations.md says that they do. */
class JvmOptionsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COLLECTOR = Pattern.compile("collector='([^']+)'");

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** The collector that it chooses, with what belongs to it. */
  private static List<String> ofLauncher(String file) throws IOException {
    Matcher collector = COLLECTOR.matcher(read(file));
    assertThat(collector.find()).isTrue();
    return List.of(collector.group(1).split(" ", -1));
  }

  @Test
  void everyOptionIsToldWithItsReason() throws IOException {
    String page = read("docs/operations.md");
    List<String> options =
        Stream.concat(
                read("deploy/package/jvm.options").lines().filter(line -> line.matches("-X[Xm].*")),
                ofLauncher("homeroom").stream())
            .toList();
    assertThat(options).contains("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC");
    assertThat(options).allSatisfy(option -> assertThat(page).contains("`" + option + "`"));
  }

  @Test
  void aCheckoutAndAnInstallationRunWithTheSame() throws IOException {
    assertThat(ofLauncher("homeroom"))
        .isNotEmpty()
        .isEqualTo(ofLauncher("deploy/package/homeroom"));
  }
}
