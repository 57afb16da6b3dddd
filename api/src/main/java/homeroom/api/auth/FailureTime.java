package homeroom.api.auth;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * When a failed sign-in is answered: at a whole number of steps after it began. A hash of an old
 * form takes another time than one of today, an account that is there another than one that is not;
 * the answer shows none of it. For virtual threads, which may wait.
 */
final class FailureTime {

  private static final long STEP_NANOS = Duration.ofMillis(250).toNanos();

  private FailureTime() {}

  /** Waits for the next step. */
  static void await(long beganNanos) {
    long steps = (System.nanoTime() - beganNanos) / STEP_NANOS + 1;
    long at = beganNanos + steps * STEP_NANOS;
    long left = at - System.nanoTime();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = at - System.nanoTime();
    }
  }
}
