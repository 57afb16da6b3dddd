// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Editing and deleting: who may, what becomes of the message, and who can still see what it was.
 */
class EditingTest extends SharedServer {

  private Person ada;
  private Person ben;
  private Person admin;
  private Person teacher;
  private Person otherTeacher;
  private String classroom = "";

  @SuppressWarnings("NullAway.Init")
  EditingTest() {}

  @BeforeAll
  void people() throws Exception {
    ada = person("student1");
    ben = person("student2");
    admin = person("admin");
    teacher = person("teacher1");
    otherTeacher = person("teacher2");
    classroom =
        teacher
            .rest()
            .get("/conversations?type=class")
            .body()
            .get("data")
            .valueStream()
            .filter(one -> one.get("title").stringValue().equals("Homeroom 7A"))
            .findFirst()
            .orElseThrow()
            .get("_id")
            .stringValue();
  }

  @Test
  void anEditTakesTheNextRevAndReachesEverySocketButTheCaller() throws Exception {
    String group = ada.group("Edits", ben);
    try (ChatClient author = ada.connect();
        ChatClient authorsOther = ada.connect();
        ChatClient reader = ben.connect()) {
      JsonNode first = author.say(group, "First");
      author.say(group, "Second");
      JsonNode edited = edit(author, first, "First, but better").get("message");
      assertThat(edited.get("text").stringValue()).isEqualTo("First, but better");
      assertThat(edited.get("seq").longValue()).isEqualTo(1);
      assertThat(edited.get("rev").longValue()).isEqualTo(3);
      assertThat(edited.get("editedAt").isNull()).isFalse();
      assertThat(edited.get("createdAt")).isEqualTo(first.get("createdAt"));
      assertThat(reader.awaitMessage("message:edited", first)).isEqualTo(edited);
      assertThat(authorsOther.awaitMessage("message:edited", first)).isEqualTo(edited);
      author.say(group, "Third");
      assertThat(author.all("message:edited")).isEmpty();
      assertThat(LocalCopy.revised(ben.message(first))).isEqualTo(LocalCopy.revised(edited));
    }
  }

  @Test
  void onlyTheAuthorEditsAndStrangersLearnNothing() throws Exception {
    String group = ada.group("Whose", ben);
    try (ChatClient author = ada.connect();
        ChatClient member = ben.connect();
        ChatClient head = admin.connect();
        ChatClient stranger = otherTeacher.connect()) {
      JsonNode message = author.say(group, "Mine");
      Map<String, String> wish = Map.of("messageId", id(message), "text", "Yours");
      JsonNode refused = member.refused("message:edit", wish);
      assertThat(refused.get("code").intValue()).isEqualTo(403);
      assertThat(refused.get("data").get("code").stringValue()).isEqualTo("not-the-author");
      for (ChatClient outside : List.of(head, stranger)) {
        assertThat(outside.refused("message:edit", wish).get("code").intValue()).isEqualTo(404);
      }
      assertThat(ada.message(message).get("text").stringValue()).isEqualTo("Mine");
      assertThat(ada.message(message).get("rev").longValue()).isOne();
    }
  }

