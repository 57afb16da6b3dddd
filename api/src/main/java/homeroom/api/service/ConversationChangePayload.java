// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import homeroom.chat.conversation.Groups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be different about a group. */
@Received(additionalProperties = false)
@Description("What is to be different about a group.")
record ConversationChangePayload(
    @Description("At most " + Groups.MAX_TITLE + " characters.") @Nullable String title,
    @Nullable Members participants,
    @Description("Of a class, by its teachers: whether it is closed for now.")
        @Nullable Boolean closed) {

  @Received(additionalProperties = false)
  @Description("Who is to join and who is to go.")
  record Members(@Id @Nullable List<String> add, @Id @Nullable List<String> remove) {}
}
