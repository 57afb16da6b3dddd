package homeroom.socketio.engine;

import static homeroom.socketio.wire.Wire.polling;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.socketio.example.EngineEchoExample;
import homeroom.socketio.example.ExampleOptions;
import homeroom.socketio.example.RunningExample;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Pings, pongs and what happens without them (section "Heartbeat"). */
class HeartbeatTest {

  private record Server(RunningExample example, Wire wire) implements AutoCloseable {

    static Server start(long intervalMillis, long timeoutMillis) throws Exception {
      RunningExample example =
          EngineEchoExample.run(
              new ExampleOptions(
                  "127.0.0.1",
                  0,
                  Duration.ofMillis(intervalMillis),
                  Duration.ofMillis(timeoutMillis),
                  1_000_000,
                  Duration.ofSeconds(1)));
      return new Server(example, new Wire(example.port(), "/engine.io/"));
    }

    @Override
    public void close() {
      wire.close();
      example.close();
    }
  }

  @Test
  void pollingHasAHeartbeat() throws Exception {
    try (Server server = Server.start(100, 20_000)) {
      String sid = server.wire().openPolling();
      for (int i = 0; i < 3; i++) {
        assertThat(server.wire().get(polling(sid)).body()).isEqualTo("2");
        assertThat(server.wire().post(polling(sid), "3").body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void aWebSocketHasAHeartbeat() throws Exception {
    try (Server server = Server.start(100, 20_000)) {
      WireSocket socket = server.wire().openWebSocket();
      for (int i = 0; i < 3; i++) {
        assertThat(socket.next()).isEqualTo("2");
        socket.send("3");
      }
    }
  }

  @Test
  void theNextPingWaitsForThePong() throws Exception {
    try (Server server = Server.start(50, 20_000)) {
      WireSocket socket = server.wire().openWebSocket();
      assertThat(socket.next()).isEqualTo("2");
      long answered = System.nanoTime();
      Awaitility.await().until(() -> System.nanoTime() - answered > 300_000_000);
      socket.send("4hello");
      assertThat(socket.next()).isEqualTo("4hello");
      socket.send("3");
      assertThat(socket.next()).isEqualTo("2");
    }
  }

  @Test
  void withoutAPongAWebSocketIsClosed() throws Exception {
    try (Server server = Server.start(100, 100)) {
      WireSocket socket = server.wire().openWebSocket();
      assertThat(socket.next()).isEqualTo("2");
      assertThat(socket.awaitClosed()).isEqualTo(1000);
    }
  }

  @Test
  void withoutAPongAPollingSessionEnds() throws Exception {
    try (Server server = Server.start(100, 100)) {
      String sid = server.wire().openPolling();
      long opened = System.nanoTime();
      Awaitility.await().until(() -> System.nanoTime() - opened > 200_000_000);
      assertThat(server.wire().get(polling(sid)).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aSessionThatNobodyPollsIsReaped() throws Exception {
    try (Server server = Server.start(100, 100)) {
      String sid = server.wire().openPolling();
      Awaitility.await().until(() -> server.wire().post(polling(sid), "4x").statusCode() == 400);
    }
  }
}
