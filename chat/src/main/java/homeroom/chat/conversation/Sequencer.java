// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.ConversationId;
import homeroom.chat.time.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one change of a conversation be made at a time, whichever use case makes it, so that what is
 * stored and what is told have one order. A change that failed halfway leaves a {@link Step}, which
 * is done before the next one. Conversations that share a stripe wait for each other now and then;
 * the waiting threads are virtual.
 */
public final class Sequencer {

  private static final int STRIPES = 4096;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
  private final UnfinishedChanges unfinished;

  /**
   * @param executor does what changes have left to do, where no other change comes; may block
   */
  public Sequencer(Timer timer, Executor executor) {
    this.unfinished = new UnfinishedChanges(timer, executor);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /** What a change has still to do. */
  @FunctionalInterface
  public interface Step {

    /**
     * Does what can be done now, in the conversation's order.
     *
     * @return whether that was all; false has it tried again for a while
     * @throws homeroom.chat.school.StoreUnavailable to be tried again until the store is back
     */
    boolean isDone();
  }

  /**
   * Makes the change while no other change of that conversation is under way, and all before it are
   * whole.
   *
   * @throws homeroom.chat.school.StoreUnavailable also if one before it cannot be made whole now
   */
  public <T> T inOrder(ConversationId id, Supplier<T> change) {
    ReentrantLock stripe = stripe(id);
    stripe.lock();
    try {
      unfinished.finish(id);
      return change.get();
    } finally {
      stripe.unlock();
    }
  }

  /**
   * Makes a change that tells of itself. If it throws, what became of it is found out by the step,
   * which is done later: before the next change of the conversation, if this one is made in order.
   */
  public <T> T whole(ConversationId id, Step step, Supplier<T> change) {
    boolean whole = false;
    try {
      T answer = change.get();
      whole = true;
      return answer;
    } finally {
      if (!whole) {
        alone(id, () -> unfinished.add(this, id, step));
      }
    }
  }

  /** Does something while no change of that conversation is under way, whole or not. */
  public void alone(ConversationId id, Runnable action) {
    ReentrantLock stripe = stripe(id);
    stripe.lock();
    try {
      action.run();
    } finally {
      stripe.unlock();
    }
  }

  private ReentrantLock stripe(ConversationId id) {
    return stripes[Math.floorMod(id.hashCode() * 0x9E3779B9, STRIPES)];
  }
}
