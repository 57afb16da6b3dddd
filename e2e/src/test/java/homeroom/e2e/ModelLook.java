// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.e2e.ModelConversation.Mark;
import homeroom.e2e.ModelConversation.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Compares what somebody sees with what the model says they see. */
final class ModelLook {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(10);

  private final ModelSchool school;
  private final Random random;

  ModelLook(ModelSchool school, Random random) {
    this.school = school;
    this.random = random;
  }

  /** Everything of a person over REST. */
  void at(Person person) throws Exception {
    Map<String, ModelConversation> own = new TreeMap<>();
    school.of(person.id()).forEach(one -> own.put(one.id, one));
    List<JsonNode> told = new ArrayList<>();
    person
        .rest()
        .get("/conversations?$limit=200&$sort[_id]=1")
        .body()
        .get("data")
        .forEach(told::add);
    assertThat(told.stream().map(one -> ModelSchool.text(one, "_id")))
        .containsExactlyElementsOf(own.keySet());
    for (JsonNode one : told) {
      at(person, one, school.conversation(ModelSchool.text(one, "_id")));
    }
    search(person);
  }

  private void at(Person person, JsonNode told, ModelConversation model) throws Exception {
    assertThat(ModelSchool.text(told, "type")).isEqualTo(model.type);
    assertThat(told.get("rev").longValue()).isEqualTo(model.rev);
    assertThat(told.get("unread").longValue())
        .as("unread of " + person.id() + " in " + told)
        .isEqualTo(Math.min(999, model.unread(person.id())));
    assertThat(told.get("readSeq").longValue()).isEqualTo(model.mark(person.id()).read);
    assertThat(told.get("readOnly").booleanValue()).isFalse();
    if (!model.type.equals("class")) {
      assertThat(ModelSchool.textOrNull(told, "title")).isEqualTo(model.title);
      assertThat(ModelSchool.textOrNull(told, "createdBy")).isEqualTo(model.createdBy);
      assertThat(told.get("participants").valueStream().map(JsonNode::stringValue))
          .containsExactlyElementsOf(model.members());
    }
    Message last = model.lastMessage();
    assertThat(told.get("lastMessage").isNull()).isEqualTo(last == null);
    if (last != null) {
      assertThat(ModelSchool.text(told.get("lastMessage"), "_id")).isEqualTo(last.id);
      assertThat(ModelSchool.text(told.get("lastMessage"), "text")).isEqualTo(last.text);
      assertThat(told.get("lastMessage").get("seq").longValue()).isEqualTo(last.seq);
    }
    history(person, model);
    ofOneMessage(person, model);
  }

