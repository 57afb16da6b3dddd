// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whoever comes back asks once, and has what they missed. */
class SyncTest extends SharedServer {

  private Person ada;
  private Person ben;
  private Person cleo;

  @SuppressWarnings("NullAway.Init")
  SyncTest() {}

  @BeforeAll
  void people() throws Exception {
    ada = person("student1");
    ben = person("student2");
    cleo = person("student3");
  }

  @Test
  void whatIsNotKnownBeginsWithTheNewestFifty() throws Exception {
    String group = ada.group("Fresh", ben);
    try (ChatClient author = ada.connect()) {
      for (int i = 1; i <= 60; i++) {
        author.say(group, "Message " + i);
      }
      JsonNode entry = entry(ben, Map.of("limit", 1000), group);
      assertThat(entry.get("reset").booleanValue()).isTrue();
      assertThat(entry.get("complete").booleanValue()).isTrue();
      assertThat(entry.get("rev").longValue()).isEqualTo(60);
      assertThat(seqs(entry)).hasSize(50).startsWith(11L).endsWith(60L).isSorted();
      assertThat(entry.get("conversation")).isEqualTo(ben.conversation(group));
      JsonNode above = entry(ben, asking(group, 61, 1000), group);
      assertThat(above.get("reset").booleanValue()).isTrue();
      assertThat(seqs(above)).isEqualTo(seqs(entry));
    }
  }

  @Test
  void eachChangedMessageStandsOnceAtItsNewestRev() throws Exception {
    String group = ada.group("Changed", ben);
    try (ChatClient author = ada.connect()) {
      JsonNode first = author.say(group, "One");
      JsonNode second = author.say(group, "Two");
      author.done("message:edit", Map.of("messageId", id(first), "text", "One!"));
      author.done("message:edit", Map.of("messageId", id(first), "text", "One!!"));
      author.done("message:delete", Map.of("messageId", id(second)));
      JsonNode entry = entry(ben, asking(group, 1, 200), group);
      assertThat(entry.get("reset").booleanValue()).isFalse();
      assertThat(entry.get("complete").booleanValue()).isTrue();
      assertThat(entry.get("rev").longValue()).isEqualTo(5);
      assertThat(revs(entry)).containsExactly(4L, 5L);
      assertThat(entry.get("messages").get(0).get("text").stringValue()).isEqualTo("One!!");
      assertThat(entry.get("messages").get(1).get("text").stringValue()).isEmpty();
      JsonNode nothing = entry(ben, asking(group, 5, 200), group);
      assertThat(nothing.get("messages")).isEmpty();
      assertThat(nothing.get("complete").booleanValue()).isTrue();
      assertThat(nothing.get("rev").longValue()).isEqualTo(5);
    }
  }

