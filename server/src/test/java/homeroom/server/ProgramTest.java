// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that people copy into a shell. */
class ProgramTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data/school",
        "My School",
        "it's",
        "$(id)",
        "a\"b",
        "a\\b",
        "~",
        "*",
        "a#b",
        "Höhe"
      })
  void aShellReadsAFileAsTheOneWordThatItIs(String name) throws Exception {
    assertThat(said(Program.shell("printf %s", Path.of(name)))).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "--data", "-rf x"})
  void aFileIsNoOption(String name) throws Exception {
    assertThat(said(Program.shell("printf %s", Path.of(name)))).isEqualTo("./" + name);
  }

  private static String said(String command) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
