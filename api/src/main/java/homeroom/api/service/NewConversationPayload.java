// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Const;
import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import homeroom.chat.conversation.Groups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation to be made; those of classes are made with the class. */
sealed interface NewConversationPayload {

  @Received
  @Description("A direct conversation; the answer is the one there is, if there is one.")
  record Direct(
      @Const("direct") String type, @Description("The other user.") @Id List<String> participants)
      implements NewConversationPayload {}

  @Received
  @Description("A group.")
  record Group(
      @Const("group") String type,
      @Description("At most " + Groups.MAX_TITLE + " characters.") @Nullable String title,
      @Description("Who is in it beside you.") @Id @Nullable List<String> participants)
      implements NewConversationPayload {}
}
