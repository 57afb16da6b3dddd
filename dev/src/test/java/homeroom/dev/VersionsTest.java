// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of newer releases, and of what nobody answered. */
class VersionsTest {

  private final Versions versions =
      new Versions(new Checkout(Path.of("..").toAbsolutePath().normalize()));

  @Test
  void whatIsBehindIsNamedOnceWithBothVersions() {
    maven(
        0,
        "[INFO] The following dependencies in Dependency Management have newer versions:",
        "[INFO]   io.netty:netty-bom ................ 4.2.18.Final -> 4.2.20.Final",
        "[INFO]   io.netty:netty-bom ................ 4.2.18.Final -> 4.2.20.Final",
        "[INFO] Require Maven 3.9.0 to use the following plugin updates:",
        "[INFO]   org.codehaus.mojo:exec-maven-plugin ............. 3.6.4 -> 3.7.0");
    npm(
        1,
        "/web/node_modules/preact:preact@11.2.0:preact@11.2.0:preact@11.3.0:homeroom-web",
        ":@preact/signals@2.11.4:MISSING:@preact/signals@2.12.0:homeroom-web",
        ":socket.io-client@4.8.4:MISSING:socket.io-client@4.8.4:homeroom-web");
    assertThat(versions.report())
        .isEqualTo(
            """
            io.netty:netty-bom 4.2.18.Final -> 4.2.20.Final
            npm @preact/signals 2.11.4 -> 2.12.0
            npm preact 11.2.0 -> 11.3.0
            org.codehaus.mojo:exec-maven-plugin 3.6.4 -> 3.7.0\
            """);
  }

  @Test
  void nothingIsBehindOnlyIfAllAnswered() {
    maven(0, "[INFO] No dependencies in Dependencies have newer versions.");
    npm(0);
    assertThat(versions.report()).isEqualTo("Nothing is behind.");
  }

  @Test
  void withoutAConnectionItSaysOfWhatNothingIsKnown() {
    maven(
        0,
        "[WARNING] Could not transfer metadata org.xerial:sqlite-jdbc/maven-metadata.xml from/to"
            + " central (https://repo.example/): transfer failed",
        "[INFO] No dependencies in Dependencies have newer versions.",
        "[INFO] BUILD SUCCESS");
    npm(1, "npm error code ECONNREFUSED", "npm error network request to https://r.example failed");
    assertThat(versions.report())
        .contains("\n  org.xerial:sqlite-jdbc", "\n  npm packages of web:\n", "ECONNREFUSED")
        .doesNotContain("Nothing is behind", " -> ");
  }

  @Test
  void aMavenThatFailsIsNoAnswer() {
    maven(1, "[ERROR] Non-resolvable import POM: Could not transfer artifact a:b:pom:1");
    npm(0);
    assertThat(versions.report())
        .contains("since Maven failed", "Non-resolvable")
        .doesNotContain("Nothing is behind");
  }

  private void maven(int code, String... lines) {
    versions.ofMaven(new Versions.Answer(code, List.of(lines)));
  }

  private void npm(int code, String... lines) {
    versions.ofNpm(new Versions.Answer(code, List.of(lines)));
  }
}
