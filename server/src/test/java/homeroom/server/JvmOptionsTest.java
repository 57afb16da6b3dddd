// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the launchers give the JVM is what docs/operations.md says that they do. */
class JvmOptionsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern SMALL = Pattern.compile("small='?\"?(?:\\$small )?(-X[^'\"\n]+)");

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** What it adds on a small machine. */
  private static List<String> ofLauncher(String file) throws IOException {
    return SMALL
        .matcher(read(file))
        .results()
        .flatMap(found -> Stream.of(found.group(1).split(" ", -1)))
        .toList();
  }

  @Test
  void everyOptionIsToldWithItsReason() throws IOException {
    String page = read("docs/operations.md");
    List<String> options =
        Stream.concat(
                read("deploy/package/jvm.options").lines().filter(line -> line.matches("-X[Xm].*")),
                ofLauncher("homeroom").stream())
            .toList();
    assertThat(options)
        .contains("-XX:+UseCompactObjectHeaders", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    assertThat(options).allSatisfy(option -> assertThat(page).contains("`" + option + "`"));
  }

  @Test
  void aCheckoutAndAnInstallationRunWithTheSame() throws IOException {
    assertThat(ofLauncher("homeroom"))
        .isNotEmpty()
        .isEqualTo(ofLauncher("deploy/package/homeroom"));
  }
}
