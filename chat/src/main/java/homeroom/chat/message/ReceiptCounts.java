// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.Set;

/**
 * How many of the other active members a message has reached.
 *
 * @param of how many there are that joined before the message
 */
public record ReceiptCounts(int delivered, int read, int of) {

  /** Of a message that was sent just now to {@code of} others. */
  public static ReceiptCounts none(int of) {
    return new ReceiptCounts(0, 0, of);
  }

  /** Counts for one message, from the watermarks of the conversation and its active members. */
  static ReceiptCounts of(Message message, Collection<Watermark> watermarks, Set<UserId> members) {
    int delivered = 0;
    int read = 0;
    int of = 0;
    for (Watermark mark : watermarks) {
      if (mark.userId().equals(message.senderId())
          || mark.joinSeq() >= message.seq()
          || !members.contains(mark.userId())) {
        continue;
      }
      of++;
      delivered += mark.deliveredSeq() >= message.seq() ? 1 : 0;
      read += mark.readSeq() >= message.seq() ? 1 : 0;
    }
    return new ReceiptCounts(delivered, read, of);
  }

  /** The least advanced of the members counted. */
  public MessageStatus status() {
    if (of == 0 || delivered < of) {
      return MessageStatus.SENT;
    }
    return read < of ? MessageStatus.DELIVERED : MessageStatus.READ;
  }
}
