// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The looks into the store for what changed in one school. Each begins where the last one that
 * found everything did, or where everything is proven to have been heard, if that is later, and a
 * margin before that; or further back if somebody asked for it. Asking is safe for many threads;
 * one at a time looks.
 */
final class Looks {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** So many that fail one after another hold the school; then it goes on without. */
  private static final int HOLDING = 5;

  private static final Duration AGAIN_BESIDE = Duration.ofSeconds(30);

  /** By both clocks, since either may be set or stand still. */
  private record Moment(long nanos, Instant at) {}

  private final SchoolId school;
  private final Clock clock;
  private final Timer timer;
  private final BusLimits limits;
  private final Faults faults;

  /** When the last look that found everything began. */
  private volatile Moment found;

  /** What is asked for belongs to whoever has this object. */
  private @Nullable Instant since;

  private int asked;

  /** Of whoever looks: looks that failed one after another, and when the last did. */
  private int failed;

  private long failedAt;

  /** Nothing need be looked for that is from before now. */
  Looks(SchoolId school, Clock clock, Timer timer, BusLimits limits, Faults faults) {
    this.school = school;
    this.clock = clock;
    this.timer = timer;
    this.limits = limits;
    this.faults = faults;
    this.found = now();
  }

  private Moment now() {
    return new Moment(timer.nanoTime(), clock.instant());
  }

  /** A look is to begin at that moment, or before. */
  synchronized void ask(Instant moment) {
    asked++;
    if (since == null || moment.isBefore(since)) {
      since = moment;
    }
  }

  /** Until when everything is known to have been heard, or found. */
  Instant known(Instant proven) {
    Moment last = found;
    Instant byTime = clock.instant().minusNanos(timer.nanoTime() - last.nanos());
    Instant looked = byTime.isBefore(last.at()) ? byTime : last.at();
    return looked.isAfter(proven) ? looked : proven;
  }

  /** Where the next look begins, if nobody asks for more. */
  Instant next(Instant proven) {
    return known(proven).minus(limits.margin());
  }

  /** No look that was asked for, or will be made unasked, goes back further. */
  synchronized Instant toldUntil(Instant proven) {
    return earlier(since, next(proven));
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }

  /**
   * Looks if that was asked for. If whoever looks has a fault, it is asked for still.
   *
   * @param look for what changed since then
   * @return whether the school may go on
   * @throws StoreUnavailable to be called again
   */
  boolean make(Instant proven, Consumer<Instant> look) {
    Instant from;
    int answered;
    synchronized (this) {
      if (since == null) {
        return true;
      }
      from = earlier(since, next(proven));
      answered = asked;
    }
    if (failed > 0 && timer.nanoTime() - failedAt < (holds() ? AGAIN : AGAIN_BESIDE).toNanos()) {
      return !holds();
    }
    Moment began = now();
    if (!faults.none(
        "Changes of " + school + " were not found in the store", () -> look.accept(from))) {
      failedAt = timer.nanoTime();
      failed++;
      return !holds();
    }
    failed = 0;
    found = began;
    synchronized (this) {
      if (answered == asked) {
        since = null;
      }
    }
    return true;
  }

  private boolean holds() {
    return failed < HOLDING;
  }
}
