package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.socketio.engine.EngineLimits;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which pong proves the receipt of what. */
class ConfirmationTest {

  private final BlockingQueue<Long> confirmed = new LinkedBlockingQueue<>();
  private Fixture server;

  @BeforeEach
  void start() throws Exception {
    server =
        Fixture.start(builder ->
            builder.limits(
                SocketIoLimits.DEFAULTS.withEngine(
                    EngineLimits.DEFAULTS.withHeartbeat(
                        Duration.ofMillis(300), Duration.ofSeconds(20)))));
    server.main.sharedFrames().onConfirmed((socket, marker) -> confirmed.add(marker));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void send(long marker) {
    SharedFrames frames = server.main.sharedFrames();
    frames.send(frames.encode("n", marker).withMarker(marker), server.main.sockets());
  }

  private void awaitSocket() {
    Awaitility.await().until(() -> server.main.sockets().size() == 1);
  }

  @Test
  void thePongConfirmsTheLastFrameQueuedBeforeItsPing() throws Exception {
    WireSocket client = server.connect();
    awaitSocket();
    send(1);
    send(2);
    assertThat(client.next()).isEqualTo("42[\"n\",1]");
    assertThat(client.next()).isEqualTo("42[\"n\",2]");
    client.send("3"); // that nobody asked for
    assertThat(client.next()).isEqualTo("2");
    send(3);
    assertThat(client.next()).isEqualTo("42[\"n\",3]");
    assertThat(confirmed).isEmpty();
    client.send("3");
    assertThat(confirmed.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(client.next()).isEqualTo("2");
    client.send("3");
    assertThat(confirmed.poll(10, TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(client.next()).isEqualTo("2");
    client.send("3").send("41");
    Awaitility.await().until(() -> server.main.sockets().isEmpty());
    assertThat(confirmed).isEmpty();
  }

  @Test
  void theOrderOutlivesTheUpgrade() throws Exception {
    String sid = server.wire.openPolling();
    server.wire.post(Wire.polling(sid), "40");
    server.wire.get(Wire.polling(sid));
    awaitSocket();
    WireSocket client = server.wire.connect(Wire.webSocket(sid)).send("2probe");
    assertThat(client.next()).isEqualTo("3probe");
    send(7);
    client.send("3probe"); // closes the probe, not the session
    assertThat(client.next()).isEqualTo("<closed>");
    assertThat(confirmed).isEmpty();

    client = server.wire.connect(Wire.webSocket(sid)).send("2probe");
    assertThat(client.next()).isEqualTo("3probe");
    client.send("5");
    String first = client.next();
    String second = client.next();
    assertThat(new String[] {first, second}).containsExactlyInAnyOrder("42[\"n\",7]", "2");
    client.send("3");
    if (first.equals("2")) {
      assertThat(client.next()).isEqualTo("2");
      client.send("3");
    }
    assertThat(confirmed.poll(10, TimeUnit.SECONDS)).isEqualTo(7);
  }
}
