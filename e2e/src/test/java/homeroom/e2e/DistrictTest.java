// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A district of 10 000 people is brought in, in both versions of OneRoster. */
@Tag("long")
class DistrictTest {

  /** Where its files are written and stay, for {@code bench chat --roster}; else nowhere. */
  private static final String FILES = System.getProperty("homeroom.district.files", "");

  @TempDir Path directory;

  @Test
  void aDistrictIsBroughtInAndChanges() throws Exception {
    for (String version : List.of("1.1", "1.2")) {
      District district = District.large(version);
      Path files =
          FILES.isEmpty() ? directory : Files.createDirectories(Path.of(FILES).toAbsolutePath());
      Path all = district.writeAll(files.resolve(version + ".zip"), "Berg");
      Path changes = district.writeChanges(files.resolve(version + "d.zip"), 200, "Conti");
      said(version + " dry run", 0, version, all, "--dry-run");
      said(version + " apply", 0, version, all, "--yes");
      assertThat(said(version + " again", 0, version, all, "--yes")).contains("nothing to do");
      said(version + " delta dry run", 0, version, changes, "--dry-run");
      said(version + " delta", 0, version, changes, "--yes");
      said(version + " delta again", 0, version, changes, "--yes");
    }
  }

  private String said(String what, int code, String data, Path path, String... options)
      throws Exception {
    var arguments = new ArrayList<>(List.of("roster", "import", path.toString()));
    arguments.addAll(List.of("--school", "District", "--data", directory.resolve(data).toString()));
    arguments.addAll(List.of(options));
    long began = System.nanoTime();
    ServerProcess.Finished finished = ServerProcess.run(arguments);
    System.out.println(what + ": " + (System.nanoTime() - began) / 1_000_000 + " ms");
    assertThat(finished.exitCode()).as(finished.output()).isEqualTo(code);
    return finished.output();
  }
}
