// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VersionTest {

  @Test
  void theCommandLineNamesTheVersionThatTheBuildHas() throws Exception {
    String[] named = new CommandLine(new HomeroomCommand()).getCommandSpec().version();
    assertThat(named).hasSize(1);
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + named[0].replace("Homeroom ", "") + "</version>");
  }
}
