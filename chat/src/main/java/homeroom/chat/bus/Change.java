// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Set;

/** What one node tells the others of in the log of a school. It may come more than once. */
public sealed interface Change permits Change.OfMessage, Notice {

  /**
   * A change of a conversation's messages.
   *
   * @param event what its members are told
   * @param to who they are for the node that tells; each node tells those that it knows itself, so
   *     that this only says where nobody is concerned. Another node may get nobody instead, where
   *     they are many
   */
  record OfMessage(ConversationId conversation, long rev, ChatEvent event, Set<UserId> to)
      implements Change {}
}
