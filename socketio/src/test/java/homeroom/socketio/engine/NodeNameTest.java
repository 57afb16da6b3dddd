// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import static homeroom.socketio.wire.Wire.polling;
import static homeroom.socketio.wire.Wire.webSocket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.socketio.wire.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Session ids by which a proxy before several servers knows whose a session is. */
class NodeNameTest {

  private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";

  @Test
  void anIdBeginsWithTheNameOfItsServerAndTheRestCannotBeGuessed() throws Exception {
    try (EngineFixture server = EngineFixture.startNode("a-1")) {
      String first = server.wire.openPolling();
      assertThat(first).matches("a-1\\.[A-Za-z0-9_-]{20}");
      assertThat(server.wire.openPolling()).isNotEqualTo(first);
      assertThat(server.wire.openWebSocket().sid()).matches("a-1\\.[A-Za-z0-9_-]{20}");
      assertThat(server.wire.post(polling(first), "4to me").statusCode()).isEqualTo(200);
      assertThat(server.wire.get(polling(first)).body()).isEqualTo("4to me");
    }
  }

  @Test
  void whoHasNoNameGivesIdsWithoutOne() throws Exception {
    try (EngineFixture server = EngineFixture.start()) {
      assertThat(server.wire.openPolling()).matches("[A-Za-z0-9_-]{20}");
    }
  }

  @Test
  void theSessionOfAnotherServerIsUnknownSoThatItsClientBeginsAnew() throws Exception {
    try (EngineFixture gone = EngineFixture.startNode("a");
        EngineFixture other = EngineFixture.startNode("b")) {
      String session = gone.wire.openPolling();
      Wire wire = other.wire;
      for (var answer :
          List.of(
              wire.get(polling(session)),
              wire.post(polling(session), "4lost"),
              wire.get(webSocket(session)))) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(UNKNOWN);
      }
      assertThat(wire.get(polling("b" + session.substring(1))).body()).isEqualTo(UNKNOWN);
    }
  }

  @Test
  void aNameThatAnAddressWouldEscapeIsRefused() {
    for (String name : List.of("", "a.b", "a b", "a/b", "\u00e4", "a".repeat(33))) {
      assertThatThrownBy(() -> EngineServer.builder().node(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 32");
    }
  }
}
