// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What packages tell of the command line is what the command line is. */
class ReferenceTest {

  private final CommandLine commands =
      new CommandLine(new HomeroomCommand(), new CommandFactory(Clock.systemUTC()));

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() {
    assertThat(commands.execute("reference", folder.toString())).isZero();
  }

  @Test
  void theManualHasEveryCommandAndEveryOption() throws Exception {
    String manual = Files.readString(folder.resolve(ReferenceCommand.MANUAL));
    String plain = manual.replace("\\-", "-");
    assertThat(plain)
        .contains(".SS homeroom serve\n", ".SS homeroom user add\n", ".SS homeroom backup DIR\n")
        .doesNotContain("rehearse", "%n");
    for (String name : serveOptions()) {
      assertThat(plain).contains(name.replaceFirst("^--(help|version)$", "homeroom"));
    }
    assertThat(manual.lines().filter(line -> line.startsWith(".")))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|B|I)( .*)?"));
  }

  @Test
  void thePropertiesNameEveryOptionOfTheServerAndChangeNoneButTheDirectory() throws Exception {
    String text = Files.readString(folder.resolve(ReferenceCommand.CONFIGURATION));
    var said = new Properties();
    said.load(new StringReader(text));
    assertThat(said).containsOnlyKeys("data");
    for (String name : serveOptions()) {
      if (!List.of("--config", "--help", "--version", "--data").contains(name)) {
        assertThat(text).contains("\n#" + name.substring(2) + "=");
      }
    }
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void bashCompletesTheNamesOfCommandsAndOptions() throws Exception {
    assertThat(completed("homeroom", "back")).containsExactly("backup");
    assertThat(completed("homeroom", "serve", "--metrics-po")).containsExactly("--metrics-port");
  }

  private List<String> serveOptions() {
    CommandLine serve = Objects.requireNonNull(commands.getSubcommands().get("serve"));
    return serve.getCommandSpec().options().stream()
        .map(option -> option.longestName())
        .filter(name -> name.startsWith("--"))
        .toList();
  }

  private List<String> completed(String... words) throws IOException, InterruptedException {
    String script =
        ". '%s'; compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_homeroom; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(
                folder.resolve(ReferenceCommand.COMPLETION),
                String.join(" ", words),
                words.length - 1);
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    try (InputStream output = bash.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor()).as(text).isZero();
      return text.lines().map(String::strip).toList();
    }
  }
}
