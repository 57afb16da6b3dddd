// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Direct conversations, groups and classes: who is in them, who changes that, and who is told. */
class GroupTest extends SharedServer {

  private Person ada;
  private Person ben;
  private Person cleo;
  private Person teacher;

  @SuppressWarnings("NullAway.Init")
  GroupTest() {}

  @BeforeAll
  void people() throws Exception {
    ada = person("student1");
    ben = person("student2");
    cleo = person("student3");
    teacher = person("teacher1");
  }

  @Test
  void aNewGroupIsAtOnceWithAllItsPeople() throws Exception {
    try (ChatClient creators = ada.connect();
        ChatClient others = ben.connect();
        ChatClient strangers = cleo.connect()) {
      String group = ada.group("Chess", ben);
      JsonNode told = others.awaitEvent("conversation:new", is(group));
      assertThat(told).isEqualTo(ben.conversation(group));
      assertThat(creators.awaitEvent("conversation:new", is(group)).get("title").stringValue())
          .isEqualTo("Chess");
      assertThat(told.get("type").stringValue()).isEqualTo("group");
      assertThat(told.get("createdBy").stringValue()).isEqualTo(ada.id());
      assertThat(told.get("participants").valueStream().map(JsonNode::stringValue))
          .containsExactlyInAnyOrder(ada.id(), ben.id());
      assertThat(told.get("unread").intValue()).isZero();
      assertThat(told.get("rev").longValue()).isZero();
      assertThat(told.get("lastMessage").isNull()).isTrue();
      String fence = cleo.group("Fence");
      strangers.awaitEvent("conversation:new", is(fence));
      assertThat(strangers.all("conversation:new")).noneMatch(is(group));
    }
  }

  @Test
  void whoeverReadsAMessageMayLookUpItsSenderAlsoAfterTheyLeft() throws Exception {
    Person stranger = strangerTo(ada);
    String group = teacher.group("Visitors", ada, stranger);
    assertThat(ada.rest().get("/users/" + stranger.id()).status()).isEqualTo(200);
    stranger.rest().post("/messages", Map.of("conversationId", group, "text", "Goodbye"));
    assertThat(stranger.rest().delete("/conversations/" + group).status()).isEqualTo(200);
    assertThat(ada.rest().get("/users/" + stranger.id()).body().get("name").stringValue())
        .isNotBlank();
    assertThat(stranger.rest().get("/users/" + ada.id()).status()).isEqualTo(404);
  }

  /** A student who shares no class with the other. */
  private Person strangerTo(Person student) throws Exception {
    for (int i = 120; i > 0; i--) {
      Person other = person("student" + i);
      if (student.rest().get("/users/" + other.id()).status() == 404) {
        return other;
      }
    }
    throw new AssertionError("The demo has no two students without a class in common.");
  }

  @Test
  void whoJoinsSeesTheWholeHistoryAndHearsWhatFollows() throws Exception {
    String group = ada.group("Joining", ben);
    try (ChatClient creator = ada.connect();
        ChatClient member = ben.connect();
        ChatClient joiner = cleo.connect()) {
      JsonNode before = creator.say(group, "Before");
      assertThat(ada.change(group, "add", cleo).status()).isEqualTo(200);
      JsonNode told = joiner.awaitEvent("conversation:new", is(group));
      assertThat(told.get("unread").intValue()).isZero();
      assertThat(told.get("readSeq").longValue()).isOne();
      assertThat(told.get("rev").longValue()).isOne();
      assertThat(member.awaitEvent("conversation:updated", is(group)).get("participants"))
          .hasSize(3);
      assertThat(cleo.history(group))
          .extracting(one -> one.get("_id"))
          .containsExactly(before.get("_id"));
      JsonNode after = creator.say(group, "After");
      joiner.awaitMessage("message:new", after);
      assertThat(joiner.all("message:new")).hasSize(1);
    }
  }

  @Test
  void whoIsRemovedFindsNothingOfItAnyMore() throws Exception {
    String group = ada.group("Leaving", ben, cleo);
    try (ChatClient creator = ada.connect();
        ChatClient removed = ben.connect();
        ChatClient stays = cleo.connect()) {
      JsonNode before = creator.say(group, "Quetzalcoatl");
      removed.awaitMessage("message:new", before);
      assertThat(ada.change(group, "remove", ben).status()).isEqualTo(200);
      removed.awaitEvent(
          "conversation:removed", one -> one.get("conversationId").stringValue().equals(group));
      stays.awaitEvent("conversation:updated", is(group));
      JsonNode after = creator.say(group, "Without you");
      stays.awaitMessage("message:new", after);
      String fence = ben.group("Fence");
      removed.awaitEvent("conversation:new", is(fence));
      assertThat(removed.all("message:new")).hasSize(1);

      for (String path :
          List.of(
              "/conversations/" + group,
              "/messages?conversationId=" + group,
              "/messages?$search=Quetzalcoatl&conversationId=" + group,
              "/messages/" + before.get("_id").stringValue())) {
        assertThat(ben.rest().get(path).status()).as(path).isEqualTo(404);
      }
      assertThat(ben.rest().get("/messages?$search=Quetzalcoatl").body().get("total").intValue())
          .isZero();
      JsonNode synced =
          removed.done("message:sync", Map.of("conversations", Map.of(group, 1), "limit", 1));
      assertThat(synced.get("removed").valueStream().map(JsonNode::stringValue))
          .containsExactly(group);
    }
  }

