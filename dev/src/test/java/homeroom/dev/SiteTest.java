// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a site. */
class SiteTest {

  private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"([^\"#]+)");

  private final Checkout checkout = new Checkout(Path.of("..").toAbsolutePath().normalize());

  @TempDir private Path folder = Path.of("");

  @Test
  void everyPageIsThereAndNoAddressLeadsNowhere() throws IOException {
    Checkout.create(checkout.kept());
    assertThat(new Site(checkout).make(folder)).isZero();
    List<Path> pages =
        FileTree.walk(folder).stream().filter(file -> file.toString().endsWith(".html")).toList();
    assertThat(pages)
        .contains(
            folder.resolve("index.html"),
            folder.resolve("docs/operations.html"),
            folder.resolve("docs/decisions/0016-chains-of-hashes.html"),
            folder.resolve("docs/decisions/index.html"));
    for (Path page : pages) {
      String html = Files.readString(page);
      assertThat(html).as(page.toString()).contains("<h1").doesNotContain("<script");
      assertThat(ADDRESS.matcher(html).results().map(found -> found.group(1)))
          .as(page.toString())
          .filteredOn(address -> !address.contains(":"))
          .allSatisfy(address -> assertThat(page.resolveSibling(address)).exists());
    }
  }

  @Test
  void aLinkThatLeadsNowhereIsNamed() throws Exception {
    Path tool = checkout.root().resolve("dev/site");
    Npm.install(tool, "what makes the site");
    Files.writeString(folder.resolve("README.md"), "# A\n\nSee [there](#nowhere).\n");
    Files.writeString(folder.resolve("files"), "README.md\n");
    Process process =
        new ProcessBuilder(
                "node",
                tool.resolve("site.mjs").toString(),
                folder.toString(),
                folder.resolve("site").toString())
            .redirectInput(folder.resolve("files").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isNotZero();
    assertThat(said).contains("README.md: #nowhere leads to no heading of README.md.");
  }
}
