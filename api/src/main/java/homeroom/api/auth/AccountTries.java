// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The tries to sign in to one account from one place: those that failed, those under way, and those
 * that wait for a turn. Guarded by {@link SlowedSignIns}.
 */
final class AccountTries {

  /** Nobody is told to come back sooner. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final SlowingLimits limits;
  private final Timer timer;
  private final RandomGenerator random;
  private final List<SlowedSignIns.Try> waiting = new ArrayList<>();

  /** When each happened that is remembered, the oldest first, as {@link Timer#nanoTime}. */
  private final Deque<Long> failures = new ArrayDeque<>(1);

  private int running;

  /** When the latest turn began, as {@link Timer#nanoTime}. */
  private long latestTurn;

  private boolean drawPlanned;

  AccountTries(SlowingLimits limits, Timer timer, RandomGenerator random) {
    this.limits = limits;
    this.timer = timer;
    this.random = random;
    this.latestTurn = timer.nanoTime() - limits.longestPause().toNanos();
  }

  /** Nothing to remember. */
  boolean isIdle() {
    forgetOld();
    return failures.isEmpty() && running == 0 && waiting.isEmpty();
  }

  void begin(SlowedSignIns.Try one) {
    draw();
    if (waiting.isEmpty() && isFree()) {
      giveTurn(one);
    } else if (waiting.size() < limits.waiting() && left().compareTo(limits.longestWait()) <= 0) {
      waiting.add(one);
    } else {
      refuse(one);
    }
  }

  /** True if this failure is the one from which on tries take turns. */
  boolean end(boolean failed) {
    running = Math.max(0, running - 1);
    forgetOld();
    if (failed) {
      count();
    }
    draw();
    return failed && failures.size() == limits.failures();
  }

  /** The turn was not used: the next one comes when it would have come without it. */
  void giveBack(SlowedSignIns.Try one) {
    running = Math.max(0, running - 1);
    if (latestTurn == one.turnAt()) {
      latestTurn = one.turnBefore();
    }
    draw();
  }

  /**
   * One has its turn on another node, or had it and failed. The next one here comes a whole pause
   * after it, and by chance a little later, or sooner if tries wait for it: so that nodes do not
   * take theirs at the same moment.
   */
  void failedElsewhere() {
    forgetOld();
    count();
    long spread = (long) (random.nextDouble() * pause().toNanos() / 4);
    boolean waitedFor = pause().compareTo(limits.longestWait()) <= 0;
    latestTurn = timer.nanoTime() + (waitedFor ? -spread : spread);
  }

  private void count() {
    if (failures.size() >= limits.mostCounted()) {
      failures.removeFirst();
    }
    failures.addLast(timer.nanoTime());
  }

  void giveUp(SlowedSignIns.Try one) {
    if (waiting.remove(one)) {
      refuse(one);
    }
  }

  void forget() {
    failures.clear();
    draw();
  }

  /** The draw that was planned. */
  void drawDue() {
    drawPlanned = false;
    draw();
  }

  /** How long until the next draw, if one is due that nobody planned yet: it counts as planned. */
  Optional<Duration> nextDraw() {
    if (waiting.isEmpty() || drawPlanned || !takeTurns()) {
      return Optional.empty(); // else the end of one that has its turn makes room
    }
    drawPlanned = true;
    return Optional.of(left());
  }

  /** Until the next turn; a whole pause if others wait for that one. */
  private void refuse(SlowedSignIns.Try one) {
    Duration again = waiting.isEmpty() ? left() : pause();
    one.decide(SlowedSignIns.Try.State.REFUSED, Math.max(SOON.toMillis(), again.toMillis()));
  }

  /** Until the next turn, if tries take turns. */
  private Duration left() {
    long left = latestTurn + pause().toNanos() - timer.nanoTime();
    return Duration.ofNanos(takeTurns() ? Math.max(0, left) : 0);
  }

  private void draw() {
    forgetOld();
    while (!waiting.isEmpty() && isFree()) {
      giveTurn(waiting.remove(random.nextInt(waiting.size())));
    }
  }

  private boolean isFree() {
    return takeTurns()
        ? timer.nanoTime() - latestTurn >= pause().toNanos()
        : failures.size() + running < limits.failures();
  }

  /** Whether so many failed that tries take turns. */
  private boolean takeTurns() {
    return failures.size() >= limits.failures();
  }

  private void giveTurn(SlowedSignIns.Try one) {
    running++;
    one.beginsTurn(timer.nanoTime(), latestTurn);
    latestTurn = one.turnAt();
    if (takeTurns()) {
      one.takesTurns();
    }
    one.decide(SlowedSignIns.Try.State.HAS_TURN, 0);
  }

  private Duration pause() {
    Duration grown = limits.pause().multipliedBy(Math.max(1, failures.size() / limits.failures()));
    return grown.compareTo(limits.longestPause()) < 0 ? grown : limits.longestPause();
  }

  private void forgetOld() {
    long now = timer.nanoTime();
    while (!failures.isEmpty() && now - failures.getFirst() >= limits.window().toNanos()) {
      failures.removeFirst();
    }
  }
}
