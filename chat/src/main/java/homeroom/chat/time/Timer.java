// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Time as it passes, whatever the calendar says. Safe for many threads. */
public interface Timer {

  /** Calls off what was to be done later; does nothing once it began. */
  @FunctionalInterface
  interface Appointment {
    void cancel();
  }

  /** In nanoseconds; only differences mean anything, as of {@link System#nanoTime}. */
  long nanoTime();

  /**
   * Runs the task once, when the delay is over, on the timer's thread: so it is short, and hands
   * over what takes long.
   */
  Appointment after(Duration delay, Runnable task);

  /** The time of this machine, and tasks on the executor's thread. */
  static Timer on(ScheduledExecutorService executor) {
    return new Timer() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public Appointment after(Duration delay, Runnable task) {
        Future<?> later = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> later.cancel(false);
      }
    };
  }
}
