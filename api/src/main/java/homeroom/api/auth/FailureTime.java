// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * When a failed sign-in is answered: a whole number of steps after it began, and as many steps
 * after its hash began to be computed as any hash took lately, whichever its own was. A hash of an
 * old form takes another time than one of today, a costly one longer than a cheap one, an account
 * that is there another than one that is not; the answer shows none of it. For virtual threads,
 * which may wait.
 */
final class FailureTime {

  static final Duration STEP = Duration.ofMillis(250);

  /** What is waited for from the start, before any hash took longer. */
  static final int FEWEST_STEPS = 2;

  /** How long the longest computation is remembered. */
  static final Duration MEMORY = Duration.ofMinutes(30);

  private record Longest(long steps, long at) {}

  private final Timer timer;
  private final AtomicReference<Longest> longest;

  FailureTime(Timer timer) {
    this.timer = timer;
    this.longest = new AtomicReference<>(new Longest(FEWEST_STEPS, timer.nanoTime()));
  }

  /** One computation, right or wrong, is done; begun then, as {@link Timer#nanoTime}. */
  void computed(long begun) {
    long now = timer.nanoTime();
    long steps = Math.max(FEWEST_STEPS, Math.ceilDiv(now - begun, STEP.toNanos()));
    longest.updateAndGet(known ->
        steps >= known.steps() || now - known.at() > MEMORY.toNanos()
            ? new Longest(steps, now)
            : known);
  }

  /**
   * Waits until it is time to answer, or until interrupted.
   *
   * @param began when the sign-in did, as {@link Timer#nanoTime}
   * @param computing when its hash began to be computed
   */
  void await(long began, long computing) {
    long until = computing - began + longest.get().steps() * STEP.toNanos();
    long passed = timer.nanoTime() - began;
    long steps = Math.ceilDiv(Math.max(until, passed), STEP.toNanos());
    var over = new CountDownLatch(1);
    var _ = timer.after(Duration.ofNanos(steps * STEP.toNanos() - passed), over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
