// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that is moved far more often than it passes: moving it writes one field, and the one
 * timer behind it looks again when it fires. Runs on the connection's event loop.
 */
final class ConnectionDeadline {

  private final EventLoop loop;
  private final TimeSource time;
  private final Runnable onPassed;
  private @Nullable Long dueNanos;
  private @Nullable Future<?> timer;
  private long timerNanos;

  ConnectionDeadline(EventLoop loop, TimeSource time, Runnable onPassed) {
    this.loop = loop;
    this.time = time;
    this.onPassed = onPassed;
  }

  void set(Duration after) {
    long due = time.nanoTime() + after.toNanos();
    dueNanos = due;
    if (timer == null || timerNanos - due > 0) {
      cancelTimer();
      schedule(due);
    }
  }

  /** No limit for now; the timer, if any, runs out quietly. */
  void clear() {
    dueNanos = null;
  }

  /** No limit any more, and no timer left behind. */
  void cancel() {
    clear();
    cancelTimer();
  }

  private void schedule(long due) {
    timerNanos = due;
    timer = time.schedule(loop, this::fire, due - time.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void fire() {
    timer = null;
    Long due = dueNanos;
    if (due == null) {
      return;
    }
    if (due - time.nanoTime() > 0) {
      schedule(due);
      return;
    }
    dueNanos = null;
    onPassed.run();
  }
}
