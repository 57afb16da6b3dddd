// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who writes just now: told to the other members, for a while, and not too often. */
class TypingTest extends PresenceServer {

  private static Predicate<JsonNode> by(Person person, String conversation) {
    return one ->
        one.get("userId").stringValue().equals(person.id())
            && one.get("conversationId").stringValue().equals(conversation);
  }

  private static List<String> typing(ChatClient client, String conversation) {
    return client.heard().stream()
        .filter(one -> one.event().startsWith("typing:"))
        .filter(one -> one.payload().get("conversationId").stringValue().equals(conversation))
        .map(ChatClient.Heard::event)
        .toList();
  }

  private static void start(ChatClient client, String conversation) throws Exception {
    client.done("typing:start", Map.of("conversationId", conversation));
  }

  @Test
  void theOtherMembersAreToldAndNobodyElse() throws Exception {
    Person ada = person("student21");
    Person ben = person("student22");
    String group = ada.group("Typing", ben);
    Map<String, String> feathers =
        Map.of("token", String.valueOf(ben.rest().token()), "events", "feathers");
    Map<String, String> both =
        Map.of("token", String.valueOf(ben.rest().token()), "events", "both");
    try (ChatClient writer = ada.connect();
        ChatClient writersPhone = ada.connect();
        ChatClient reader = ben.connect();
        ChatClient feathersReader = ChatClient.open(server, feathers);
        ChatClient readerOfBoth = ChatClient.open(server, both);
        ChatClient stranger = person("student23").connect()) {
      feathersReader.awaitEvent("connected");
      readerOfBoth.awaitEvent("connected");
      start(writer, group);
      for (ChatClient told : List.of(reader, feathersReader, readerOfBoth)) {
        told.awaitEvent("typing:start", by(ada, group));
      }
      writer.done("typing:stop", Map.of("conversationId", group));
      for (ChatClient told : List.of(reader, feathersReader, readerOfBoth)) {
        told.awaitEvent("typing:stop", by(ada, group));
        assertThat(typing(told, group)).containsExactly("typing:start", "typing:stop");
      }
      String fence = ada.group("Fence", person("student23"));
      stranger.awaitEvent("conversation:new");
      writersPhone.awaitEvent(
          "conversation:new", one -> one.get("_id").stringValue().equals(fence));
      assertThat(typing(stranger, group)).isEmpty();
      assertThat(typing(writersPhone, group)).isEmpty();
      assertThat(typing(writer, group)).isEmpty();
      assertThat(
              stranger
                  .refused("typing:start", Map.of("conversationId", group))
                  .get("code")
                  .intValue())
          .isEqualTo(404);
      assertThat(
              stranger
                  .refused("typing:stop", Map.of("conversationId", "nowhere"))
                  .get("code")
                  .intValue())
          .isEqualTo(404);
    }
  }

  /** A burst is one start; told again once a second has passed, by the server's clock at least. */
  @Test
  void aStartIsToldAtMostOncePerSecondAndEndsByItself() throws Exception {
    Person ada = person("student24");
    Person ben = person("student25");
    String group = ada.group("Burst", ben);
    try (ChatClient writer = ada.connect();
        ChatClient reader = ben.connect()) {
      Instant began = Instant.now();
      for (int i = 0; i < 200; i++) {
        start(writer, group);
      }
      long seconds = Duration.between(began, Instant.now()).toSeconds();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> typing(reader, group).contains("typing:stop"));
      assertThat(typing(reader, group).size()).isBetween(2, (int) seconds + 3);
      assertThat(typing(reader, group).getLast()).isEqualTo("typing:stop");
    }
  }

  @Test
  void typingEndsWithTheLastDeviceAndWithLeaving() throws Exception {
    Person ada = person("student28");
    Person ben = person("student29");
    Person cleo = person("student30");
    String group = ada.group("Gone", ben, cleo);
    try (ChatClient reader = ben.connect();
        ChatClient leaver = cleo.connect()) {
      ChatClient phone = ada.connect();
      ChatClient laptop = ada.connect();
      start(phone, group);
      phone.close();
      reader.awaitEvent("typing:start", by(ada, group));
      assertThat(typing(reader, group)).containsExactly("typing:start");
      laptop.close();
      reader.awaitEvent("typing:stop", by(ada, group));
      start(leaver, group);
      reader.awaitEvent("typing:start", by(cleo, group));
      cleo.rest().delete("/conversations/" + group);
      reader.awaitEvent("typing:stop", by(cleo, group));
    }
  }
}
