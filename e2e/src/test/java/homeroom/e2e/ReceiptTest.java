// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Delivered means confirmed and read means said; both are watermarks without holes. */
class ReceiptTest extends SharedServer {

  private Person ada;
  private Person ben;
  private Person cleo;

  @SuppressWarnings("NullAway.Init")
  ReceiptTest() {}

  @BeforeAll
  void people() throws Exception {
    ada = person("student1");
    ben = person("student2");
    cleo = person("student3");
  }

  @Test
  void aMessageIsSentThenDeliveredThenRead() throws Exception {
    String group = ada.group("Sent, delivered, read", ben);
    try (ChatClient author = ada.connect();
        ChatClient phone = ben.connect();
        ChatClient laptop = ben.connect()) {
      JsonNode message = author.say(group, "Hi");
      assertThat(message.get("status").stringValue()).isEqualTo("sent");
      assertCounts(message, 0, 0, 1);

      phone.acking();
      JsonNode second = author.say(group, "Hello?");
      awaitCounts(second, 1, 0, 1);
      assertThat(ada.message(second).get("status").stringValue()).isEqualTo("delivered");
      JsonNode receipt =
          author.awaitEvent("message:delivered", one -> isOf(one, group)).get("receipts").get(0);
      assertThat(receipt.get("userId").stringValue()).isEqualTo(ben.id());
      assertThat(receipt.get("seq").longValue()).isEqualTo(2);
      assertThat(receipt.get("at").stringValue()).matches("....-..-..T..:..:..\\....Z");

      phone.done("message:read", claim(group, 2));
      assertCounts(ada.message(message), 1, 1, 1);
      assertThat(ada.message(message).get("status").stringValue()).isEqualTo("read");
      assertThat(author.awaitEvent("message:read", one -> isOf(one, group)))
          .isEqualTo(laptop.awaitEvent("message:read", one -> isOf(one, group)));
      fence(phone, group);
      assertThat(phone.all("message:read")).noneMatch(one -> isOf(one, group));
    }
  }

  @Test
  void readingImpliesDelivery() throws Exception {
    String group = ada.group("Read at once", ben);
    try (ChatClient author = ada.connect();
        ChatClient reader = ben.connect()) {
      JsonNode message = author.say(group, "Hi");
      reader.awaitMessage("message:new", message);
      reader.done("message:read", claim(group, 1));
      assertCounts(ada.message(message), 1, 1, 1);
    }
  }

  @Test
  void whatIsOnlyWrittenToASocketIsNotDelivered() throws Exception {
    String group = ada.group("Silence", ben);
    try (ChatClient author = ada.connect();
        ChatClient silent = ben.connect()) {
      JsonNode message = author.say(group, "Hi");
      silent.awaitMessage("message:new", message);
      fence(silent, group);
      assertCounts(ada.message(message), 0, 0, 1);
    }
  }

  @Test
  void confirmationsBeyondAHoleCountOnceItIsClosed() throws Exception {
    String group = ada.group("Holes", ben);
    try (ChatClient author = ada.connect()) {
      JsonNode missed = author.say(group, "One");
      try (ChatClient late = ben.connect().acking()) {
        JsonNode second = author.say(group, "Two");
        late.awaitMessage("message:new", second);
        JsonNode third = author.say(group, "Three");
        late.awaitMessage("message:new", third);
        fence(late, group);
        assertCounts(ada.message(missed), 0, 0, 1);
        assertCounts(ada.message(third), 0, 0, 1);

        late.done("message:delivered", claim(group, 1));
        awaitCounts(third, 1, 0, 1);
        assertCounts(ada.message(missed), 1, 0, 1);
      }
    }
  }

  @Test
  void aSyncConfirmsWhatItNamesAndNotWhatItBrings() throws Exception {
    String group = ada.group("Synced", ben);
    try (ChatClient author = ada.connect();
        ChatClient late = ben.connect()) {
      JsonNode message = author.say(group, "One");
      late.done("message:sync", Map.of("conversations", Map.of(group, 0)));
      fence(late, group);
      assertCounts(ada.message(message), 0, 0, 1);
      late.done("message:sync", Map.of("conversations", Map.of(group, 1)));
      awaitCounts(message, 1, 0, 1);
    }
  }

  @Test
  void aSyncThatNamesTheRevOfAnEditConfirmsTheMessagesBeforeIt() throws Exception {
    String group = ada.group("Synced to an edit", ben);
    try (ChatClient author = ada.connect();
        ChatClient late = ben.connect()) {
      JsonNode before = author.say(group, "One");
      author.done("message:edit", Map.of("messageId", id(before), "text", "One!"));
      late.done("message:sync", Map.of("conversations", Map.of(group, 2)));
      JsonNode after = author.say(group, "Three");
      assertThat(after.get("seq").longValue()).isEqualTo(3);
      fence(late, group);
      assertCounts(ada.message(before), 1, 0, 1);
      assertCounts(ada.message(after), 0, 0, 1);
    }
  }

