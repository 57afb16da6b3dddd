// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that is told to stop while people use it. */
class DrainTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path data = Path.of("");

  @Test
  void whoseTurnHasNotComeIsServedWhileTheServerIsNotReadyAndTakesNobodyNew() throws Exception {
    JsonNode last;
    String history;
    // Of two sockets one is closed at once, and the other half a drain later, unless it goes.
    try (ServerProcess server = ServerProcess.demo(data, "--drain-seconds", "120");
        ChatClient teacher = ChatClient.signedIn(server, "teacher1@demo.school");
        ChatClient student = ChatClient.signedIn(server, "student1@demo.school")) {
      Rest rest = Rest.signedIn(server, "student1@demo.school");
      String conversation = directConversation(server, teacher);
      history = "/messages?conversationId=" + conversation;

      server.beginToStop();

      await().atMost(PATIENCE).until(() -> rest.get("/health/ready").status() == 503);
      assertThat(rest.get("/health/ready").body().get("reason").stringValue())
          .isEqualTo("the server is stopping");
      assertThat(rest.get("/health/live").status()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> Stream.of(teacher, student).anyMatch(DrainTest::left));
      ChatClient stays = left(teacher) ? student : teacher;
      assertThat(left(stays)).isFalse();
      last = stays.say(conversation, "Before it stops");
      assertThat(ids(rest, history)).contains(last.get("_id"));
      try (ChatClient late = ChatClient.open(server, Map.of())) {
        late.awaitEvent("connect_error");
      }
      stays.close();
      assertThat(server.awaitEnd()).isZero();
    }
    try (ServerProcess server = ServerProcess.demo(data)) {
      Rest rest = Rest.signedIn(server, "student1@demo.school");
      assertThat(ids(rest, history)).containsOnlyOnce(last.get("_id"));
    }
  }

  private static String directConversation(ServerProcess server, ChatClient teacher)
      throws Exception {
    String studentId = Rest.signedIn(server, "teacher1@demo.school").userId("student1@demo.school");
    return teacher
        .done("message:send", Map.of("to", studentId, "text", "Hello"))
        .get("message")
        .get("conversationId")
        .stringValue();
  }

  private static List<JsonNode> ids(Rest rest, String history) throws Exception {
    return rest.get(history).body().get("data").valueStream().map(one -> one.get("_id")).toList();
  }

  private static boolean left(ChatClient client) {
    return !client.all("disconnect").isEmpty();
  }
}
