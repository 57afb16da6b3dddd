// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.bus.BusUnavailable;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;

/**
 * Until when a call has to have its answer.
 *
 * @param nanos as {@link System#nanoTime} has it
 */
record Deadline(long nanos) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  private long left() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /**
   * Waits for an answer.
   *
   * @throws TimeoutException if it did not come until then
   * @throws ExecutionException if it is a fault, or nobody waits for it any more
   */
  <T> T await(CompletionStage<T> answer) throws TimeoutException, ExecutionException {
    try {
      return answer.toCompletableFuture().get(left(), TimeUnit.NANOSECONDS);
    } catch (CancellationException e) {
      throw new ExecutionException(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Whether the lock was to be had until then. */
  boolean lock(Lock lock) {
    try {
      return lock.tryLock(left(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static BusUnavailable interrupted() {
    Thread.currentThread().interrupt();
    return new BusUnavailable("Whoever waited for Redis was interrupted.");
  }
}
