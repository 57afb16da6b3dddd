// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.rate;

import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets every user's calls in as far as their cost allows: one bucket per user for all transports
 * and devices. What is refused was not begun. Safe for many threads.
 */
public final class CallBudget {

  /** When a call that found too many under way may be repeated, in milliseconds. */
  private static final long SOON_MILLIS = 1_000;

  private final CallLimits limits;
  private final Runnable fresh;
  private final TokenBuckets<UserId> buckets;
  private final Map<UserId, Integer> underWay = new ConcurrentHashMap<>();

  public CallBudget(CallLimits limits, Timer timer) {
    this(limits, timer, () -> {});
  }

  /**
   * The same on one of several nodes.
   *
   * @param fresh returns as soon as this node may answer
   */
  public CallBudget(CallLimits limits, Timer timer, Runnable fresh) {
    this.limits = limits;
    this.fresh = fresh;
    this.buckets = new TokenBuckets<>(timer);
  }

  /** What calls cost. */
  public CallLimits.Costs costs() {
    return limits.costs();
  }

  /**
   * Returns as soon as this node may answer; to be called before a token is looked at, too.
   *
   * @throws homeroom.chat.school.StoreUnavailable if that takes too long
   */
  public void awaitFresh() {
    fresh.run();
  }

  /** Pays for something that is not a call; refused if the user cannot. */
  public Outcome<Outcome.Nothing> pay(UserId user, Role role, int cost) {
    long wait = buckets.take(user, cost, rate(role));
    return Outcome.check(wait == 0, () -> tooMuch(wait));
  }

  /**
   * Pays for the length of an answer, which nobody knows before it is made: what lacks is owed by
   * the next call.
   */
  public void charge(UserId user, Role role, int bytes) {
    int cost = bytes / limits.costs().bytesPerUnit();
    if (cost > 0) {
      buckets.charge(user, cost, rate(role));
    }
  }

  /**
   * Whether the user could pay for anything at all; asked before something that costs much is
   * looked at.
   */
  public Outcome<Outcome.Nothing> demandAny(UserId user, Role role) {
    return pay(user, role, 1).ifDone(paid -> buckets.giveBack(user, 1));
  }

  /** Pays for a call and makes it on behalf of the user. */
  public <T> Outcome<T> call(UserId user, Role role, int cost, Supplier<T> call) {
    return call(user, role, cost, call, answer -> false);
  }

  /**
   * The same for a call that may turn out to have been paid otherwise.
   *
   * @param free told the answer; whether it cost nothing
   */
  public <T> Outcome<T> call(
      UserId user, Role role, int cost, Supplier<T> call, Predicate<T> free) {
    if (underWay.merge(user, 1, Integer::sum) > limits.atOnce()) {
      ended(user);
      return Outcome.refused(tooMuch(SOON_MILLIS));
    }
    try {
      fresh.run();
      return pay(user, role, cost)
          .map(paid -> CurrentUser.call(user, call))
          .ifDone(answer -> {
            if (free.test(answer)) {
              buckets.giveBack(user, cost);
            }
          });
    } finally {
      ended(user);
    }
  }

  private void ended(UserId user) {
    underWay.computeIfPresent(user, (id, calls) -> calls == 1 ? null : calls - 1);
  }

  private Rate rate(Role role) {
    return role == Role.ADMIN ? limits.rate().times(limits.adminFactor()) : limits.rate();
  }

  private static Refusal tooMuch(long retryAfterMillis) {
    return Refusal.tooMany(
        RefusalCode.RATE_LIMITED,
        "You are asking for too much at once; nothing was done. Repeat the call after"
            + " 'retryAfterMs'.",
        Math.max(1, retryAfterMillis));
  }
}
