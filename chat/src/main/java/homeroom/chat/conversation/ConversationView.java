// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one of its members sees it.
 *
 * @param readOnly whether this member cannot write in it, whatever the hour
 * @param closed whether a teacher closed the class for now
 * @param managedBy who manages a group; null for other conversations, and where nobody can
 * @param unread messages of others, not deleted, after readSeq; at most {@link #MAX_UNREAD}
 * @param readSeq the newest message that this member has read
 */
public record ConversationView(
    Conversation conversation,
    @Nullable UserId managedBy,
    boolean readOnly,
    boolean closed,
    int unread,
    long readSeq) {

  /** Counting unread messages stops here. */
  public static final int MAX_UNREAD = 999;
}
