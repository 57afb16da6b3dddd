// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;

/** What one node tells the others of in the log of a school. It may come more than once. */
public sealed interface Change permits Change.OfMessage, Notice {

  /**
   * A change of a conversation's messages.
   *
   * @param event what its members are told, by each node those that it knows itself
   */
  record OfMessage(ConversationId conversation, long rev, ChatEvent event) implements Change {}
}
