// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.ConversationView;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Map;

/**
 * What those are told besides who keep records: a record as it is now, since something changed in
 * it that others see by the event that changed it.
 */
public sealed interface RecordEvent extends ChatEvent {

  /**
   * A conversation has other messages, or other ones are unread.
   *
   * @param views as each of them sees it
   */
  record OfConversation(ConversationId id, Map<UserId, ConversationView> views)
      implements RecordEvent {
    public OfConversation {
      views = Map.copyOf(views);
    }
  }

  /** A message has another status; told to who wrote it. */
  record OfMessage(MessageView message) implements RecordEvent {}
}
