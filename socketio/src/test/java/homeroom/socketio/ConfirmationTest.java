// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.testing.ManualTime;
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

  private static final Duration INTERVAL = EngineLimits.DEFAULTS.pingInterval();
  private static final Duration TICK = Duration.ofMillis(100);

  private final ManualTime time = new ManualTime();
  private final BlockingQueue<Long> confirmed = new LinkedBlockingQueue<>();
  private Fixture server;

  @BeforeEach
  void start() throws Exception {
    server = Fixture.start(builder -> builder.time(time));
    server.main.sharedFrames().onConfirmed((socket, marker) -> confirmed.add(marker));
    server.main.on("settle", (socket, args, ack) -> ack.send());
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

  private void pingIsDue() throws InterruptedException {
    time.advance(INTERVAL.plus(TICK));
  }

  private void awaitConfirmed(long marker) throws InterruptedException {
    assertThat(confirmed.poll(10, TimeUnit.SECONDS)).isEqualTo(marker);
  }

  /** Until the server has taken everything that was sent on this socket. */
  private static void settle(WireSocket client) throws InterruptedException {
    client.send("421[\"settle\"]");
    assertThat(client.next()).isEqualTo("431[]");
  }

  @Test
  void thePongConfirmsTheLastFrameQueuedBeforeItsPing() throws Exception {
    WireSocket client = server.connect();
    awaitSocket();
    send(1);
    send(2);
    assertThat(client.next()).isEqualTo("42[\"n\",1]");
    assertThat(client.next()).isEqualTo("42[\"n\",2]");
    settle(client.send("3")); // that nobody asked for
    pingIsDue();
    assertThat(client.next()).isEqualTo("2");
    send(3);
    assertThat(client.next()).isEqualTo("42[\"n\",3]");
    assertThat(confirmed).isEmpty();
    client.send("3");
    awaitConfirmed(2);
    pingIsDue();
    assertThat(client.next()).isEqualTo("2");
    client.send("3");
    awaitConfirmed(3);
    pingIsDue();
    assertThat(client.next()).isEqualTo("2");
    settle(client.send("3"));
    assertThat(confirmed).isEmpty();
  }

  private String openPolling() throws Exception {
    String sid = server.wire.openPolling();
    server.wire.post(Wire.polling(sid), "40");
    assertThat(server.wire.get(Wire.polling(sid)).body()).startsWith("40");
    awaitSocket();
    return sid;
  }

  private WireSocket probe(String sid) throws InterruptedException {
    WireSocket client = server.wire.connect(Wire.webSocket(sid)).send("2probe");
    assertThat(client.next()).isEqualTo("3probe");
    return client;
  }

  @Test
  void aProbePongProvesNothing() throws Exception {
    String sid = openPolling();
    WireSocket client = probe(sid);
    send(7);
    client.send("3probe"); // closes the probe, not the session
    assertThat(client.next()).isEqualTo("<closed>");
    assertThat(confirmed).isEmpty();
  }

  @Test
  void aFrameThatMovesWithTheUpgradeIsConfirmedByTheNextPong() throws Exception {
    String sid = openPolling();
    WireSocket client = probe(sid);
    send(7);
    client.send("5");
    assertThat(client.next()).isEqualTo("42[\"n\",7]");
    pingIsDue();
    assertThat(client.next()).isEqualTo("2");
    client.send("3");
    awaitConfirmed(7);
  }

  @Test
  void aPingThatMovesWithTheUpgradeKeepsItsPlace() throws Exception {
    String sid = openPolling();
    send(7);
    pingIsDue();
    send(8);
    WireSocket client = probe(sid);
    client.send("5");
    assertThat(client.next()).isEqualTo("42[\"n\",7]");
    assertThat(client.next()).isEqualTo("2");
    assertThat(client.next()).isEqualTo("42[\"n\",8]");
    client.send("3");
    awaitConfirmed(7);
    pingIsDue();
    assertThat(client.next()).isEqualTo("2");
    client.send("3");
    awaitConfirmed(8);
  }
}