  @Test
  void onesOwnMessageLeavesNoHole() throws Exception {
    String group = ada.group("Own", ben);
    try (ChatClient author = ada.connect();
        ChatClient other = ben.connect().acking()) {
      other.say(group, "Am I first?");
      JsonNode second = author.say(group, "Yes.");
      awaitCounts(second, 1, 0, 1);
      other.say(group, "Good.");
      awaitCounts(author.say(group, "Bye."), 1, 0, 1);
    }
  }

  @Test
  void aClaimIsStoredWhateverElseIsGathered() throws Exception {
    String group = ada.group("Two devices", ben);
    try (ChatClient author = ada.connect()) {
      JsonNode first = author.say(group, "One");
      author.say(group, "Two");
      try (ChatClient late = ben.connect().acking();
          ChatClient other = ben.connect()) {
        late.awaitMessage("message:new", author.say(group, "Three"));
        other.done("message:delivered", claim(group, 1));
        assertCounts(ada.message(first), 1, 0, 1);
        other.done("message:delivered", claim(group, 2));
        JsonNode fourth = author.say(group, "Four");
        awaitCounts(fourth, 1, 0, 1);
      }
    }
  }

  @Test
  void aClaimBeyondTheLastIs400AndOneBehindChangesNothing() throws Exception {
    String group = ada.group("Bounds", ben);
    try (ChatClient author = ada.connect();
        ChatClient reader = ben.connect();
        ChatClient stranger = cleo.connect()) {
      author.say(group, "One");
      JsonNode second = author.say(group, "Two");
      for (String event : List.of("message:delivered", "message:read")) {
        JsonNode error = reader.refused(event, claim(group, 3));
        assertThat(error.get("code").intValue()).isEqualTo(400);
        assertThat(error.get("errors").has("seq")).isTrue();
        assertThat(stranger.refused(event, claim(group, 1)).get("code").intValue()).isEqualTo(404);
      }
      reader.done("message:read", claim(group, 2));
      reader.done("message:read", claim(group, 1));
      reader.done("message:delivered", claim(group, 0));
      assertCounts(ada.message(second), 1, 1, 1);
      assertThat(ben.conversation(group).get("readSeq").longValue()).isEqualTo(2);
    }
  }

  @Test
  void theStatusIsThatOfTheLeastAdvanced() throws Exception {
    String group = ada.group("Three", ben, cleo);
    try (ChatClient author = ada.connect();
        ChatClient one = ben.connect();
        ChatClient other = cleo.connect()) {
      JsonNode message = author.say(group, "Hi");
      one.done("message:read", claim(group, 1));
      assertCounts(ada.message(message), 1, 1, 2);
      assertThat(ada.message(message).get("status").stringValue()).isEqualTo("sent");
      other.done("message:delivered", claim(group, 1));
      assertThat(ada.message(message).get("status").stringValue()).isEqualTo("delivered");
      other.done("message:read", claim(group, 1));
      assertThat(ada.message(message).get("status").stringValue()).isEqualTo("read");
    }
  }

