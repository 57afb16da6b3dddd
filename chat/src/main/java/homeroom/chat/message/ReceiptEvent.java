// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Members have come further in a conversation; told to those whose messages it concerns, and a read
 * to the reader's other devices.
 *
 * @param kind whether they read, or only got, the messages
 * @param after no message up to this seq is concerned
 */
public record ReceiptEvent(
    SchoolId schoolId,
    ConversationId conversationId,
    ReceiptKind kind,
    long after,
    List<Entry> receipts)
    implements ChatEvent {

  /** One member's watermark now. */
  public record Entry(UserId userId, long seq, Instant at) {}

  public ReceiptEvent {
    receipts = List.copyOf(receipts);
  }
}
