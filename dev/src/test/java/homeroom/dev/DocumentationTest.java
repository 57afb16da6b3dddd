// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages that come with a package. */
class DocumentationTest {

  private final Checkout checkout = new Checkout(Path.of("..").toAbsolutePath().normalize());

  @TempDir private Path folder = Path.of("");

  @Test
  void everyPageComesWithWhatItLeadsToAndTheTreeIsSmall() throws IOException {
    new Documentation(checkout).into(folder);
    assertThat(folder)
        .isDirectoryRecursivelyContaining("glob:**/docs/operations.md")
        .isDirectoryRecursivelyContaining("glob:**/docs/limits.md")
        .isDirectoryRecursivelyContaining("glob:**/docs/decisions/0016-chains-of-hashes.md")
        .isDirectoryRecursivelyContaining("glob:**/deploy/grafana/homeroom.json")
        .isDirectoryRecursivelyContaining("glob:**/deploy/prometheus/alerts.yml");
    assertThat(FileTree.bytes(folder)).isBetween(100_000L, 3_000_000L);
  }

  @Test
  void noLinkLeadsNowhere() throws IOException {
    assertThat(new Documentation(checkout).files())
        .allSatisfy(file -> {
          assertThat(file.toString()).doesNotContain("..").doesNotContain("target");
          assertThat(Files.isRegularFile(checkout.root().resolve(file)))
              .as(file.toString())
              .isTrue();
        });
  }
}
