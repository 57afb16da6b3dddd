// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;

/**
 * A member has come further in a conversation: the messages with {@code after < seq' <= seq} were
 * delivered, and read if {@code read}. A claim about all messages up to seq has {@code after} 0.
 *
 * @param read whether they were read (and so delivered), else only delivered
 */
public record WatermarkAdvance(
    SchoolId schoolId,
    ConversationId conversationId,
    UserId userId,
    boolean read,
    long after,
    long seq,
    Instant at) {

  /** The same, going no further than {@code newest}. */
  public WatermarkAdvance upTo(long newest) {
    return seq <= newest
        ? this
        : new WatermarkAdvance(schoolId, conversationId, userId, read, after, newest, at);
  }
}
