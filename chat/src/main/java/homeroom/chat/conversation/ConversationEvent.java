// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Map;

/** What people are told about conversations, apart from what is written in them. */
public sealed interface ConversationEvent extends ChatEvent {

  ConversationId id();

  /**
   * You are in it from now on.
   *
   * @param views as each sees it who was connected when it was told
   */
  record Added(ConversationId id, Map<UserId, ConversationView> views)
      implements ConversationEvent {
    public Added {
      views = Map.copyOf(views);
    }
  }

  /**
   * Its title or people changed, or whether it can be written.
   *
   * @param views as each sees it who was connected when it was told
   */
  record Updated(ConversationId id, Map<UserId, ConversationView> views)
      implements ConversationEvent {
    public Updated {
      views = Map.copyOf(views);
    }
  }

  /** You are not in it any more. */
  record Removed(ConversationId id) implements ConversationEvent {}
}
