// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Whoever writes a page elsewhere finds out what to do. */
class AllowedOriginTest {

  private static final Map<String, String> PAGE =
      Map.of("origin", "http://localhost:5173", "host", "127.0.0.1:3030");

  @Test
  void theLogSaysWhatTheDocumentShowsOnceForEachOrigin() throws Exception {
    var log = (Logger) LoggerFactory.getLogger(ServerOptions.class);
    var written = new ListAppender<ILoggingEvent>();
    written.start();
    log.addAppender(written);
    try {
      var cors = options().cors();
      assertThat(cors.admits(name -> Optional.ofNullable(PAGE.get(name)))).isFalse();
      assertThat(cors.admits(name -> Optional.ofNullable(PAGE.get(name)))).isFalse();
    } finally {
      log.detachAppender(written);
    }
    assertThat(written.list).hasSize(1);
    assertThat(Files.readString(Path.of("../docs/clients.md")))
        .contains("WARN ServerOptions: " + written.list.getFirst().getFormattedMessage() + "\n");
  }

  @Test
  void whatTheLineSaysLetsThePageIn() {
    for (String option : new String[] {"--allow-origin", "--public-url"}) {
      var cors = options(option, "http://localhost:5173").cors();
      assertThat(cors.admits(name -> Optional.ofNullable(PAGE.get(name)))).as(option).isTrue();
    }
  }

  private static ServerOptions options(String... arguments) {
    var options = new ServerOptions();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }
}
