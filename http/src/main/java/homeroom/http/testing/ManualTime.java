// SPDX-License-Identifier: Apache-2.0
package homeroom.http.testing;

import homeroom.http.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes when a test says so. Safe for any thread, but one at a time makes it pass.
 *
 * <p>What becomes due runs on its own executor, in the order of the due times, and is done when
 * {@link #advance} returns.
 */
public final class ManualTime implements TimeSource {

  private static final Instant START = Instant.parse("2026-09-01T06:00:00Z");

  private record Scheduled(
      long due, long number, ScheduledExecutorService executor, FutureTask<?> run) {}

  private final PriorityQueue<Scheduled> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Scheduled::due).thenComparingLong(Scheduled::number));
  private long now;
  private long lastNumber;

  @Override
  public synchronized Instant instant() {
    return START.plusNanos(now);
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized Future<?> schedule(
      ScheduledExecutorService executor, Runnable task, long delay, TimeUnit unit) {
    var run = new FutureTask<@Nullable Void>(task, null);
    lastNumber++;
    waiting.add(new Scheduled(now + Math.max(0, unit.toNanos(delay)), lastNumber, executor, run));
    return run;
  }

  /** Lets time pass, with all that becomes due on the way. Not to be called on an executor. */
  public void advance(Duration duration) throws InterruptedException {
    long end = nanoTime() + duration.toNanos();
    for (Scheduled next = takeUntil(end); next != null; next = takeUntil(end)) {
      run(next);
    }
    passUnnoticed(Duration.ofNanos(end - nanoTime()));
  }

  /** Lets time pass while nothing that becomes due is done yet, as on a busy machine. */
  public synchronized void passUnnoticed(Duration duration) {
    now += duration.toNanos();
  }

  private synchronized @Nullable Scheduled takeUntil(long end) {
    Scheduled next = waiting.peek();
    if (next == null || next.due() > end) {
      return null;
    }
    now = Math.max(now, next.due());
    return waiting.remove();
  }

  private static void run(Scheduled task) throws InterruptedException {
    try {
      task.executor().submit(task.run()).get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a future task keeps its fault to itself", impossible);
    } catch (RejectedExecutionException stopped) {
      // nothing becomes due on an executor that has stopped
    }
  }
}
