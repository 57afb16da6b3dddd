// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.FreePorts;
import homeroom.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads the metrics, and where. */
class MetricsAccessTest {

  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void theTokenOpensTheMainPortAndNothingElseDoes() throws Exception {
    try (HttpServer server = main(false)) {
      assertThat(status(server.port(), "authorization: Bearer right")).isEqualTo(200);
      assertThat(status(server.port(), "authorization: bearer  right ")).isEqualTo(200);
      assertThat(status(server.port(), "x: y")).isEqualTo(401);
      assertThat(status(server.port(), "authorization: Bearer wrong")).isEqualTo(401);
      assertThat(status(server.port(), "authorization: Bearer ")).isEqualTo(401);
      assertThat(status(server.port(), "authorization: Basic right")).isEqualTo(401);
      assertThat(status(server.port(), "authorization: right")).isEqualTo(401);
    }
  }

  @Test
  void everybodyReadsThemThereIfTheOperatorSaysSo() throws Exception {
    try (HttpServer server = main(true)) {
      assertThat(status(server.port(), "x: y")).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:9100", "127.0.0.1", "LOCALHOST", "[::1]:80", "[::1]"})
  void programsOnThisMachineNeedNoTokenAtThePortOfTheirOwn(String host) throws Exception {
    int port = FreePorts.first(1);
    try (var access = new MetricsAccess(metrics, "right", false, port)) {
      access.start();
      assertThat(status(port, "host: " + host)).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:9100", "localhost.evil.example", "[::2]"})
  void aPageWhoseNamePointsToThisMachineReadsNothingThere(String host) throws Exception {
    int port = FreePorts.first(1);
    try (var access = new MetricsAccess(metrics, "right", false, port)) {
      access.start();
      assertThat(status(port, "host: " + host)).isEqualTo(401);
    }
  }

  @Test
  void thereIsNoPortOfTheirOwnUnlessAskedFor() throws Exception {
    try (var access = new MetricsAccess(metrics, "right", false, 0)) {
      access.start();
      assertThat(access.isListening()).isFalse();
    }
  }

  private HttpServer main(boolean open) throws IOException {
    var access = new MetricsAccess(metrics, "right", open, 0);
    return HttpServer.builder().handler("/metrics", access.onMainPort()).start();
  }

  private static int status(int port, String field) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
      String host = field.startsWith("host:") ? "" : "host: h\r\n";
      String request = "GET /metrics HTTP/1.1\r\nconnection: close\r\n" + host + field + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}
