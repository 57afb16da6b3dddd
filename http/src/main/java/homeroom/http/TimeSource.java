// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where a server's time comes from: the date, how much of it has passed, and a call when enough of
 * it has. Safe for any thread.
 */
public interface TimeSource extends InstantSource {

  /** Nanoseconds since some moment; never goes back, as {@link System#nanoTime}. */
  long nanoTime();

  /** The same in milliseconds. */
  default long milliTime() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime());
  }

  /** Runs {@code task} on {@code executor} once {@code delay} has passed. */
  Future<?> schedule(ScheduledExecutorService executor, Runnable task, long delay, TimeUnit unit);

  /** The time of this machine. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
