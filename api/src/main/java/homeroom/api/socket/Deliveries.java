// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.message.Message;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.socketio.Frame;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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
  private final ReentrantLock order = new ReentrantLock();
  private final AtomicLong next;

  /**
   * None so far.
   *
   * @param first the number of the first one
   */
  Deliveries(long first) {
    this.next = new AtomicLong(first);
  }

  /**
   * To be held while a number is taken and what has it is queued: numbers have to reach each socket
   * in their order, since a pong confirms everything up to the last one queued.
   */
  Lock order() {
    return order;
  }

  /** The number of something on its way that asks for no ack. */
  long number() {
    return next.getAndIncrement();
  }

  Delivery of(Message message) {
    long number = number();
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
