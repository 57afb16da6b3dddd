// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import static homeroom.socketio.wire.Wire.polling;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.testing.ManualTime;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pings, pongs and what happens without them (section "Heartbeat"). */
class HeartbeatTest {

  private static final Duration INTERVAL = Duration.ofSeconds(25);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** How late a deadline may be noticed. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final ManualTime time = new ManualTime();
  private EngineFixture server;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    server = EngineFixture.start(EngineLimits.DEFAULTS.withHeartbeat(INTERVAL, TIMEOUT), time);
    wire = server.wire;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Until the server has taken everything that was sent on this socket. */
  private static void settle(WireSocket socket) throws Exception {
    socket.send("4settled");
    assertThat(socket.next()).isEqualTo("4settled");
  }

  @Test
  void pollingHasAHeartbeat() throws Exception {
    String sid = wire.openPolling();
    for (int i = 0; i < 3; i++) {
      time.advance(INTERVAL.plus(TICK));
      assertThat(wire.get(polling(sid)).body()).isEqualTo("2");
      assertThat(wire.post(polling(sid), "3").body()).isEqualTo("ok");
    }
  }

  @Test
  void whoIsAskedForASignOfLifeAndGivesNoneIsClosed() throws Exception {
    WireSocket socket = wire.openWebSocket();
    socket.send("4" + EngineFixture.PROBE);
    assertThat(socket.next()).isEqualTo("2");
    assertThat(socket.next()).isEqualTo("4" + EngineFixture.PROBE);
    time.advance(EngineFixture.PATIENCE.plus(TICK));
    assertThat(socket.awaitClosed()).isEqualTo(1000);
  }

  @Test
  void whoGivesASignOfLifeStaysAndKeepsItsHeartbeat() throws Exception {
    WireSocket socket = wire.openWebSocket();
    socket.send("4" + EngineFixture.PROBE);
    assertThat(socket.next()).isEqualTo("2");
    assertThat(socket.next()).isEqualTo("4" + EngineFixture.PROBE);
    socket.send("3");
    settle(socket);
    time.advance(EngineFixture.PATIENCE.plus(TICK));
    settle(socket);
    time.advance(INTERVAL);
    assertThat(socket.next()).isEqualTo("2");
  }

  @Test
  void aWebSocketHasAHeartbeat() throws Exception {
    WireSocket socket = wire.openWebSocket();
    for (int i = 0; i < 3; i++) {
      time.advance(INTERVAL.plus(TICK));
      assertThat(socket.next()).isEqualTo("2");
      settle(socket.send("3"));
    }
  }

  @Test
  void noPingComesBeforeItsTime() throws Exception {
    WireSocket socket = wire.openWebSocket();
    time.advance(INTERVAL.minusMillis(1));
    settle(socket);
    time.advance(TICK);
    assertThat(socket.next()).isEqualTo("2");
  }

  @Test
  void theNextPingWaitsForThePong() throws Exception {
    try (EngineFixture patient =
        EngineFixture.start(
            EngineLimits.DEFAULTS.withHeartbeat(INTERVAL, INTERVAL.multipliedBy(10)), time)) {
      WireSocket socket = patient.wire.openWebSocket();
      time.advance(INTERVAL.plus(TICK));
      assertThat(socket.next()).isEqualTo("2");
      time.advance(INTERVAL.multipliedBy(3));
      settle(socket);
      settle(socket.send("3"));
      time.advance(INTERVAL.plus(TICK));
      assertThat(socket.next()).isEqualTo("2");
    }
  }

  @Test
  void withoutAPongAWebSocketIsClosed() throws Exception {
    WireSocket socket = wire.openWebSocket();
    time.advance(INTERVAL.plus(TICK));
    assertThat(socket.next()).isEqualTo("2");
    time.advance(TIMEOUT.minus(TICK.multipliedBy(2)));
    settle(socket);
    time.advance(TICK.multipliedBy(3));
    assertThat(socket.awaitClosed()).isEqualTo(1000);
  }

  @Test
  void withoutAPongAPollingSessionEnds() throws Exception {
    String sid = wire.openPolling();
    time.advance(INTERVAL.plus(TICK));
    time.advance(TIMEOUT.plus(TICK));
    assertThat(wire.get(polling(sid)).statusCode()).isEqualTo(400);
    assertThat(wire.post(polling(sid), "4x").statusCode()).isEqualTo(400);
  }

  @Test
  void aPongThatIsLateIsLateEvenIfNobodyHasLookedYet() throws Exception {
    String sid = wire.openPolling();
    time.advance(INTERVAL.plus(TICK));
    time.passUnnoticed(TIMEOUT.plus(TICK));
    assertThat(wire.post(polling(sid), "3").statusCode()).isEqualTo(400);
  }

  @Test
  void aServerThatWasHeldUpGivesItsClientsAsLongAgain() throws Exception {
    WireSocket socket = wire.openWebSocket();
    time.advance(INTERVAL.plus(TICK));
    assertThat(socket.next()).isEqualTo("2");
    time.passUnnoticed(TIMEOUT.multipliedBy(2));
    time.advance(TICK);
    settle(socket.send("3"));
    time.advance(INTERVAL.plus(TICK));
    assertThat(socket.next()).isEqualTo("2");
  }
}
