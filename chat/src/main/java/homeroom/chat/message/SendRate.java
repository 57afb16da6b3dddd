// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.rate.Rate;
import homeroom.chat.rate.TokenBuckets;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.util.function.Supplier;

/**
 * How fast somebody may send: {@code burst} messages at once, and {@code refillPerSecond}, through
 * all nodes together. Any thread may call.
 */
public final class SendRate {

  private final Rate rate;
  private final TokenBuckets<UserId> buckets;

  public SendRate(MessageLimits limits, Timer timer) {
    this.rate =
        limits.burst() == 0 ? Rate.NONE : new Rate(limits.burst(), limits.refillPerSecond());
    this.buckets = new TokenBuckets<>(timer);
  }

  /** Takes one message from what the user may send. */
  Outcome<Outcome.Nothing> take(UserId user) {
    long wait = buckets.take(user, 1, rate);
    return Outcome.check(
        wait == 0,
        () ->
            Refusal.tooMany(
                RefusalCode.MESSAGE_RATE,
                "You are sending too fast; wait a moment and send again.",
                wait));
  }

  /** Takes one message that was sent already, on another node. */
  void charge(UserId user) {
    buckets.charge(user, 1, rate);
  }

  /** Sends a message that was taken; if that throws, the message is given back. */
  <T> T spend(UserId user, Supplier<T> sending) {
    return buckets.spend(user, 1, sending);
  }

  /** Gives one message back: it turned out to cost nothing. */
  void giveBack(UserId user) {
    buckets.giveBack(user, 1);
  }
}
