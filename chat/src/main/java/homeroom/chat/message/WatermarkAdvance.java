// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;

/**
 * A member has come further in a conversation: the messages with {@code after < seq' <= seq} were
 * delivered, and read if the kind says so. A claim about all messages up to seq has {@code after}
 * 0.
 */
public record WatermarkAdvance(
    SchoolId schoolId,
    ConversationId conversationId,
    UserId userId,
    ReceiptKind kind,
    long after,
    long seq,
    Instant at) {

  /** Whether they were read, not only delivered. */
  public boolean isRead() {
    return kind == ReceiptKind.READ;
  }

  /** The same, going no further than {@code newest}. */
  public WatermarkAdvance upTo(long newest) {
    return seq <= newest
        ? this
        : new WatermarkAdvance(schoolId, conversationId, userId, kind, after, newest, at);
  }
}
