// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.ConversationId;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one change of a conversation be made at a time, whichever use case makes it, so that what is
 * stored and what is told have one order. Conversations that share a stripe wait for each other now
 * and then; the waiting threads are virtual.
 */
public final class Sequencer {

  private static final int STRIPES = 4096;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  public Sequencer() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /** Makes the change while no other change of that conversation is under way. */
  public <T> T inOrder(ConversationId id, Supplier<T> change) {
    ReentrantLock stripe = stripes[Math.floorMod(id.hashCode() * 0x9E3779B9, STRIPES)];
    stripe.lock();
    try {
      return change.get();
    } finally {
      stripe.unlock();
    }
  }
}
