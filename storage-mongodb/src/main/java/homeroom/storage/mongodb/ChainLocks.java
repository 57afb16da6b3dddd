// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.audit.AuditChain;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets the threads of this process append to one chain one after another, so that they do not take
 * each other's place all the time. Chains that share a stripe wait for each other now and then.
 */
final class ChainLocks {

  private static final int STRIPES = 256;
  private static final long SOON_MILLIS = 1_000;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
  private final long mostNanos;

  /**
   * @param most how long somebody waits for their turn
   */
  ChainLocks(Duration most) {
    mostNanos = most.toNanos();
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /**
   * Does the work while nobody else does any of that chain.
   *
   * @throws StoreUnavailable if it is not its turn in time
   */
  <T> T alone(AuditChain chain, Supplier<T> work) {
    ReentrantLock stripe = stripes[Math.floorMod(chain.hashCode() * 0x9E3779B9, STRIPES)];
    if (!comes(stripe)) {
      throw new StoreUnavailable("Too much is being written down at once.", SOON_MILLIS);
    }
    try {
      return work.get();
    } finally {
      stripe.unlock();
    }
  }

  private boolean comes(ReentrantLock stripe) {
    try {
      return stripe.tryLock(mostNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
