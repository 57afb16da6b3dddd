// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store takes writes, found by writing. Safe for many threads; blocks on the store, and
 * however often it is asked, the store is not asked more often than every two seconds.
 */
public final class StoreProbe {

  /** How long an answer of the store stands. */
  private static final Duration STANDS = Duration.ofSeconds(2);

  /**
   * What a probe found.
   *
   * @param took how long it took until what was written was durable, or refused
   */
  public record Found(boolean takesWrites, Duration took) {}

  private record Probed(Found found, long nanos) {}

  private final Runnable store;
  private final Timer timer;
  private final ReentrantLock probing = new ReentrantLock();
  private @Nullable Probed last;

  /**
   * Of one store.
   *
   * @param store writes something to the store, or throws
   */
  public StoreProbe(Runnable store, Timer timer) {
    this.store = store;
    this.timer = timer;
  }

  public Found ask() {
    probing.lock();
    try {
      if (last == null || timer.nanoTime() - last.nanos() >= STANDS.toNanos()) {
        long began = timer.nanoTime();
        boolean takesWrites = probe();
        long now = timer.nanoTime();
        last = new Probed(new Found(takesWrites, Duration.ofNanos(now - began)), now);
      }
      return last.found();
    } finally {
      probing.unlock();
    }
  }

  private boolean probe() {
    try {
      store.run();
      return true;
    } catch (RuntimeException e) {
      // Whatever is the matter, the store has logged it.
      return false;
    }
  }
}
