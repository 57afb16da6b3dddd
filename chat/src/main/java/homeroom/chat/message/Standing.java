// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.ConversationView;
import homeroom.chat.school.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What a member has read of a conversation.
 *
 * @param unread messages of others, not deleted, after readSeq; {@link ConversationView#MAX_UNREAD}
 *     for that many or more
 */
record Standing(int unread, long readSeq) {

  static Standing of(ConversationView view) {
    return new Standing(view.unread(), view.readSeq());
  }

  /** Once the message was sent, edited or deleted; null if that cannot be told from memory. */
  @Nullable Standing after(Message changed, UserId member) {
    if (changed.senderId().equals(member) || changed.seq() <= readSeq) {
      return this;
    }
    if (changed.isDeleted()) {
      return unread == ConversationView.MAX_UNREAD ? null : new Standing(unread - 1, readSeq);
    }
    boolean isNew = changed.rev() == changed.seq();
    return isNew ? new Standing(Math.min(unread + 1, ConversationView.MAX_UNREAD), readSeq) : this;
  }

  /**
   * Once the member has read up to seq; null if that cannot be told from memory.
   *
   * @param newest the newest message that is not deleted; 0 if there is none
   */
  @Nullable Standing afterReading(long seq, long newest) {
    if (seq <= readSeq) {
      return this;
    }
    return seq >= newest ? new Standing(0, seq) : null;
  }
}
