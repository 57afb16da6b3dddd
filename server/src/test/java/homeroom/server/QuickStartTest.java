// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of a quick start, with the launchers' options: with a bad one all works as without. */
class QuickStartTest {

  private static final Path OPTIONS =
      Path.of("..", "deploy", "package", "jvm.options").toAbsolutePath().normalize();

  @TempDir private Path folder = Path.of("");

  private record Ended(int code, String output) {}

  private static Ended java(List<String> options, String... program) throws Exception {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.add("@" + OPTIONS);
    command.addAll(options);
    command.addAll(List.of(program));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static String version() {
    return Main.all(Clock.systemUTC()).getCommandSpec().version()[0];
  }

  @Test
  void theProgramStartsWithACacheThatIsBroken() throws Exception {
    Path broken = Files.writeString(folder.resolve("homeroom.aot"), "not a cache");
    Ended ended =
        java(
            List.of("-XX:AOTCache=" + broken),
            "-cp",
            System.getProperty("java.class.path"),
            "homeroom.server.Main",
            "--version");
    assertThat(ended.output()).contains(version());
    assertThat(ended.code()).isZero();
  }

  @Test
  void theCacheOfAnotherJvmIsNotUsed() throws Exception {
    String cache = folder.resolve("homeroom.aot").toString();
    String[] program = {
      "-cp", System.getProperty("java.class.path"), "homeroom.server.Main", "--version"
    };
    List<String> another = List.of("-XX:AOTCacheOutput=" + cache, "-XX:-UseCompactObjectHeaders");
    assertThat(java(another, "--version").code()).isZero();
    assertThat(java(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"), program).code())
        .isNotZero();
    Ended ended = java(List.of("-XX:AOTCache=" + cache), program);
    assertThat(ended.output()).contains(version());
    assertThat(ended.code()).isZero();
  }
}
