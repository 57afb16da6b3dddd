// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RehearseCommandTest {

  /** As the launchers run it, with fewer people: each call in it has to be answered well. */
  @Test
  void whatIsRehearsedIsWhatTheServerDoes() {
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    assertThat(new CommandLine(new RehearseCommand(clock)).execute("--students", "30")).isZero();
  }

  /** The launcher rehearses before it serves, in the environment of the server. */
  @Test
  void whatTheServerIsConfiguredForIsLeftAlone(@TempDir Path folder) throws Exception {
    Path backups = folder.resolve("backups");
    Path config =
        Files.writeString(
            folder.resolve("homeroom.properties"),
            """
            backup-dir=%s
            tls-cert=%s
            tls-key=%s
            """
                .formatted(backups, folder.resolve("cert.pem"), folder.resolve("key.pem")));
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    CommandLine rehearse =
        new CommandLine(new RehearseCommand(clock))
            .setDefaultValueProvider(
                Defaults.from(new String[0], Map.of("HOMEROOM_CONFIG", config.toString())));
    assertThat(rehearse.execute("--students", "30")).isZero();
    assertThat(backups).doesNotExist();
  }
}
