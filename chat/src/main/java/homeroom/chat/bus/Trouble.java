// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.time.Timer;
import java.time.Duration;

/**
 * Faults of something that is tried again: when that may be next, whether others wait for it, and
 * when it has lasted so long that it is given up. Belongs to whoever tries.
 */
final class Trouble {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** So many faults one after another hold up others; then they go on without. */
  private static final int HOLDING = 5;

  private static final Duration AGAIN_BESIDE = Duration.ofSeconds(30);

  /** Whoever was connected so long while it lasted has come back since, or asks for what is new. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Timer timer;

  /** Faults one after another, and when the first and the last of them were. */
  private int faults;

  private long firstAt;
  private long lastAt;

  /** None so far. */
  Trouble(Timer timer) {
    this.timer = timer;
  }

  boolean mayTry() {
    return faults == 0 || timer.nanoTime() - lastAt >= (holds() ? AGAIN : AGAIN_BESIDE).toNanos();
  }

  /** Whether others are to wait for it. */
  boolean holds() {
    return faults < HOLDING;
  }

  /** One more; whether it is to be given up, after which the next fault begins another hour. */
  boolean failed() {
    lastAt = timer.nanoTime();
    if (faults++ == 0) {
      firstAt = lastAt;
    }
    boolean tooLong = lastAt - firstAt >= LONGEST.toNanos();
    if (tooLong) {
      firstAt = lastAt;
    }
    return tooLong;
  }

  void isOver() {
    faults = 0;
  }
}
