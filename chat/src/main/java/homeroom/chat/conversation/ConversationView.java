// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

/**
 * A conversation as one of its members sees it.
 *
 * @param readOnly whether nobody can write in it any more
 * @param unread messages of others, not deleted, after readSeq; at most {@link #MAX_UNREAD}
 * @param readSeq the newest message that this member has read
 */
public record ConversationView(
    Conversation conversation, boolean readOnly, int unread, long readSeq) {

  /** Counting unread messages stops here. */
  public static final int MAX_UNREAD = 999;
}