  @Test
  void oneEventTellsOfEachReceiverOnce() throws Exception {
    Person teacher = person("teacher1");
    String group = teacher.group("Many", ada, ben, cleo);
    try (ChatClient author = teacher.connect();
        ChatClient one = ada.connect().acking();
        ChatClient two = ben.connect().acking();
        ChatClient three = cleo.connect().acking()) {
      assertThat(List.of(one, two, three)).doesNotContainNull();
      for (int i = 0; i < 4; i++) {
        author.say(group, "Message " + i);
      }
      var reached = new HashMap<String, Long>();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            reached.clear();
            author.all("message:delivered").stream()
                .filter(event -> isOf(event, group))
                .forEach(event ->
                    event
                        .get("receipts")
                        .forEach(receipt ->
                            reached.put(
                                receipt.get("userId").stringValue(),
                                receipt.get("seq").longValue())));
            return reached.equals(Map.of(ada.id(), 4L, ben.id(), 4L, cleo.id(), 4L));
          });
      assertThat(author.all("message:delivered"))
          .filteredOn(event -> isOf(event, group))
          .allSatisfy(event ->
              assertThat(event.get("receipts").valueStream().map(one1 -> one1.get("userId")))
                  .isNotEmpty()
                  .doesNotHaveDuplicates());
      fence(three, group);
      assertThat(three.all("message:delivered")).noneMatch(event -> isOf(event, group));
    }
  }

  @Test
  void whoJoinsIsCountedFromTheNextMessageAndWhoLeavesNoMore() throws Exception {
    String group = ada.group("Comers and goers", ben);
    try (ChatClient author = ada.connect()) {
      JsonNode before = author.say(group, "Before");
      assertThat(ada.change(group, "add", cleo).status()).isEqualTo(200);
      JsonNode after = author.say(group, "After");
      assertCounts(ada.message(before), 0, 0, 1);
      assertCounts(ada.message(after), 0, 0, 2);
      assertThat(cleo.rest().delete("/conversations/" + group).status()).isEqualTo(200);
      assertCounts(ada.message(after), 0, 0, 1);
      assertThat(ada.change(group, "remove", ben).status()).isEqualTo(200);
      assertCounts(ada.message(after), 0, 0, 0);
      assertThat(ada.message(after).get("status").stringValue()).isEqualTo("sent");
    }
  }

  @Test
  void unreadIsWhatOthersWroteAndLeftAfterWhatWasRead() throws Exception {
    String group = ada.group("Unread", ben);
    try (ChatClient author = ada.connect();
        ChatClient reader = ben.connect()) {
      JsonNode first = author.say(group, "One");
      author.say(group, "Two");
      JsonNode third = author.say(group, "Three");
      assertUnread(ben, group, 3, 0);
      assertUnread(ada, group, 0, 0);
      author.done("message:edit", Map.of("messageId", id(first), "text", "One!"));
      assertUnread(ben, group, 3, 0);
      author.done("message:delete", Map.of("messageId", id(third)));
      assertUnread(ben, group, 2, 0);
      reader.say(group, "Mine");
      assertUnread(ben, group, 2, 0);
      assertUnread(ada, group, 1, 0);
      reader.done("message:read", claim(group, 1));
      assertUnread(ben, group, 1, 1);
      assertThat(ada.change(group, "add", cleo).status()).isEqualTo(200);
      assertUnread(cleo, group, 0, ben.history(group).getLast().get("seq").longValue());
      author.say(group, "Welcome");
      assertUnread(cleo, group, 1, cleo.conversation(group).get("readSeq").longValue());
      assertUnread(ben, group, 2, 1);
    }
  }

  @Test
  void theAuthorAloneLearnsWhoGotAndWhoReadItAndWhen() throws Exception {
    String group = ada.group("Who and when", ben);
    try (ChatClient author = ada.connect();
        ChatClient reader = ben.connect()) {
      JsonNode message = author.say(group, "Hi");
      String path = "/receipts?messageId=" + id(message);
      JsonNode nobody = ada.rest().get(path).body().get("data").get(0);
      assertThat(nobody.get("userId").stringValue()).isEqualTo(ben.id());
      assertThat(nobody.get("deliveredAt").isNull()).isTrue();
      assertThat(nobody.get("readAt").isNull()).isTrue();
      reader.done("message:delivered", claim(group, 1));
      reader.done("message:read", claim(group, 1));
      JsonNode receipts = ada.rest().get(path).body();
      assertThat(receipts.get("total").intValue()).isOne();
      JsonNode receipt = receipts.get("data").get(0);
      assertThat(receipt.get("deliveredAt").stringValue())
          .isLessThanOrEqualTo(receipt.get("readAt").stringValue());
      assertThat(ben.rest().get(path).status()).isEqualTo(403);
      assertThat(cleo.rest().get(path).status()).isEqualTo(404);
    }
  }

  private static void assertUnread(Person who, String group, int unread, long readSeq)
      throws Exception {
    JsonNode conversation = who.conversation(group);
    assertThat(conversation.get("unread").intValue()).isEqualTo(unread);
    assertThat(conversation.get("readSeq").longValue()).isEqualTo(readSeq);
  }

  /** What was confirmed of the group before is stored when this returns: a claim waits for it. */
  private static void fence(ChatClient client, String group) throws Exception {
    client.done("message:delivered", claim(group, 0));
  }

  private void awaitCounts(JsonNode message, int delivered, int read, int of) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertCounts(ada.message(message), delivered, read, of));
  }

  private static void assertCounts(JsonNode message, int delivered, int read, int of) {
    assertThat(message.get("receipts"))
        .isEqualTo(
            Rest.JSON.readTree(
                "{\"delivered\":%d,\"read\":%d,\"of\":%d}".formatted(delivered, read, of)));
  }

  private static boolean isOf(JsonNode event, String conversation) {
    return event.get("conversationId").stringValue().equals(conversation);
  }

  private static Map<String, Object> claim(String conversation, long seq) {
    return Map.of("conversationId", conversation, "seq", seq);
  }

  private static String id(JsonNode message) {
    return message.get("_id").stringValue();
  }
}
