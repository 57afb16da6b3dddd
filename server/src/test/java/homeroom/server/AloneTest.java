// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is no node, in a process of its own. */
class AloneTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aServerAloneLoadsNoClassOfTheDriverOfTheBus() throws Exception {
    Path loaded = folder.resolve("loaded.txt");
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                System.getProperty("java.class.path"),
                "homeroom.server.Main",
                "serve",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      BufferedReader output = server.inputReader();
      assertThat(output.lines().anyMatch(line -> line.startsWith("Homeroom is ready at ")))
          .isTrue();
    } finally {
      server.destroy();
      assertThat(server.waitFor()).isZero();
    }
    List<String> classes = Files.readAllLines(loaded);
    assertThat(classes).anyMatch(line -> line.contains("homeroom.server.ClusterOptions"));
    assertThat(classes)
        .noneMatch(line -> line.contains("io.lettuce"))
        .noneMatch(line -> line.contains("homeroom.cluster.redis.RedisBus"))
        .noneMatch(line -> line.contains("homeroom.server.ClusterNode"));
  }
}
