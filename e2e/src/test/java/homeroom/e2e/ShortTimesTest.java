// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What usually takes half a minute or more, on a server that is told to be quick about it. */
class ShortTimesTest extends SharedServer {

  @Override
  protected String[] options() {
    return new String[] {"--ping-interval-ms", "200", "--edit-window-minutes", "0"};
  }

  @Test
  void aClientThatNeverAcksConfirmsByItsHeartbeat() throws Exception {
    Person ada = person("student1");
    Person ben = person("student2");
    String group = ada.group("Heartbeat", ben);
    try (ChatClient author = ada.connect();
        ChatClient silent = ben.connect()) {
      JsonNode message = author.say(group, "Hi");
      silent.awaitMessage("message:new", message);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> ada.message(message).get("status").stringValue().equals("delivered"));
      author.awaitEvent(
          "message:delivered", one -> one.get("conversationId").stringValue().equals(group));

      silent.say(group, "And I");
      JsonNode last = author.say(group, "Bye");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> ada.message(last).get("status").stringValue().equals("delivered"));
    }
  }

  @Test
  void theHeartbeatConfirmsNothingBeyondAHole() throws Exception {
    Person ada = person("student3");
    Person ben = person("student4");
    String group = ada.group("Hole", ben);
    String other = ada.group("Fence", ben);
    try (ChatClient author = ada.connect()) {
      author.say(group, "Missed");
      try (ChatClient silent = ben.connect()) {
        JsonNode beyond = author.say(group, "Heard");
        JsonNode fence = author.say(other, "Fence");
        silent.awaitMessage("message:new", fence);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> ada.message(fence).get("status").stringValue().equals("delivered"));
        assertThat(ada.message(beyond).get("status").stringValue()).isEqualTo("sent");
        silent.done("message:delivered", Map.of("conversationId", group, "seq", 1));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> ada.message(beyond).get("status").stringValue().equals("delivered"));
      }
    }
  }

  @Test
  void theClientOfTheDocumentsMissesNothingAndGivesRightReceipts() throws Exception {
    Person ada = person("student7");
    Person ben = person("student8");
    String group = ada.group("Documented", ben);
    try (ChatClient author = ada.connect()) {
      JsonNode first = author.say(group, "Before");
      author.done("message:delete", Map.of("messageId", first.get("_id").stringValue()));
      JsonNode missed = author.say(group, "Missed");
      try (NodeScript client = NodeScript.clientThatKeepsRevs(server.url(), "student8")) {
        client.awaitLine("3 Missed");
        JsonNode heard = author.say(group, "Heard");
        client.awaitLine("4 Heard");
        for (JsonNode message : List.of(first, missed, heard)) {
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> ada.message(message).get("status").stringValue().equals("delivered"));
        }
        author.done("message:delete", Map.of("messageId", missed.get("_id").stringValue()));
        author.say(group, "Bye");
        client.awaitLine("6 Bye");
        assertThat(client.lines())
            .filteredOn(line -> !line.contains("Welcome"))
            .containsExactly("1 ", "3 Missed", "4 Heard", "3 ", "6 Bye");
      }
    }
  }

  @Test
  void theClientOfTheDocumentsRenewsATokenThatIsOver() throws Exception {
    Person ada = person("student9");
    Person ben = person("student10");
    String group = ada.group("Renewed", ben);
    String brief = SignOutTest.token(data, ben.id(), Duration.ofSeconds(3));
    try (ChatClient author = ada.connect();
        ChatClient witness = ChatClient.open(server, Map.of("token", brief));
        NodeScript client =
            NodeScript.clientThatKeepsRevs(
                server.url(), "student10", NodeScript.signingInFirstWith(brief))) {
      author.say(group, "Before");
      client.awaitLine("1 Before");
      witness.awaitEvent("session:ended");
      author.say(group, "After");
      client.awaitLine("2 After");
      assertThat(client.lines())
          .filteredOn(line -> !line.contains("Welcome"))
          .containsExactly("1 Before", "2 After");
    }
  }

  @Test
  void afterItsWindowAMessageIsNotEditedButDeleted() throws Exception {
    Person ada = person("student5");
    String group = ada.group("Too late", person("student6"));
    try (ChatClient author = ada.connect()) {
      JsonNode message = author.say(group, "Hasty");
      Instant created = Instant.parse(message.get("createdAt").stringValue());
      await().until(() -> Instant.now().isAfter(created.plusMillis(1)));
      var edit = Map.of("messageId", message.get("_id").stringValue(), "text", "Considered");
      JsonNode error = author.refused("message:edit", edit);
      assertThat(error.get("code").intValue()).isEqualTo(403);
      assertThat(error.get("data").get("code").stringValue()).isEqualTo("edit-window-over");
      author.done("message:delete", Map.of("messageId", message.get("_id").stringValue()));
      assertThat(ada.message(message).get("text").stringValue()).isEmpty();
    }
  }
}
