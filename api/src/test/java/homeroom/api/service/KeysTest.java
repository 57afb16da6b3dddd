// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.wire.Json;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everything that a service answers has a key, {@code _id}, by which stores of clients go. */
class KeysTest {

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob);
  private final Message sent = day.send(day.ada, group, "Helo");

  private List<String> keys(Service service, User by, ObjectNode query) {
    var keys = new ArrayList<String>();
    JsonNode page = Json.tree(service.find(day.by(by), query));
    page.get("data").forEach(thing -> keys.add(thing.get("_id").stringValue()));
    return keys;
  }

  private ObjectNode ofMessage() {
    return JsonNodeFactory.instance.objectNode().put("messageId", sent.id().value());
  }

  @Test
  void ofWhoIsOnlineItIsThatOfTheUser() {
    day.connect(day.bob);
    day.connect(day.ada);
    assertThat(
            keys(
                new PresenceService(day.chat.presence()),
                day.ada,
                JsonNodeFactory.instance.objectNode()))
        .contains(day.bob.id().value());
  }

  @Test
  void ofReceiptsItIsMessageAndMember() {
    assertThat(keys(OfMessageService.receipts(day.chat.receipts()), day.ada, ofMessage()))
        .containsExactly(sent.id() + ":" + day.bob.id());
  }

  @Test
  void ofRevisionsItIsMessageAndRev() {
    assertThat(day.chat.editing().edit(day.by(day.ada), sent.id(), "Hello"))
        .isInstanceOf(Outcome.Done.class);
    assertThat(keys(OfMessageService.history(day.chat.editHistory()), day.ada, ofMessage()))
        .containsExactly(sent.id() + ":2");
  }

  @Test
  void itIsThereWhateverIsSelected() {
    ObjectNode query = ofMessage();
    query.putArray("$select").add("readAt");
    assertThat(keys(OfMessageService.receipts(day.chat.receipts()), day.ada, query)).hasSize(1);
  }
}
