// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * When a failed sign-in is answered: at a whole number of steps after it began. A hash of an old
 * form takes another time than one of today, an account that is there another than one that is not;
 * the answer shows none of it. For virtual threads, which may wait.
 */
final class FailureTime {

  static final Duration STEP = Duration.ofMillis(250);

  private final Timer timer;

  FailureTime(Timer timer) {
    this.timer = timer;
  }

  /**
   * Waits for the next step, or until interrupted.
   *
   * @param began when the sign-in did, as {@link Timer#nanoTime}
   */
  void await(long began) {
    long steps = (timer.nanoTime() - began) / STEP.toNanos() + 1;
    long left = began + steps * STEP.toNanos() - timer.nanoTime();
    var over = new CountDownLatch(1);
    var _ = timer.after(Duration.ofNanos(left), over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
