// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VersionTest {

  @Test
  void theCommandLineNamesTheVersionThatTheBuildHas() throws Exception {
    var commands = new CommandLine(new HomeroomCommand(), new CommandFactory(Clock.systemUTC()));
    String[] named = commands.getCommandSpec().version();
    assertThat(named).hasSize(1);
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + named[0].replace("Homeroom ", "") + "</version>");
  }
}
