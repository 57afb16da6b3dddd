// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A token bucket per user: {@code burst} messages at once, refilled {@code refillPerSecond}. Users
 * whose bucket is full again are forgotten, so it holds only those who wrote lately. It goes by
 * time as it passes, whatever the calendar says.
 */
final class SendRate {

  private static final int SWEEP_ABOVE = 10_000;

  private final MessageLimits limits;
  private final Timer timer;
  private final Map<UserId, Bucket> buckets = new ConcurrentHashMap<>();

  SendRate(MessageLimits limits, Timer timer) {
    this.limits = limits;
    this.timer = timer;
  }

  /** Takes one message from the user's bucket; false if it is empty. */
  boolean tryTake(UserId user) {
    if (limits.burst() == 0) {
      return true;
    }
    if (buckets.size() > SWEEP_ABOVE) {
      buckets.values().removeIf(bucket -> level(bucket) >= limits.burst());
    }
    var taken = new boolean[1];
    buckets.compute(
        user,
        (id, bucket) -> {
          double level = bucket == null ? limits.burst() : level(bucket);
          taken[0] = level >= 1;
          return new Bucket(taken[0] ? level - 1 : level, timer.nanoTime());
        });
    return taken[0];
  }

  /** Gives one message back: it turned out to cost nothing. */
  void giveBack(UserId user) {
    buckets.computeIfPresent(user, (id, bucket) -> new Bucket(level(bucket) + 1, timer.nanoTime()));
  }

  /** When an empty bucket has one message again, in milliseconds. */
  long retryAfterMillis() {
    return (long) Math.ceil(1000 / limits.refillPerSecond());
  }

  private double level(Bucket bucket) {
    double gained = (timer.nanoTime() - bucket.at) / 1e9 * limits.refillPerSecond();
    return Math.min(limits.burst(), bucket.level + gained);
  }

  /**
   * @param at as of {@link Timer#nanoTime}
   */
  private record Bucket(double level, long at) {}
}
