// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One sender, one conversation and one clientId are one message, whatever happens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotenceTest {

  private Path data = Path.of("");
  private ServerProcess server;

  @SuppressWarnings("NullAway.Init")
  IdempotenceTest() {}

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    data = directory;
    server = startServer();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private ServerProcess startServer() throws Exception {
    return ServerProcess.demo(data, "--message-rate", "20", "--call-rate", "0");
  }

  private Person person(String name) throws Exception {
    return Person.signedIn(server, name);
  }

  @Test
  void twoDevicesAndRestSendingAtOnceMakeOneMessage() throws Exception {
    Person ada = person("student1");
    Person ben = person("student2");
    String group = ada.group("At once", ben);
    Map<String, String> message = message(group, "Now!", "at-once");
    try (ChatClient phone = ada.connect();
        ChatClient laptop = ada.connect();
        ChatClient other = ben.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<JsonNode>>();
      for (int i = 0; i < 4; i++) {
        answers.add(threads.submit(() -> phone.done("message:send", message)));
        answers.add(threads.submit(() -> laptop.done("message:send", message)));
        answers.add(threads.submit(overRest(ada, message)));
      }
      var ids = new ArrayList<JsonNode>();
      int first = 0;
      for (Future<JsonNode> answer : answers) {
        ids.add(answer.get().get("message").get("_id"));
        first += answer.get().get("duplicate").booleanValue() ? 0 : 1;
      }
      assertThat(ids).hasSize(12).containsOnly(ids.getFirst());
      assertThat(first).as("answers that say it is new").isOne();
      assertThat(ada.history(group)).hasSize(1);

      JsonNode next = phone.say(group, "And then?");
      other.awaitMessage("message:new", next);
      assertThat(other.all("message:new")).hasSize(2);
      assertThat(next.get("rev").longValue()).isEqualTo(2);
    }
  }

  private static Callable<JsonNode> overRest(Person who, Map<String, String> message) {
    return () -> {
      Rest.Answer answer = who.rest().post("/messages", message);
      assertThat(answer.status()).as(answer.raw().body()).isIn(200, 201);
      return Rest.JSON.valueToTree(
          Map.of("message", answer.body(), "duplicate", answer.status() == 200));
    };
  }

  @Test
  void theAnswerIsTheMessageAsItIsNowEvenAfterARestart() throws Exception {
    Person ada = person("student3");
    String group = ada.group("Changing", person("student4"));
    Map<String, String> message = message(group, "First", "changing");
    JsonNode stored;
    try (ChatClient phone = ada.connect()) {
      stored = phone.done("message:send", message).get("message");
      phone.done("message:edit", Map.of("messageId", id(stored), "text", "Second"));
      assertThat(repeat(phone, message).get("text").stringValue()).isEqualTo("Second");
    }
    server.kill();
    server = startServer();
    Person again = person("student3");
    try (ChatClient phone = again.connect()) {
      JsonNode edited = repeat(phone, message(group, "Another text", "changing"));
      assertThat(edited.get("_id")).isEqualTo(stored.get("_id"));
      assertThat(edited.get("text").stringValue()).isEqualTo("Second");
      assertThat(edited.get("rev").longValue()).isEqualTo(2);

      phone.done("message:delete", Map.of("messageId", id(stored)));
      JsonNode tombstone = repeat(phone, message);
      assertThat(tombstone.get("_id")).isEqualTo(stored.get("_id"));
      assertThat(tombstone.get("text").stringValue()).isEmpty();
      assertThat(tombstone.get("deletedAt").isNull()).isFalse();
      assertThat(again.rest().post("/messages", message).status()).isEqualTo(200);
      assertThat(again.rest().post("/messages", message).body()).isEqualTo(tombstone);
      assertThat(again.history(group)).hasSize(1);
    }
  }

  @Test
  void theFirstMessageOfADirectConversationIsOneToo() throws Exception {
    Person ada = person("student6");
    Person ben = person("student7");
    var message = Map.of("to", ben.id(), "text", "Hi", "clientId", "hello");
    try (ChatClient phone = ada.connect()) {
      JsonNode first = phone.done("message:send", message);
      assertThat(repeat(phone, message)).isEqualTo(first.get("message"));
      String direct = first.get("message").get("conversationId").stringValue();
      assertThat(repeat(phone, message(direct, "Hi", "hello"))).isEqualTo(first.get("message"));
      assertThat(ben.history(direct)).hasSize(1);
    }
  }

  @Test
  void aRepetitionCostsNothingOfTheRate() throws Exception {
    Person ada = person("student8");
    String group = ada.group("Rate", person("student9"));
    try (ChatClient phone = ada.connect()) {
      List<Map<String, String>> messages = new ArrayList<>();
      JsonNode answer = null;
      while (answer == null || answer.get("ok").booleanValue()) {
        messages.add(message(group, "Text", "rate-" + messages.size()));
        answer = phone.call("message:send", messages.getLast());
      }
      assertThat(answer.get("error").get("code").intValue()).isEqualTo(429);
      assertThat(answer.get("error").get("data").get("retryAfterMs").longValue()).isPositive();
      for (int i = 0; i < 20; i++) {
        repeat(phone, messages.getFirst());
      }
    }
  }

  private static JsonNode repeat(ChatClient client, Map<String, String> message) throws Exception {
    JsonNode answer = client.done("message:send", message);
    assertThat(answer.get("duplicate").booleanValue()).isTrue();
    return answer.get("message");
  }

  private static Map<String, String> message(String conversation, String text, String clientId) {
    return Map.of("conversationId", conversation, "text", text, "clientId", clientId);
  }

  private static String id(JsonNode message) {
    return message.get("_id").stringValue();
  }
}
