// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The official JavaScript client, unmodified from its registry. */
class JavaScriptClientTest {

  private static final Path CHECKS = Path.of("..", "clients", "checks");
  private static final int PATIENCE_SECONDS = 120;

  private static void check(InteropServer server, String script) throws Exception {
    Process process =
        new ProcessBuilder(
                "node", CHECKS.resolve(script).toString(), "http://127.0.0.1:" + server.port())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  @Test
  void worksByPollingByWebSocketAndAcrossTheUpgrade() throws Exception {
    try (InteropServer server = new InteropServer(builder -> builder)) {
      check(server, "transports.mjs");
    }
  }

  @Test
  void worksWithRecoverySwitchedOnToo() throws Exception {
    try (InteropServer server = new InteropServer(SocketIoServer.Builder::recovery)) {
      check(server, "transports.mjs");
    }
  }

  @Test
  void comesBackByItself() throws Exception {
    try (InteropServer server = new InteropServer(builder -> builder)) {
      check(server, "reconnecting.mjs");
    }
  }

  @Test
  void losesNothingWhenTheNetworkIsAway() throws Exception {
    try (InteropServer server = new InteropServer(SocketIoServer.Builder::recovery)) {
      check(server, "recovering.mjs");
    }
  }
}
