// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.api.wire.Json;
import homeroom.api.wire.Rejection;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.roster.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a client got is patched as it is, with what is to change changed in it. */
class WholeRecordTest {

  private static final JsonNode NO_QUERY = JsonNodeFactory.instance.objectNode();

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob);
  private final Services services =
      new Services(
          List.of(
              new UserService(
                  day.chat.directory(), day.chat.userRegistrar(), (_, word) -> word.equals("old")),
              new ClassService(day.chat.roster(), day.chat.classRegistrar()),
              new ConversationService(
                  day.chat.inbox(),
                  day.chat.conversations(),
                  day.chat.groups(),
                  day.chat.classClosing(),
                  day.chat.conversationViews()),
              new MessageService(day.chat.messaging(), day.chat.history(), day.chat.editing())),
          day.chat.calls());

  private ObjectNode call(User by, String service, ServiceMethod method, String id, JsonNode data) {
    Object answer =
        services.call(day.by(by), new Services.Call(service, method, id, data, NO_QUERY)).payload();
    return (ObjectNode) Json.read(Json.bytes(answer));
  }

  private ObjectNode got(User by, String service, String id) {
    return call(by, service, ServiceMethod.GET, id, NO_QUERY);
  }

  private ObjectNode patched(User by, String service, String id, JsonNode data) {
    return call(by, service, ServiceMethod.PATCH, id, data);
  }

  @Test
  void whatIsUnchangedPasses() {
    String ada = day.ada.id().value();
    ObjectNode user = got(day.root, "users", ada).put("name", "Ada II");
    assertThat(patched(day.root, "users", ada, user).get("name").stringValue()).isEqualTo("Ada II");
    ObjectNode schoolClass = got(day.root, "classes", "7b").put("name", "7 b");
    assertThat(patched(day.root, "classes", "7b", schoolClass).get("name").stringValue())
        .isEqualTo("7 b");
    String id = group.id().value();
    ObjectNode conversation = got(day.ada, "conversations", id).put("title", "Algebra");
    assertThat(patched(day.ada, "conversations", id, conversation).get("title").stringValue())
        .isEqualTo("Algebra");
    Message sent = day.send(day.ada, group, "Helo");
    ObjectNode message = got(day.ada, "messages", sent.id().value()).put("text", "Hello");
    assertThat(patched(day.ada, "messages", sent.id().value(), message).get("text").stringValue())
        .isEqualTo("Hello");
  }

  @Test
  void aRecordInWhichNothingChangedChangesNothing() {
    String ada = day.ada.id().value();
    ObjectNode before = got(day.root, "users", ada);
    assertThat(patched(day.root, "users", ada, before).get("name")).isEqualTo(before.get("name"));
    String id = group.id().value();
    assertThat(patched(day.ada, "conversations", id, got(day.ada, "conversations", id)))
        .isEqualTo(got(day.ada, "conversations", id));
  }

  @Test
  void whatCannotBeChangedIsRefusedIfItDiffers() {
    String ada = day.ada.id().value();
    ObjectNode user = got(day.root, "users", ada).put("name", "Eve").put("schoolId", "dale");
    user.put("favourite", "blue");
    assertThatThrownBy(() -> patched(day.root, "users", ada, user))
        .isInstanceOfSatisfying(
            Rejection.class,
            why -> assertThat(why.error().errors()).containsOnlyKeys("schoolId", "favourite"));
    assertThat(got(day.root, "users", ada).get("name").stringValue()).isEqualTo("ada");
  }

  @Test
  void whoMayNotChangeOrSeeItIsToldSoAsEver() {
    String ada = day.ada.id().value();
    JsonNode alone = JsonNodeFactory.instance.objectNode().put("name", "Eve");
    for (User other : List.of(day.bob, day.tom, day.eve, day.olga)) {
      ObjectNode whole = got(day.root, "users", ada).put("name", "Eve");
      assertThat(refusal(other, ada, whole)).isEqualTo(refusal(other, ada, alone));
    }
  }

  private String refusal(User by, String id, JsonNode data) {
    try {
      return patched(by, "users", id, data).toString();
    } catch (Rejection why) {
      return String.valueOf(why.error());
    }
  }
}
