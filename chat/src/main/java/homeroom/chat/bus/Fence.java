// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets through what a node is asked only while it is known to have reached the store a moment ago,
 * by time as it passes and by the clock: one that was stopped, and knows nothing of what happened
 * since, reaches it anew before it answers anybody. One of the two may stand still while a machine
 * is suspended, or be set. Safe for many threads.
 */
public final class Fence {

  /**
   * When the store was asked.
   *
   * @param nanos as it passes
   */
  public record Moment(long nanos, Instant at) {}

  private static final long SOON_MILLIS = 1_000;

  private final Clock clock;
  private final LongSupplier nanos;
  private final Duration freshness;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition reachedAnew = lock.newCondition();
  private volatile Moment reached;

  /**
   * One that takes the store for reached now.
   *
   * @param nanos as of {@link System#nanoTime}
   * @param freshness how long ago the store was reached at most
   * @param patience how long a call waits for it
   */
  public Fence(Clock clock, LongSupplier nanos, Duration freshness, Duration patience) {
    this.clock = clock;
    this.nanos = nanos;
    this.freshness = freshness;
    this.patience = patience;
    this.reached = now();
  }

  /** To be asked for before the store is. */
  public Moment now() {
    return new Moment(nanos.getAsLong(), clock.instant());
  }

  /** When the store was asked last with success. */
  public Moment reached() {
    return reached;
  }

  /** The store answered what it was asked then. */
  public void reached(Moment asked) {
    lock.lock();
    try {
      if (asked.nanos() - reached.nanos() >= 0) {
        reached = asked;
      }
      reachedAnew.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the store was reached a moment ago. */
  public boolean isFresh() {
    Moment last = reached;
    return nanos.getAsLong() - last.nanos() <= freshness.toNanos()
        && !clock.instant().isAfter(last.at().plus(freshness));
  }

  /**
   * Returns at once while the store is in reach, else as soon as it is.
   *
   * @throws StoreUnavailable if that takes too long
   */
  public void pass() {
    if (!isFresh()) {
      awaitReach();
    }
  }

  private void awaitReach() {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!isFresh()) {
        if (left <= 0) {
          throw unreached();
        }
        left = reachedAnew.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreached();
    } finally {
      lock.unlock();
    }
  }

  private static StoreUnavailable unreached() {
    return new StoreUnavailable("This node has to reach the store first; repeat it.", SOON_MILLIS);
  }
}
