// SPDX-License-Identifier: Apache-2.0
package homeroom.checks;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.dev.Licence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every source file says under which licence it is. */
class LicenceTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void everyFileNamesTheLicence() {
    assertThat(Licence.missingIn(Path.of("..").toAbsolutePath().normalize()))
        .as("run: ./homeroom format")
        .isEmpty();
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
