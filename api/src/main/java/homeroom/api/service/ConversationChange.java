// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is to be different about a group. */
@Received
@About("What is to be different about a group.")
record ConversationChange(
    @About("At most 200 characters.") @Nullable String title, @Nullable Members participants) {

  @Received
  @About("Who is to join and who is to go.")
  record Members(@Id @Nullable List<String> add, @Id @Nullable List<String> remove) {}

  static ConversationChange read(JsonNode data) {
    Fields.only(data, "title", "participants");
    JsonNode people = data.get("participants");
    return new ConversationChange(
        Fields.optionalText(data, "title"),
        people == null || people.isNull() ? null : members(people));
  }

  private static Members members(JsonNode people) {
    if (!people.isObject()) {
      throw Rejection.badField(
          "participants",
          "is not { add, remove }",
          "'participants' is an object with the lists 'add' and 'remove'.");
    }
    return new Members(Fields.ids(people, "add"), Fields.ids(people, "remove"));
  }
}
