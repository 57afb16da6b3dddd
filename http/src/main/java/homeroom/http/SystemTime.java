// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The time of this machine. */
enum SystemTime implements TimeSource {
  INSTANCE;

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Future<?> schedule(
      ScheduledExecutorService executor, Runnable task, long delay, TimeUnit unit) {
    return executor.schedule(task, delay, unit);
  }
}
