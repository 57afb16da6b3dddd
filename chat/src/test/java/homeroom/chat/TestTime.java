// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so, for a clock and a timer alike. For one thread. */
public final class TestTime implements Timer {

  private record Task(long nanos, Runnable work) {}

  /** A Monday at eight. */
  public static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private final List<Task> tasks = new ArrayList<>();
  private long nanos;
  private Duration wrong = Duration.ZERO;

  /** Begins at {@link #START}. */
  public Clock clock() {
    InstantSource source = () -> START.plusMillis(nanos / 1_000_000).plus(wrong);
    return source.withZone(ZoneOffset.UTC);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Appointment after(Duration delay, Runnable work) {
    var task = new Task(nanos + delay.toNanos(), work);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Sets the clock, forward or back; no time passes. */
  public void setClock(Duration by) {
    wrong = wrong.plus(by);
  }

  /** Lets time pass in which nothing is done, as in a process that was stopped. */
  public void jump(Duration duration) {
    nanos += duration.toNanos();
  }

  /** Lets time pass; what becomes due is done on the way, each at its time. */
  public void pass(Duration duration) {
    long until = nanos + duration.toNanos();
    for (Task next = due(until); next != null; next = due(until)) {
      tasks.remove(next);
      nanos = Math.max(nanos, next.nanos);
      next.work.run();
    }
    nanos = Math.max(nanos, until);
  }

  private @Nullable Task due(long until) {
    return tasks.stream()
        .filter(task -> task.nanos <= until)
        .min(Comparator.comparingLong(Task::nanos))
        .orElse(null);
  }
}
