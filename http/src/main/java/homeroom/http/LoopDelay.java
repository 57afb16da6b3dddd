// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * How much later than it was due an event loop did a task: what everything on that loop waits, in
 * the time of this machine, which is the loop's own. One task per loop and span, which runs on the
 * loop.
 */
final class LoopDelay {

  private final EventExecutor loop;
  private final long everyNanos;
  private final LongConsumer told;
  private long due;

  LoopDelay(EventExecutor loop, Duration every, LongConsumer told) {
    this.loop = loop;
    this.everyNanos = every.toNanos();
    this.told = told;
  }

  void next() {
    if (!loop.isShuttingDown()) {
      due = System.nanoTime() + everyNanos;
      var _ = loop.schedule(this::look, everyNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    told.accept(Math.max(0, System.nanoTime() - due));
    next();
  }
}
