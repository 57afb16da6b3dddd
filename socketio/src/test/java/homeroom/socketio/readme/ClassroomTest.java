// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.socketio.ConnectRefused;
import homeroom.socketio.testing.FakeNamespace;
import homeroom.socketio.testing.FakeSocket;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's example with clients that need no network. */
class ClassroomTest {

  private final FakeNamespace namespace = new FakeNamespace();

  @BeforeEach
  void register() {
    Classroom.register(namespace);
  }

  @Test
  void aQuestionReachesTheOthers() throws Exception {
    FakeSocket ada = namespace.connect(Map.of("name", "Ada"));
    FakeSocket grace = namespace.connect(Map.of("name", "Grace"));

    var answer = ada.sends("ask", Map.of("text", "Is 91 prime?")).answer();

    assertThat(answer.orElseThrow()).hasToString("[{\"ok\":true}]");
    assertThat(grace.received().getLast())
        .hasToString("[\"question\",\"Ada\",{\"text\":\"Is 91 prime?\"}]");
    assertThat(ada.received()).singleElement().hasToString("[\"joined\",\"Grace\"]");
  }

  @Test
  void whoSaysNoNameIsRefused() {
    assertThatThrownBy(() -> namespace.connect(Map.of()))
        .isInstanceOf(ConnectRefused.class)
        .hasMessage("Who are you?");
  }

  @Test
  void whatDoesNotFitIsAnsweredWithAnError() throws Exception {
    FakeSocket ada = namespace.connect(Map.of("name", "Ada"));
    var answer = ada.sends("ask", 7).answer().orElseThrow();
    assertThat(answer.json(0).path("error").asString()).contains("argument 1 of ask");
  }

  @Test
  void aPhotoIsMeasured() throws Exception {
    FakeSocket ada = namespace.connect(Map.of("name", "Ada"));
    var answer = ada.sends("photo", new byte[] {1, 2, 3}).answer();
    assertThat(answer.orElseThrow().as(0, Integer.class)).isEqualTo(3);
  }

  @Test
  void theOthersHearWhoLeft() throws Exception {
    FakeSocket ada = namespace.connect(Map.of("name", "Ada"));
    FakeSocket grace = namespace.connect(Map.of("name", "Grace"));
    grace.leaves();
    assertThat(ada.received().getLast()).hasToString("[\"left\",\"Grace\"]");
    assertThat(namespace.sockets()).containsExactly(ada);
  }
}
