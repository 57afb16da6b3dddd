// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Clock;
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

  /** Of whoever looks. */
  private final Trouble trouble;

  /** Nothing need be looked for that is from before now. */
  Looks(SchoolId school, Clock clock, Timer timer, BusLimits limits, Faults faults) {
    this.school = school;
    this.clock = clock;
    this.timer = timer;
    this.limits = limits;
    this.faults = faults;
    this.trouble = new Trouble(timer);
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
   * Looks if that was asked for. If whoever looks has a fault, it is asked for still; if that lasts
   * too long, no longer than from the last attempt on: what is looked for does not grow without
   * end.
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
    if (!trouble.mayTry()) {
      return !trouble.holds();
    }
    Moment began = now();
    if (!faults.none(
        "Changes of " + school + " were not found in the store", () -> look.accept(from))) {
      if (trouble.failed()) {
        giveUp(from, began, answered);
      }
      return !trouble.holds();
    }
    trouble.isOver();
    found = began;
    synchronized (this) {
      if (answered == asked) {
        since = null;
      }
    }
    return true;
  }

  /** Whoever asks for what is new finds it; and so does the next change of a conversation. */
  private void giveUp(Instant from, Moment began, int answered) {
    faults.happened(
        "Changes of " + school + " are not looked for any more",
        new IllegalStateException("Those from " + from + " to " + began.at()));
    found = began;
    synchronized (this) {
      if (answered == asked) {
        since = began.at().minus(limits.margin());
      }
    }
  }
}
