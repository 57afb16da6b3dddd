// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.HttpServer;
import homeroom.socketio.SocketIoServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of sockets on a node that is cut off from the others. */
class SocketMovingTest {

  private final AtomicBoolean cutOff = new AtomicBoolean();
  private final SocketIoServer sockets = SocketIoServer.builder().build();
  private final SocketMoving moving =
      new SocketMoving(sockets, cutOff::get, Duration.ofMinutes(10));
  private HttpServer http;

  @SuppressWarnings("NullAway.Init")
  SocketMovingTest() {}

  @BeforeEach
  void listen() throws Exception {
    http = HttpServer.builder().port(0).mount(sockets.path(), sockets.mount()).start();
  }

  @AfterEach
  void end() {
    sockets.close();
    http.close();
  }

  private int handshake() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + http.port() + "/socket.io/?EIO=4&transport=polling");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void nobodyNewIsTakenUntilTheNodeReachesTheOthers() throws Exception {
    moving.look();
    assertThat(handshake()).isEqualTo(200);
    cutOff.set(true);
    moving.look();
    assertThat(handshake()).isEqualTo(503);
    cutOff.set(false);
    moving.look();
    assertThat(handshake()).isEqualTo(200);
  }

  @Test
  void aServerThatStopsTakesNobodyAgain() throws Exception {
    cutOff.set(true);
    moving.look();
    moving.end();
    cutOff.set(false);
    moving.look();
    assertThat(handshake()).isEqualTo(503);
  }
}