  @Test
  void aDeletedMessageIsATombstoneEverywhere() throws Exception {
    String group = ada.group("Tombstones", ben);
    try (ChatClient author = ada.connect();
        ChatClient reader = ben.connect()) {
      JsonNode kept = author.say(group, "Kept");
      JsonNode secret = author.say(group, "Zanzibar secret");
      JsonNode tombstone =
          author.done("message:delete", Map.of("messageId", id(secret))).get("message");
      assertThat(tombstone.get("text").stringValue()).isEmpty();
      assertThat(tombstone.get("seq").longValue()).isEqualTo(2);
      assertThat(tombstone.get("rev").longValue()).isEqualTo(3);
      assertThat(tombstone.get("senderId").stringValue()).isEqualTo(ada.id());
      assertThat(tombstone.get("deletedBy").stringValue()).isEqualTo(ada.id());
      assertThat(tombstone.get("deletedAt").isNull()).isFalse();
      assertThat(reader.awaitMessage("message:deleted", secret)).isEqualTo(tombstone);

      for (String path :
          List.of(
              "/messages/" + id(secret),
              "/messages?conversationId=" + group,
              "/messages?$search=Zanzibar",
              "/conversations/" + group,
              "/conversations?$limit=200",
              "/receipts?messageId=" + id(secret))) {
        Rest.Answer answer = ada.rest().get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.raw().body()).as(path).doesNotContain("Zanzibar");
      }
      assertThat(ben.rest().post("/sync", Map.of()).raw().body()).doesNotContain("Zanzibar");
      assertThat(ben.conversation(group).get("lastMessage").get("_id")).isEqualTo(kept.get("_id"));

      for (String event : List.of("message:delete", "message:edit")) {
        JsonNode error =
            author.refused(event, Map.of("messageId", id(secret), "text", "Back again"));
        assertThat(error.get("code").intValue()).isEqualTo(409);
      }
    }
  }

  @Test
  void membersCannotDeleteWhatOthersWrote() throws Exception {
    String group = ada.group("Deleting", ben, teacher);
    Rest.Answer sent =
        ada.rest().post("/messages", Map.of("conversationId", group, "text", "Mine"));
    String path = "/messages/" + id(sent.body());
    assertThat(ben.rest().delete(path).status()).isEqualTo(403);
    assertThat(teacher.rest().delete(path).status()).isEqualTo(403);
    assertThat(otherTeacher.rest().delete(path).status()).isEqualTo(404);
    Rest.Answer deleted = ada.rest().delete(path);
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.body().get("text").stringValue()).isEmpty();
    assertThat(ada.rest().delete(path).status()).isEqualTo(409);
    assertThat(ada.rest().patch(path, Map.of("text", "Back")).status()).isEqualTo(409);
  }

  @Test
  void aTeacherOfTheClassAndAnAdminDeleteAndItIsAudited() throws Exception {
    try (ChatClient author = ada.connect();
        ChatClient head = teacher.connect()) {
      JsonNode one = author.say(classroom, "Too loud");
      JsonNode two = author.say(classroom, "Far too loud");
      JsonNode byTeacher = head.done("message:delete", Map.of("messageId", id(one))).get("message");
      assertThat(byTeacher.get("deletedBy").stringValue()).isEqualTo(teacher.id());
      author.awaitMessage("message:deleted", one);
      assertThat(otherTeacher.rest().delete("/messages/" + id(two)).status()).isEqualTo(404);
      assertThat(admin.rest().get("/messages/" + id(two)).status()).isEqualTo(404);
      assertThat(admin.rest().delete("/messages/" + id(two)).status()).isEqualTo(200);
      author.awaitMessage("message:deleted", two);
      assertThat(audited(admin, id(two))).containsExactly("message.delete");
    }
  }

  @Test
  void earlierTextsAreForTheAuthorsOwnEditsAndForAdminsWhoAreAudited() throws Exception {
    String group = ada.group("Earlier", ben);
    try (ChatClient author = ada.connect()) {
      JsonNode message = author.say(group, "One");
      edit(author, message, "Two");
      edit(author, message, "Three");
      author.done("message:delete", Map.of("messageId", id(message)));
      String path = "/message-history?messageId=" + id(message);

      assertThat(texts(ada, path)).containsExactly("One", "Two");
      assertThat(ben.rest().get(path).status()).isEqualTo(403);
      assertThat(otherTeacher.rest().get(path).status()).isEqualTo(404);
      assertThat(person("admin@other.school").rest().get(path).status()).isEqualTo(404);
      assertThat(audited(admin, id(message))).isEmpty();
      assertThat(texts(admin, path)).containsExactly("One", "Two", "Three");
      assertThat(audited(admin, id(message))).containsExactly("message-history.find");
      JsonNode revisions = admin.rest().get(path).body().get("data");
      assertThat(revisions.valueStream().map(one -> one.get("rev").longValue()))
          .containsExactly(2L, 3L, 4L);
      assertThat(revisions.valueStream().map(one -> one.get("by").stringValue()))
          .containsOnly(ada.id());
    }
  }

  @Test
  void aReplyNamesAMessageOfTheSameConversation() throws Exception {
    String group = ada.group("Replies", ben);
    String other = ada.group("Elsewhere", ben);
    try (ChatClient author = ada.connect();
        ChatClient reader = ben.connect()) {
      JsonNode question = author.say(group, "Who?");
      var reply = Map.of("conversationId", group, "text", "Me", "replyTo", id(question));
      JsonNode answer = reader.done("message:send", reply).get("message");
      assertThat(author.awaitMessage("message:new", answer).get("replyTo"))
          .isEqualTo(question.get("_id"));
      JsonNode error =
          reader.refused(
              "message:send",
              Map.of("conversationId", other, "text", "Me", "replyTo", id(question)));
      assertThat(error.get("code").intValue()).isEqualTo(400);
      assertThat(error.get("errors").has("replyTo")).isTrue();
    }
  }

  private static JsonNode edit(ChatClient author, JsonNode message, String text) throws Exception {
    return author.done("message:edit", Map.of("messageId", id(message), "text", text));
  }

  private static List<String> texts(Person who, String path) throws Exception {
    return who.rest()
        .get(path)
        .body()
        .get("data")
        .valueStream()
        .map(one -> one.get("text").stringValue())
        .toList();
  }

  /** What the audit log says that the person did with the message. */
  private List<String> audited(Person who, String message) throws Exception {
    return TestStore.audited(data, who.id(), message);
  }

  private static String id(JsonNode message) {
    return message.get("_id").stringValue();
  }
}
