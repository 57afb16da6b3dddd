// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.IoBackend;
import homeroom.socketio.wire.RawSocket;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever carries the bytes (or stands in for it here), clients are served the same. */
class IoBackendsTest {

  private static final String LARGE = "x".repeat(300_000);

  @ParameterizedTest
  @EnumSource
  void webSocketsConnectSpeakAndHear(IoBackend backend) throws Exception {
    try (Fixture server = Fixture.start(backend)) {
      server.main.on("echo", (socket, args, ack) -> ack.send(args.toArray()));
      WireSocket first = server.connect();
      WireSocket second = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 2);
      first.send("427[\"echo\",\"" + LARGE + "\"]");
      assertThat(first.next()).isEqualTo("437[\"" + LARGE + "\"]");
      for (int i = 0; i < 100; i++) {
        server.main.emit("n", i);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(first.next()).isEqualTo("42[\"n\"," + i + "]");
        assertThat(second.next()).isEqualTo("42[\"n\"," + i + "]");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPollingSessionMovesToItsWebSocketWithoutLoss(IoBackend backend) throws Exception {
    try (Fixture server = Fixture.start(backend)) {
      String sid = server.wire.openPolling();
      server.wire.post(Wire.polling(sid), "40");
      assertThat(server.wire.get(Wire.polling(sid)).body()).startsWith("40{");
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      WireSocket socket = server.wire.connect(Wire.webSocket(sid));
      socket.send("2probe");
      assertThat(socket.next()).isEqualTo("3probe");
      server.main.emit("before");
      socket.send("5");
      server.main.emit("after");
      assertThat(socket.next()).isEqualTo("42[\"before\"]");
      assertThat(socket.next()).isEqualTo("42[\"after\"]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatDoesNotReadIsClosed(IoBackend backend) throws Exception {
    try (Fixture server = Fixture.start(backend);
        RawSocket stuck = server.connectRaw()) {
      BlockingQueue<DisconnectReason> left = new LinkedBlockingQueue<>();
      server.main.onDisconnect((socket, reason) -> left.add(reason));
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      while (left.isEmpty()) {
        server.main.emit("news", LARGE);
      }
      assertThat(left.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.TOO_SLOW);
      assertThat(stuck).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSentBeforeTheCloseArrives(IoBackend backend) throws Exception {
    try (Fixture server = Fixture.start(backend);
        RawSocket client = server.connectRaw()) {
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      server.main.emit("last", LARGE);
      server.io.close();
      assertThat(client.lastFrame()).endsWith(LARGE + "\"]");
    }
  }
}
