// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.Map;

/** How members see a conversation, whose unread messages differ. Blocks; for many threads. */
@FunctionalInterface
public interface MemberViews {

  /**
   * The conversation as each of these members sees it who is connected now; who connects later
   * reads it in the sync that follows.
   */
  Map<UserId, ConversationView> of(Conversation conversation, Collection<UserId> members);
}
