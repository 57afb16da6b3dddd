// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.session.SharedFailures;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.time.Timer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Failed sign-ins slow later tries and never lock an account. What counts is the account and where
 * tries come from: one network, or one device that was the account's before. After so many failures
 * one try at a time has a turn, drawn at random from the few that wait, so that whoever knows the
 * password has a share however hard others try. A try under way counts as a failure until it is
 * known to be none. Whether the account exists plays no part. Memory is bounded: under a flood over
 * very many accounts the least tried are forgotten first. Safe for many threads.
 */
final class SlowedSignIns {

  /** Longer names of accounts are none, and share one entry. */
  private static final int LONGEST_NAME = 260;

  record Key(String account, String origin) {}

  private final SlowingLimits limits;
  private final Timer timer;
  private final RandomGenerator random;
  private final Map<Key, AccountTries> tries;
  private final String kind;
  private final SharedFailures shared;

  /**
   * Nobody has failed yet.
   *
   * @param random draws who has the next turn
   * @param kind of what is tried, that of other nodes too
   */
  SlowedSignIns(
      SlowingLimits limits,
      Timer timer,
      RandomGenerator random,
      String kind,
      SharedFailures shared) {
    this.kind = kind;
    this.shared = shared;
    this.limits = limits;
    this.timer = timer;
    this.random = random;
    Cache<Key, AccountTries> cache =
        Caffeine.newBuilder()
            .maximumSize(limits.remembered())
            .expireAfterWrite(limits.window().plus(limits.longestWait()))
            .ticker(timer::nanoTime)
            .build();
    this.tries = cache.asMap();
    shared.onFailureElsewhere(this::failedElsewhere);
  }

  private void failedElsewhere(SharedFailures.Failure failure) {
    if (failure.kind().equals(kind)) {
      tries.compute(
          new Key(failure.account(), failure.origin()),
          (key, known) -> {
            AccountTries here = known == null ? new AccountTries(limits, timer, random) : known;
            here.failedElsewhere();
            return here;
          });
    }
  }

  /**
   * A new try, which may have to wait.
   *
   * @param account what somebody wants to sign in as
   * @param origin the network or device that it comes from
   */
  Try begin(String account, String origin) {
    var one = new Try(new Key(accountKey(account), origin));
    one.giveUp = timer.after(limits.longestWait(), () -> giveUp(one));
    tries.compute(
        one.key,
        (key, known) -> {
          AccountTries here = known == null ? new AccountTries(limits, timer, random) : known;
          here.begin(one);
          drawLater(key, here);
          return here;
        });
    return one;
  }

  /** The failures of an account, from everywhere, did not happen. Looks at all that is known. */
  void forget(String account) {
    String name = accountKey(account);
    for (Key key : tries.keySet()) {
      if (key.account().equals(name)) {
        change(key, AccountTries::forget);
      }
    }
  }

  private void giveUp(Try one) {
    change(one.key, here -> here.giveUp(one));
    one.decide(Try.State.REFUSED, limits.pause().toMillis()); // if it was forgotten meanwhile
  }

  private void change(Key key, Consumer<AccountTries> change) {
    tries.computeIfPresent(
        key,
        (same, here) -> {
          change.accept(here);
          drawLater(key, here);
          return here.isIdle() ? null : here;
        });
  }

  private void drawLater(Key key, AccountTries here) {
    here.nextDraw()
        .ifPresent(delay -> {
          var _ = timer.after(delay, () -> change(key, AccountTries::drawDue));
        });
  }

  private static String accountKey(String account) {
    return account.length() <= LONGEST_NAME ? EmailAddress.key(account) : "";
  }

  /** One try to sign in: it waits for its turn, has it, and ends. */
  final class Try {

    enum State {
      WAITING,
      HAS_TURN,
      REFUSED
    }

    private final Key key;
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile State state = State.WAITING;
    private volatile long retryAfterMillis;
    private Timer.Appointment giveUp = () -> {};

    /** Set before it is decided. */
    private volatile boolean takesTurns;

    /** When its turn began, and the one before it, as {@link Timer#nanoTime}; set by then. */
    private long turnAt;

    private long turnBefore;

    /** Whether the other nodes were told; of whoever has the turn. */
    private boolean told;

    private Try(Key key) {
      this.key = key;
    }

    State state() {
      return state;
    }

    /**
     * Waits for the turn, and tells the other nodes if it is one of those that are taken one after
     * another; for virtual threads.
     *
     * @throws Rejection 429, if too many wait or none came
     */
    void awaitTurn() {
      awaitTurnUntold();
      tellTurn();
    }

    /**
     * The same before {@link #tellTurn}: for whoever needs another turn, too.
     *
     * @throws Rejection 429, if too many wait or none came
     */
    void awaitTurnUntold() {
      boolean inTime = false;
      try {
        inTime = decided.await(2 * limits.longestWait().toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!inTime) {
        giveUp(this);
      }
      requireTurn();
    }

    /**
     * Does not wait for it.
     *
     * @throws Rejection 429, if it has not come yet
     */
    void demandTurn() {
      giveUp(this);
      requireTurn();
      tellTurn();
    }

    private void requireTurn() {
      if (state == State.REFUSED) {
        throw new Rejection(
            ErrorPayload.of(
                    ErrorCode.SIGN_IN_RATE,
                    "Many sign-ins to this account failed, and many wait; try again in a moment.")
                .withRetryAfter(retryAfterMillis));
      }
    }

    /** At once, so that no other node gives a turn meanwhile. */
    void tellTurn() {
      if (takesTurns) {
        tell();
      }
    }

    /** Its turn begins, after the one at that time; guarded by {@link SlowedSignIns}. */
    void beginsTurn(long at, long before) {
      turnAt = at;
      turnBefore = before;
    }

    long turnAt() {
      return turnAt;
    }

    long turnBefore() {
      return turnBefore;
    }

    /** Tries have turns one after another. */
    void takesTurns() {
      takesTurns = true;
    }

    private void tell() {
      if (!told) {
        told = true;
        shared.failed(new SharedFailures.Failure(kind, key.account(), key.origin()));
      }
    }

    /**
     * The turn is over.
     *
     * @return whether later tries are slowed because this one failed, and were not before
     */
    boolean end(boolean failed) {
      var slowed = new AtomicBoolean();
      tries.compute(
          key,
          (same, known) -> {
            AccountTries here = known == null ? new AccountTries(limits, timer, random) : known;
            slowed.set(here.end(failed));
            drawLater(key, here);
            return here.isIdle() ? null : here;
          });
      if (failed) {
        tell();
      }
      return slowed.get();
    }

    /** The turn is over without a try, and the next one's as if it had not been. */
    void giveBack() {
      change(key, here -> here.giveBack(this));
    }

    /** Once; what is decided stays. */
    synchronized void decide(State decision, long retryMillis) {
      if (state == State.WAITING) {
        retryAfterMillis = retryMillis;
        state = decision;
        giveUp.cancel();
        decided.countDown();
      }
    }
  }
}
