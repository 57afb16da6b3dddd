// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A conversation to be made; those of classes are made with the class. */
sealed interface NewConversation {

  @Received
  @About("A direct conversation; the answer is the one there is, if there is one.")
  record Direct(
      @Words("direct") String type, @About("The other user.") @Id List<String> participants)
      implements NewConversation {}

  @Received
  @About("A group.")
  record Group(
      @Words("group") String type,
      @About("At most 200 characters.") @Nullable String title,
      @About("Who is in it beside you.") @Id @Nullable List<String> participants)
      implements NewConversation {}

  static NewConversation read(JsonNode data) {
    List<String> participants = Fields.ids(data, "participants");
    String type = Fields.text(data, "type");
    return switch (type) {
      case "direct" -> new Direct(type, participants);
      case "group" -> new Group(type, Fields.optionalText(data, "title"), participants);
      default ->
          throw Rejection.badField(
              "type",
              "is neither direct nor group",
              "'type' is 'direct' or 'group'; a class has its conversation already.");
    };
  }
}
