// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the clock was set, by comparing it with time as it passes. Every step is logged.
 * Safe for many threads.
 */
final class ClockSteps {

  private static final Logger LOG = LoggerFactory.getLogger(ClockSteps.class);

  /** How often it is to be looked at. */
  static final Duration EVERY = Duration.ofSeconds(10);

  /** What a clock that is kept right, and a pause of this process, may make between two looks. */
  private static final Duration SMALL = Duration.ofSeconds(2);

  /** How long a step is worth a word. */
  private static final Duration RECENT = Duration.ofDays(1);

  /**
   * The clock was set.
   *
   * @param nanos of the timer, when it was noticed
   * @param by negative if it went back
   */
  private record Step(long nanos, Duration by) {}

  private final Clock clock;
  private final Timer timer;
  private Instant seen;
  private long nanos;
  private int steps;
  private Optional<Step> last = Optional.empty();

  ClockSteps(Clock clock, Timer timer) {
    this.clock = clock;
    this.timer = timer;
    this.seen = clock.instant();
    this.nanos = timer.nanoTime();
  }

  /** Compares. */
  synchronized void look() {
    Instant now = clock.instant();
    long nanosNow = timer.nanoTime();
    Duration by = Duration.between(seen, now).minusNanos(nanosNow - nanos);
    seen = now;
    nanos = nanosNow;
    if (by.abs().compareTo(SMALL) > 0) {
      steps++;
      last = Optional.of(new Step(nanosNow, by));
      LOG.warn("{} Messages keep their order; tokens, quiet hours and times follow it.", said(by));
    }
  }

  /** How often it was set since the start. */
  synchronized int count() {
    return steps;
  }

  /** What there is to say of the last day. */
  synchronized Finding finding() {
    look();
    return last.filter(step -> nanos - step.nanos() < RECENT.toNanos())
        .map(step -> Finding.warning(said(step.by()), "timedatectl"))
        .orElseGet(() -> Finding.fine("The clock runs evenly."));
  }

  private static String said(Duration by) {
    return by.isNegative()
        ? "The clock was set back by " + by.abs().toSeconds() + " seconds."
        : "The clock was set forward by "
            + by.toSeconds()
            + " seconds, or the machine stood still.";
  }
}
