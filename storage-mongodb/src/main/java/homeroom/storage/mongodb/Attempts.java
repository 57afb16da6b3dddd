// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How often a write is tried again that another writer was faster than. Each time some writer has
 * won, so that only time bounds it. For one thread.
 */
final class Attempts {

  private static final long SOON_MILLIS = 1_000;
  private static final int AT_ONCE = 3;
  private static final int LONGEST_PAUSE_MILLIS = 20;

  private final long deadline;
  private int failed;

  Attempts(Duration time) {
    this.deadline = System.nanoTime() + time.toNanos();
  }

  /**
   * Returns when it is time to try again.
   *
   * @throws StoreUnavailable when no time is left
   */
  void again() {
    if (System.nanoTime() - deadline > 0) {
      throw new StoreUnavailable("Others write the same all the time; repeat it.", SOON_MILLIS);
    }
    failed++;
    if (failed > AT_ONCE) {
      LockSupport.parkNanos(
          Duration.ofMillis(Math.min(failed - AT_ONCE, LONGEST_PAUSE_MILLIS)).toNanos());
    }
  }
}
