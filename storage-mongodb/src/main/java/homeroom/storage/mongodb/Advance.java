// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.message.ReceiptKind;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Item;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/**
 * A member's watermark that came from {@code after} to {@code seq}.
 *
 * @param read whether readSeq, not deliveredSeq
 * @param after is not kept of one that has a document of its own: 0 then
 */
record Advance(UserId userId, boolean read, long after, long seq, Instant at) {

  /** How many seqs those of a document are apart at most; who went further has one of their own. */
  static final int SPAN = 64;

  static Advance of(DocumentReader found) {
    return new Advance(
        new UserId(found.text("userId")),
        found.flag("read"),
        found.number("after"),
        found.number("seq"),
        found.time("at"));
  }

  boolean isFar() {
    return seq - after > SPAN;
  }

  /** Whether it reached the message, which the member had not reached before. */
  boolean passes(long message) {
    return after < message && seq >= message;
  }

  /** Among others. */
  Document document() {
    return new Document("userId", userId.value())
        .append("read", read)
        .append("after", after)
        .append("seq", seq)
        .append("at", Date.from(at));
  }

  /** By itself. */
  Document document(SchoolId school, ConversationId conversation) {
    return new Document("conversationId", conversation.value())
        .append("userId", userId.value())
        .append("read", read)
        .append("seq", seq)
        .append("at", Date.from(at))
        .append("schoolId", school.value());
  }

  Item item(SchoolId school, ConversationId conversation) {
    return new Item.OfAdvance(
        school, conversation, userId, read ? ReceiptKind.READ : ReceiptKind.DELIVERED, seq, at);
  }
}
