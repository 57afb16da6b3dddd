// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.message.Message;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.socketio.Frame;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the deliveries of new messages, so that one frame with one ack id serves all receivers,
 * and remembers the newest of them. An ack that comes later than {@link #REMEMBERED} messages is
 * not understood; the heartbeat confirms what it would have. Safe for many threads.
 */
final class Deliveries {

  /** How many deliveries are remembered, a power of two. */
  static final int REMEMBERED = 1 << 16;

  /** Ack ids wrap around; numbers do not. */
  static final long ACK_IDS = Frame.LAST_SHARED_ACK_ID - Frame.FIRST_SHARED_ACK_ID + 1;

  /** One new message on its way, numbered in the order of the whole node. */
  record Delivery(long number, SchoolId school, ConversationId conversation, long seq) {

    long ackId() {
      return Frame.FIRST_SHARED_ACK_ID + number % ACK_IDS;
    }
  }

  private final AtomicReferenceArray<@Nullable Delivery> newest =
      new AtomicReferenceArray<>(REMEMBERED);
  private final AtomicLong next;

  /**
   * None so far.
   *
   * @param first the number of the first one
   */
  Deliveries(long first) {
    this.next = new AtomicLong(first);
  }

  Delivery of(Message message) {
    long number = next.getAndIncrement();
    var delivery =
        new Delivery(number, message.schoolId(), message.conversationId(), message.seq());
    newest.set(slot(delivery.ackId()), delivery);
    return delivery;
  }

  @Nullable Delivery byAckId(long ackId) {
    Delivery delivery = newest.get(slot(ackId));
    return delivery != null && delivery.ackId() == ackId ? delivery : null;
  }

  private static int slot(long ackId) {
    return (int) (ackId & (REMEMBERED - 1));
  }
}
