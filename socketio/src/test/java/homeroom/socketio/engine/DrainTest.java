// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.http.testing.ManualTime;
import homeroom.socketio.wire.WireSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that stops has its sessions end one after the other. */
class DrainTest {

  private static final Duration OVER = Duration.ofSeconds(20);
  private static final Duration TURN = OVER.dividedBy(4);

  private final ManualTime time = new ManualTime();
  private EngineFixture server;

  @BeforeEach
  void start() throws Exception {
    server = EngineFixture.start(EngineLimits.DEFAULTS, time);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<WireSocket> open(int sockets) throws Exception {
    var open = new ArrayList<WireSocket>();
    for (int i = 0; i < sockets; i++) {
      open.add(server.wire.openWebSocket());
    }
    return open;
  }

  private void awaitOpen(int sessions) {
    await().until(() -> server.engine().sessions() == sessions);
  }

  @Test
  void sessionsEndEvenlyOverTheTime() throws Exception {
    List<WireSocket> sockets = open(4);
    server.engine().drain(OVER);
    awaitOpen(3);
    for (int left : List.of(2, 1, 0)) {
      time.advance(TURN.minusMillis(1));
      assertThat(server.engine().sessions()).isEqualTo(left + 1);
      time.advance(Duration.ofMillis(1));
      awaitOpen(left);
    }
    for (WireSocket socket : sockets) {
      assertThat(socket.awaitClosed()).isEqualTo(1006);
    }
  }

  @Test
  void whoseTurnHasNotComeGoesOn() throws Exception {
    List<WireSocket> sockets = open(2);
    server.engine().drain(OVER);
    awaitOpen(1);
    await().until(() -> sockets.stream().anyMatch(WireSocket::isClosed));
    WireSocket stays = sockets.stream().filter(it -> !it.isClosed()).findFirst().orElseThrow();
    stays.send("4still here");
    assertThat(stays.next()).isEqualTo("4still here");
  }

  @Test
  void onceItIsCalledOffThoseWhoAreThereStayAndOthersAreTaken() throws Exception {
    var _ = open(4);
    server.engine().drain(OVER);
    awaitOpen(3);
    server.engine().resume();
    time.advance(OVER);
    var _ = open(1);
    awaitOpen(4);
    server.engine().drain();
    server.engine().resume();
    assertThat(server.wire.get("EIO=4&transport=polling").statusCode()).isEqualTo(503);
  }

  @Test
  void nobodyNewIsTakenFromTheBeginning() throws Exception {
    var _ = open(2);
    server.engine().drain(OVER);
    assertThat(server.wire.get("EIO=4&transport=polling").statusCode()).isEqualTo(503);
  }

  @Test
  void thoseWhoseTurnsComeWithinOneLookGoTogether() throws Exception {
    var _ = open(40);
    server.engine().drain(Duration.ofMillis(100));
    awaitOpen(39);
    time.advance(Duration.ofMillis(50));
    awaitOpen(19);
    time.advance(Duration.ofMillis(50));
    awaitOpen(0);
  }

  @Test
  void withoutATimeAllEndNow() throws Exception {
    List<WireSocket> sockets = open(3);
    server.engine().drain(Duration.ZERO);
    for (WireSocket socket : sockets) {
      assertThat(socket.awaitClosed()).isEqualTo(1006);
    }
  }
}
