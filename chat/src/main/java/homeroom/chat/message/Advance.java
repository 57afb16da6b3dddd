package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;

/**
 * A member has come further in a conversation.
 *
 * @param read whether the messages up to seq were read (and so delivered), else only delivered
 */
public record Advance(
    SchoolId schoolId,
    ConversationId conversationId,
    UserId userId,
    boolean read,
    long seq,
    Instant at) {}
