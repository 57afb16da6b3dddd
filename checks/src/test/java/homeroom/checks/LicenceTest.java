// SPDX-License-Identifier: Apache-2.0
package homeroom.checks;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.dev.Licence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every source file says under which licence it is, and what is shipped has one of the list. */
class LicenceTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void everyFileNamesTheLicence() {
    assertThat(Licence.missingIn(Path.of("..").toAbsolutePath().normalize()))
        .as("run: ./homeroom format")
        .isEmpty();
  }

  /** Of libraries Maven asks the same in the module server. */
  @Test
  void packagesThatBrowsersGetHaveLicencesOfTheList() throws Exception {
    Path root = Path.of("..").toAbsolutePath().normalize();
    String pom = Files.readString(root.resolve("pom.xml"));
    JsonNode packages =
        JsonMapper.shared()
            .readTree(root.resolve("web/package-lock.json").toFile())
            .get("packages");
    var shipped = new HashMap<String, String>();
    packages.forEachEntry((path, about) -> {
      if (!path.isEmpty() && !about.path("dev").asBoolean(false)) {
        shipped.put(path, about.path("license").asString("none"));
      }
    });
    shipped.remove("node_modules/xmlhttprequest-ssl"); // MIT by its file; for Node.js alone
    assertThat(shipped).containsKey("node_modules/preact");
    assertThat(shipped.values())
        .as(shipped.toString())
        .allSatisfy(licence ->
            assertThat(pom).contains("<includedLicense>" + licence + "</includedLicense>"));
  }

  @Test
  void aNewFileWithoutItIsFound() throws IOException {
    Files.writeString(folder.resolve("New.java"), "class New {}\n");
    Files.writeString(folder.resolve("new.sh"), "#!/bin/sh\ntrue\n");
    Files.writeString(
        folder.resolve("Old.java"), "// SPDX-License-Identifier: Apache-2.0\nclass Old {}\n");
    Files.writeString(
        folder.resolve("old.sh"), "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\ntrue\n");
    assertThat(Licence.missingIn(folder))
        .containsExactlyInAnyOrder(folder.resolve("New.java"), folder.resolve("new.sh"));
  }
}