  @Test
  void theLimitBoundsTheWholeAnswerAndTheRestFollows() throws Exception {
    String one = ada.group("First", cleo);
    String other = ada.group("Second", cleo);
    try (ChatClient author = ada.connect()) {
      for (int i = 0; i < 7; i++) {
        author.say(one, "Message " + i);
        author.say(other, "Message " + i);
      }
      var known = new HashMap<String, Long>();
      JsonNode answer = sync(cleo, Map.of("limit", 1000));
      answer
          .get("conversations")
          .forEach(entry -> known.put(id(entry.get("conversation")), rev(entry)));
      known.put(one, 0L);
      known.put(other, 0L);
      var heard = new HashMap<String, List<Long>>();
      int answers = 0;
      boolean complete = false;
      while (!complete) {
        answer = sync(cleo, Map.of("conversations", known, "limit", 3));
        int messages = 0;
        complete = true;
        for (JsonNode entry : answer.get("conversations")) {
          String id = id(entry.get("conversation"));
          assertThat(entry.get("reset").booleanValue()).isFalse();
          messages += entry.get("messages").size();
          complete &= entry.get("complete").booleanValue();
          heard.computeIfAbsent(id, none -> new ArrayList<>()).addAll(revs(entry));
          known.put(id, rev(entry));
        }
        assertThat(messages).isLessThanOrEqualTo(3);
        answers++;
      }
      assertThat(heard.get(one)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
      assertThat(heard.get(other)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
      assertThat(answers).isEqualTo(5);
    }
  }

  @Test
  void everyConversationHasAnEntryInTheOrderOfTheirIds() throws Exception {
    String quiet = ada.group("Quiet", ben);
    JsonNode answer = sync(ben, asking(quiet, 0, 200));
    List<String> ids =
        answer
            .get("conversations")
            .valueStream()
            .map(entry -> id(entry.get("conversation")))
            .toList();
    List<String> all =
        ben.rest()
            .get("/conversations?$limit=200&$sort[_id]=1")
            .body()
            .get("data")
            .valueStream()
            .map(SyncTest::id)
            .toList();
    assertThat(ids).isEqualTo(all).contains(quiet);
    JsonNode entry = entry(ben, asking(quiet, 0, 200), quiet);
    assertThat(entry.get("messages")).isEmpty();
    assertThat(entry.get("complete").booleanValue()).isTrue();
    assertThat(entry.get("receipts").valueStream().map(mark -> mark.get("userId").stringValue()))
        .containsExactlyInAnyOrder(ada.id(), ben.id());
  }

  @Test
  void whatIsNotTheCallersAnyMoreIsNamed() throws Exception {
    String left = ada.group("Left", ben);
    ben.rest().delete("/conversations/" + left);
    String theirs = ada.group("Theirs", cleo);
    JsonNode answer =
        sync(ben, Map.of("conversations", Map.of(left, 0, theirs, 3, "nowhere", 1), "limit", 1));
    assertThat(answer.get("removed").valueStream().map(JsonNode::stringValue))
        .containsExactlyInAnyOrder(left, theirs, "nowhere");
  }

  @Test
  void theReceiptsOfMoreThanAHundredMembersAreLeftOut() throws Exception {
    Person teacher = person("teacher1");
    List<String> students =
        teacher
            .rest()
            .get("/users?role=student&$limit=101")
            .body()
            .get("data")
            .valueStream()
            .map(SyncTest::id)
            .toList();
    Rest.Answer made =
        teacher
            .rest()
            .post(
                "/conversations",
                Map.of("type", "group", "title", "Everybody", "participants", students));
    String group = id(made.body());
    assertThat(entry(teacher, asking(group, 0, 1), group).has("receipts")).isFalse();
    teacher
        .rest()
        .patch(
            "/conversations/" + group,
            Map.of("participants", Map.of("remove", students.subList(0, 2))));
    assertThat(entry(teacher, asking(group, 0, 1), group).get("receipts")).hasSize(100);
  }

  @Test
  void aSlowLineGetsAllThatWasMissedOverOneConnection() throws Exception {
    overASlowLine("student30", "student31", 400_000);
  }

  /** More than the 1 MiB that a client which does not keep up is closed at. */
  @Test
  @Tag("long")
  void soDoesOneOf50KilobytesASecond() throws Exception {
    overASlowLine("student32", "student33", 50_000);
  }

  private void overASlowLine(String from, String to, int bytesPerSecond) throws Exception {
    Person author = person(from);
    Person slow = person(to);
    try (ChatClient writer = author.connect()) {
      String group = "";
      for (int i = 0; i < 8; i++) {
        group = author.group("A lot " + i, slow);
        for (int seq = 1; seq <= 25; seq++) {
          writer.say(group, "x".repeat(7_900));
        }
      }
      try (var line = new SlowLine(server.url(), bytesPerSecond);
          var client = NodeScript.clientThatKeepsRevs(line.url(), to)) {
        await("everything that was missed")
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> client.lines().stream().filter(one -> one.contains(" xxx")).count() >= 200);
        writer.say(group, "Meanwhile");
        client.awaitLine("26 Meanwhile");
        assertThat(client.lines()).filteredOn(one -> one.contains(" xxx")).hasSize(200);
        assertThat(line.webSockets()).isEqualTo(1);
      }
    }
  }

  @Test
  void aQuestionThatMakesNoSenseNamesTheField() throws Exception {
    for (Map<String, Object> question :
        List.<Map<String, Object>>of(
            Map.of("limit", 0), Map.of("limit", 1001), Map.of("limit", "many"))) {
      Rest.Answer answer = ben.rest().post("/sync", question);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body().get("errors").has("limit")).isTrue();
    }
    for (Object revs : List.of("all", List.of(1), Map.of("no id!", 1))) {
      Rest.Answer answer = ben.rest().post("/sync", Map.of("conversations", revs));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body().get("errors").has("conversations")).isTrue();
    }
    assertThat(ben.rest().post("/sync", asking("x", -1, 1)).status()).isEqualTo(400);
  }

  @Test
  void afterAReconnectSyncAndPushesTogetherLeaveNoGap() throws Exception {
    String group = ada.group("Away", ben);
    var copy = new LocalCopy();
    try (ChatClient author = ada.connect()) {
      try (ChatClient phone = ben.connect()) {
        copy.answered(phone.done("message:sync", copy.question(1000)), Set.of());
        copy.apply(phone.awaitMessage("message:new", author.say(group, "Here")));
      }
      JsonNode missed = author.say(group, "Missed");
      author.done("message:edit", Map.of("messageId", id(missed), "text", "Missed you"));
      try (ChatClient phone = ben.connect()) {
        copy.apply(phone.awaitMessage("message:new", author.say(group, "Back?")));
        assertThat(copy.hasGap()).isTrue();
        LocalCopy.Question question = copy.question(1000);
        copy.answered(phone.done("message:sync", question), question.conversations().keySet());
        copy.apply(phone.awaitMessage("message:new", author.say(group, "Good.")));
      }
    }
    assertThat(copy.hasGap()).isFalse();
    assertThat(copy.rev(group)).isEqualTo(5);
    assertThat(copy.messages(group))
        .isEqualTo(ben.history(group).stream().map(LocalCopy::revised).toList());
  }

  private static JsonNode sync(Person who, Map<String, ?> question) throws Exception {
    Rest.Answer answer = who.rest().post("/sync", question);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    assertThat(answer.body().get("ok").booleanValue()).isTrue();
    return answer.body();
  }

  private static JsonNode entry(Person who, Map<String, ?> question, String conversation)
      throws Exception {
    return sync(who, question)
        .get("conversations")
        .valueStream()
        .filter(entry -> id(entry.get("conversation")).equals(conversation))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> asking(String conversation, long rev, int limit) {
    return Map.of("conversations", Map.of(conversation, rev), "limit", limit);
  }

  private static List<Long> seqs(JsonNode entry) {
    return entry.get("messages").valueStream().map(one -> one.get("seq").longValue()).toList();
  }

  private static List<Long> revs(JsonNode entry) {
    return entry.get("messages").valueStream().map(SyncTest::rev).toList();
  }

  private static long rev(JsonNode one) {
    return one.get("rev").longValue();
  }

  private static String id(JsonNode one) {
    return one.get("_id").stringValue();
  }
}