  /** The messages and the receipts, read while no confirmation is on its way. */
  private void history(Person person, ModelConversation model) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .pollInSameThread()
        .ignoreExceptionsMatching(thrown -> thrown instanceof StillMoving)
        .until(() -> {
          Map<String, JsonNode> before = marks(person, model);
          NavigableMap<Long, JsonNode> told = CrashTest.all(person.rest(), model.id);
          if (!before.equals(marks(person, model))) {
            throw new StillMoving();
          }
          assertThat(told.keySet()).isEqualTo(model.messages.keySet());
          told.forEach((seq, message) -> {
            Message expected = Objects.requireNonNull(model.messages.get(seq));
            assertMessage(message, expected);
            assertThat(message.get("receipts")).isEqualTo(counts(expected, model, before));
            assertThat(ModelSchool.text(message, "status"))
                .isEqualTo(status(message.get("receipts")));
          });
          return true;
        });
  }

  private static final class StillMoving extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The watermarks of all members, which are where the model says they can be. */
  private static Map<String, JsonNode> marks(Person person, ModelConversation model)
      throws Exception {
    JsonNode entry =
        person
            .rest()
            .post("/sync", Map.of("limit", 1, "conversations", Map.of(model.id, 0)))
            .body()
            .get("conversations")
            .valueStream()
            .filter(one -> ModelSchool.text(one.get("conversation"), "_id").equals(model.id))
            .findFirst()
            .orElseThrow();
    var marks = new HashMap<String, JsonNode>();
    entry.get("receipts").forEach(mark -> marks.put(ModelSchool.text(mark, "userId"), mark));
    assertThat(marks.keySet()).isEqualTo(model.marks.keySet());
    marks.forEach((user, told) -> {
      Mark mark = model.mark(user);
      assertThat(told.get("readSeq").longValue())
          .as("read by " + user + ", who joined at " + mark.joined + ", in " + model.id)
          .isEqualTo(mark.read);
      long delivered = model.newestUpTo(told.get("deliveredSeq").longValue());
      assertThat(delivered)
          .as("delivered to " + user + " in " + model.id)
          .isLessThanOrEqualTo(mark.deliveredAtMost);
      if (delivered < model.newestUpTo(mark.deliveredAtLeast)) {
        throw new StillMoving();
      }
    });
    return marks;
  }

  private static JsonNode counts(
      Message message, ModelConversation model, Map<String, JsonNode> marks) {
    List<String> others =
        model.marks.entrySet().stream()
            .filter(mark -> !mark.getKey().equals(message.sender))
            .filter(mark -> mark.getValue().joined < message.seq)
            .map(Map.Entry::getKey)
            .toList();
    return Rest.JSON.readTree(
        "{\"delivered\":%d,\"read\":%d,\"of\":%d}"
            .formatted(
                reached(others, marks, "deliveredSeq", message.seq),
                reached(others, marks, "readSeq", message.seq),
                others.size()));
  }

  private static long reached(
      List<String> users, Map<String, JsonNode> marks, String how, long seq) {
    return users.stream()
        .map(user -> Objects.requireNonNull(marks.get(user)))
        .filter(mark -> mark.get(how).longValue() >= seq)
        .count();
  }

  private static String status(JsonNode receipts) {
    int of = receipts.get("of").intValue();
    if (of == 0 || receipts.get("delivered").intValue() < of) {
      return "sent";
    }
    return receipts.get("read").intValue() < of ? "delivered" : "read";
  }

  /** Who got and read it, and what it said before. */
  private void ofOneMessage(Person person, ModelConversation model) throws Exception {
    if (model.messages.isEmpty()) {
      return;
    }
    List<Message> all = List.copyOf(model.messages.values());
    Message message = all.get(random.nextInt(all.size()));
    boolean own = message.sender.equals(person.id());
    Rest.Answer receipts = person.rest().get("/receipts?$limit=200&messageId=" + message.id);
    assertThat(receipts.status()).isEqualTo(own ? ModelSchool.OK : ModelSchool.FORBIDDEN);
    if (own) {
      receipts
          .body()
          .get("data")
          .forEach(receipt -> {
            Mark mark = model.mark(ModelSchool.text(receipt, "userId"));
            assertThat(mark.joined).isLessThan(message.seq);
            assertThat(!receipt.get("readAt").isNull()).isEqualTo(mark.read >= message.seq);
            boolean delivered = !receipt.get("deliveredAt").isNull();
            assertThat(delivered || mark.deliveredAtLeast < message.seq).isTrue();
            assertThat(!delivered || mark.deliveredAtMost >= message.seq).isTrue();
          });
    }
    boolean admin = school.user(person.id()).role().equals("admin");
    Rest.Answer earlier = person.rest().get("/message-history?$limit=200&messageId=" + message.id);
    assertThat(earlier.status()).isEqualTo(own || admin ? ModelSchool.OK : ModelSchool.FORBIDDEN);
    if (own || admin) {
      assertThat(earlier.body().get("data").valueStream().map(one -> ModelSchool.text(one, "text")))
          .isEqualTo(
              message.earlierTexts.subList(0, admin ? message.earlierTexts.size() : message.edits));
    }
  }

  private void search(Person person) throws Exception {
    String word = "word" + (10 + random.nextInt(40));
    JsonNode page = person.rest().get("/messages?$limit=200&$search=" + word).body();
    List<String> expected =
        school.of(person.id()).stream()
            .flatMap(conversation -> conversation.messages.values().stream())
            .filter(message -> List.of(message.text.split(" ", -1)).contains(word))
            .map(message -> message.id)
            .toList();
    assertThat(page.get("total").intValue()).isEqualTo(expected.size());
    if (expected.size() <= 200) {
      assertThat(page.get("data").valueStream().map(one -> ModelSchool.text(one, "_id")))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** What the devices that synced have by that and by pushes alone. */
  void at(Person person, List<ModelDevice> devices) {
    Map<String, ModelConversation> own =
        school.of(person.id()).stream().collect(Collectors.toMap(one -> one.id, one -> one));
    for (ModelDevice device : devices) {
      if (!device.isConnected() || !device.synced) {
        continue;
      }
      await("what a device of " + person.id() + " heard")
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .untilAsserted(() -> {
            if (!device.hasLostConnection()) {
              assertThat(revs(device.copy)).isEqualTo(revs(own));
            }
          });
      if (device.hasLostConnection()) {
        continue; // a ping was late: it hears the rest when it is back
      }
      assertThat(device.copy.hasGap()).isFalse();
      own.values().forEach(model -> assertCopy(device.copy, model));
    }
  }

  private static Map<String, Long> revs(LocalCopy copy) {
    return copy.ids().stream().collect(Collectors.toMap(id -> id, copy::rev));
  }

  private static Map<String, Long> revs(Map<String, ModelConversation> own) {
    return own.values().stream().collect(Collectors.toMap(one -> one.id, one -> one.rev));
  }

  private static void assertCopy(LocalCopy copy, ModelConversation model) {
    var had = new TreeMap<Long, JsonNode>();
    copy.messages(model.id).forEach(one -> had.put(one.get("seq").longValue(), one));
    had.forEach(
        (seq, message) -> assertMessage(message, Objects.requireNonNull(model.messages.get(seq))));
    for (Message message : model.messages.values()) {
      if (message.rev > copy.from(model.id)) {
        assertThat(had).containsKey(message.seq);
      }
    }
  }

  static void assertMessage(JsonNode told, Message expected) {
    assertThat(
            List.of(
                ModelSchool.text(told, "_id"),
                ModelSchool.text(told, "senderId"),
                ModelSchool.text(told, "clientId"),
                ModelSchool.text(told, "text"),
                told.get("seq").longValue(),
                told.get("rev").longValue(),
                String.valueOf(ModelSchool.textOrNull(told, "replyTo")),
                String.valueOf(ModelSchool.textOrNull(told, "deletedBy")),
                !told.get("deletedAt").isNull(),
                !told.get("editedAt").isNull()))
        .isEqualTo(
            List.of(
                expected.id,
                expected.sender,
                expected.clientId,
                expected.text,
                expected.seq,
                expected.rev,
                String.valueOf(expected.replyTo),
                String.valueOf(expected.deletedBy),
                expected.deleted(),
                expected.edits > 0));
  }
}