  @Test
  void theCreatorAndStaffAmongTheMembersChangeAGroup() throws Exception {
    String group = ada.group("Before", ben, teacher);
    RestRefusalTest.assertError(
        ben.rest().patch("/conversations/" + group, Map.of("title", "Mine")),
        403,
        "Forbidden",
        "forbidden",
        "not-the-creator");
    assertThat(ben.change(group, "remove", ada).status()).isEqualTo(403);
    assertThat(person("teacher2").change(group, "add", cleo).status()).isEqualTo(404);
    assertThat(cleo.rest().patch("/conversations/" + group, Map.of("title", "No")).status())
        .isEqualTo(404);
    try (ChatClient member = ben.connect()) {
      assertThat(teacher.rest().patch("/conversations/" + group, Map.of("title", "After")).status())
          .isEqualTo(200);
      assertThat(member.awaitEvent("conversation:updated", is(group)).get("title").stringValue())
          .isEqualTo("After");
      assertThat(ada.change(group, "remove", teacher).status()).isEqualTo(200);
      assertThat(teacher.conversation(group).get("code").intValue()).isEqualTo(404);
    }
  }

  @Test
  void anybodyLeavesAGroupButNobodyADirectOrAClassConversation() throws Exception {
    String group = ada.group("To leave", ben);
    assertThat(ben.rest().delete("/conversations/" + group).status()).isEqualTo(200);
    assertThat(ben.conversation(group).get("code").intValue()).isEqualTo(404);
    assertThat(ben.rest().delete("/conversations/" + group).status()).isEqualTo(404);
    String direct = direct(ada, ben).body().get("_id").stringValue();
    String classroom = MessageDeliveryTest.firstClassConversation(server, "student1@demo.school");
    for (String fixed : List.of(direct, classroom)) {
      RestRefusalTest.assertError(
          ada.rest().delete("/conversations/" + fixed),
          403,
          "Forbidden",
          "forbidden",
          "not-a-group");
      assertThat(ada.rest().patch("/conversations/" + fixed, Map.of("title", "x")).status())
          .isEqualTo(403);
    }
  }

  @Test
  void nobodyPutsTogetherWhomTheyMayNotWriteTo() throws Exception {
    Person elsewhere = person("student1@other.school");
    for (Map<String, Object> wish :
        List.<Map<String, Object>>of(
            Map.of("type", "direct", "participants", List.of(elsewhere.id())),
            Map.of("type", "group", "title", "x", "participants", List.of(elsewhere.id())))) {
      assertThat(ada.rest().post("/conversations", wish).status()).isEqualTo(404);
      assertThat(teacher.rest().post("/conversations", wish).status()).isEqualTo(404);
    }
    String group = ada.group("Mixed", ben);
    assertThat(ada.change(group, "add", elsewhere).status()).isEqualTo(404);
    assertThat(elsewhere.conversation(group).get("code").intValue()).isEqualTo(404);
  }

  @Test
  void titlesAndSizesHaveBounds() throws Exception {
    for (String title : List.of("", " \u00a0", "x".repeat(201))) {
      Rest.Answer answer =
          ada.rest()
              .post(
                  "/conversations",
                  Map.of("type", "group", "title", title, "participants", List.of(ben.id())));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body().get("errors").has("title")).isTrue();
    }
    String half = "{\"type\":\"group\",\"title\":\"half \\ud83d\",\"participants\":[]}";
    RestRefusalTest.assertError(
        ada.rest().postText("/conversations", half),
        400,
        "BadRequest",
        "bad-request",
        "title-invalid");
    List<String> crowd = IntStream.rangeClosed(1, 500).mapToObj(n -> "user-" + n).toList();
    RestRefusalTest.assertError(
        ada.rest()
            .post("/conversations", Map.of("type", "group", "title", "All", "participants", crowd)),
        400,
        "BadRequest",
        "bad-request",
        "group-too-large");
  }

  @Test
  void anAdminIsNoMemberOfWhatTheyDidNotJoin() throws Exception {
    Person admin = person("admin");
    String group = ada.group("Private", ben);
    try (ChatClient author = ada.connect();
        ChatClient head = admin.connect()) {
      JsonNode message = author.say(group, "Xylophone");
      String fence = admin.group("Fence");
      head.awaitEvent("conversation:new", is(fence));
      assertThat(head.all("message:new")).isEmpty();
      assertThat(head.all("conversation:new")).hasSize(1);
      assertThat(admin.conversation(group).get("code").intValue()).isEqualTo(404);
      assertThat(admin.message(message).get("code").intValue()).isEqualTo(404);
      assertThat(admin.rest().get("/messages?$search=Xylophone").body().get("total").intValue())
          .isZero();
      JsonNode synced = head.done("message:sync", Map.of());
      assertThat(synced.get("conversations").valueStream())
          .noneMatch(one -> one.get("conversation").get("_id").stringValue().equals(group));
    }
  }

  private static Rest.Answer direct(Person one, Person other) throws Exception {
    return one.rest()
        .post("/conversations", Map.of("type", "direct", "participants", List.of(other.id())));
  }

  private static Predicate<JsonNode> is(String conversation) {
    return one -> one.get("_id").stringValue().equals(conversation);
  }
}
