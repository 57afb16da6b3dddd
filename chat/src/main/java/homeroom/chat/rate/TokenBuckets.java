// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.rate;

import homeroom.chat.time.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket per key, full at first. Those that are full again are forgotten, so that it holds
 * only who took lately, at a cost of about one step for each take. Safe for many threads.
 */
public final class TokenBuckets<K> {

  private static final int SWEEP_ABOVE = 10_000;
  private static final double NANOS = 1e9;

  /** Differences as small as this come from computing with fractions. */
  private static final double ROUNDING = 1e-6;

  /** {@code level} is that of the moment {@code at}, in nanoseconds of the timer. */
  private record Bucket(double level, long at, Rate rate) {

    Bucket later(long now) {
      double gained = (now - at) / NANOS * rate.perSecond();
      return new Bucket(Math.min(rate.burst(), level + gained), now, rate);
    }

    Bucket charged(double cost) {
      return new Bucket(Math.max(-rate.burst(), level - cost), at, rate);
    }

    Bucket changed(double by) {
      return new Bucket(Math.min(rate.burst(), level + by), at, rate);
    }
  }

  private final Timer timer;
  private final Map<K, Bucket> buckets = new ConcurrentHashMap<>();
  private volatile int sweepAbove = SWEEP_ABOVE;

  public TokenBuckets(Timer timer) {
    this.timer = timer;
  }

  /**
   * Takes {@code cost} if it is there; what costs more than a full bucket costs a full one.
   *
   * @param rate that of the key
   * @return 0 if it was taken; else nothing was, and it will be there after so many milliseconds
   */
  public long take(K key, double cost, Rate rate) {
    if (rate.burst() == 0) {
      return 0;
    }
    sweep();
    double price = Math.min(cost, rate.burst());
    var missing = new double[1];
    buckets.compute(
        key,
        (same, known) -> {
          Bucket now = now(known, rate);
          double lacks = price - now.level();
          missing[0] = lacks < ROUNDING ? 0 : lacks;
          return missing[0] == 0 ? now.changed(-price) : now;
        });
    return (long) Math.ceil(missing[0] / rate.perSecond() * 1000 - ROUNDING);
  }

  /**
   * Takes {@code cost} whether it is there or not, of something that was done already: what lacks
   * has to be gained first, at most a full bucket.
   */
  public void charge(K key, double cost, Rate rate) {
    if (rate.burst() > 0) {
      sweep();
      buckets.compute(key, (same, known) -> now(known, rate).charged(cost));
    }
  }

  /** Gives back what {@link #take} took for nothing. */
  public void giveBack(K key, double cost) {
    buckets.computeIfPresent(key, (same, known) -> known.changed(cost));
  }

  /** Does what was paid for; if it throws, the price is given back. */
  public <T> T spend(K key, double cost, Supplier<T> work) {
    boolean done = false;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        giveBack(key, cost);
      }
    }
  }

  private Bucket now(@Nullable Bucket known, Rate rate) {
    long now = timer.nanoTime();
    return known == null
        ? new Bucket(rate.burst(), now, rate)
        : new Bucket(known.level(), known.at(), rate).later(now);
  }

  /** Each sweep is paid by as many new keys as it looks at. */
  private void sweep() {
    if (buckets.size() > sweepAbove) {
      long now = timer.nanoTime();
      buckets.values().removeIf(bucket -> bucket.later(now).level() >= bucket.rate().burst());
      sweepAbove = Math.max(SWEEP_ABOVE, 2 * buckets.size());
    }
  }

  /** How many are kept. */
  int size() {
    return buckets.size();
  }
}
