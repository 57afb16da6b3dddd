package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;

/**
 * A conversation as one of its members sees it.
 *
 * @param readOnly whether nobody can write in it any more
 * @param unread messages of others, not deleted, after readSeq; at most {@link
 *     ConversationViews#MAX_UNREAD}
 * @param readSeq the newest message that this member has read
 */
public record ConversationView(
    Conversation conversation, boolean readOnly, int unread, long readSeq) {}
