// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmSettingsTest {

  @Test
  void aServerSaysInOneLineWhatMemoryItMayTakeAndWhy() {
    assertThat(new JvmSettings().sentence())
        .matches(
            "Memory: heap up to \\d+ MB \\(.+\\), .+ collector \\(.+\\)\\. HOMEROOM_JAVA_OPTS"
                + " changes it\\.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmx100m", "-XX:MaxRAMPercentage=40"})
  void aHeapThatIsToldIsNotAQuarterOfTheMachine(String option) throws Exception {
    assertThat(sentenceWith(option)).contains(" MB (as told), ");
  }

  private static String sentenceWith(String option) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                JvmSettingsTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  /** In a JVM of its own. */
  public static void main(String[] none) {
    System.out.println(new JvmSettings().sentence());
  }
}
