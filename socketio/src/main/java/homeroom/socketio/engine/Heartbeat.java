// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

/**
 * When a session's next ping is due and how long its pong may take (section "Heartbeat"). Times are
 * milliseconds of {@link homeroom.http.TimeSource#milliTime}. Guarded by the session's lock.
 */
final class Heartbeat {

  private final EngineLimits limits;
  private long due;
  private boolean awaitingPong;

  Heartbeat(EngineLimits limits) {
    this.limits = limits;
  }

  /** What has to be done. */
  enum Beat {
    NOTHING,
    PING,
    /** The pong did not come. */
    GIVE_UP
  }

  void start(long now) {
    due = now + limits.pingInterval().toMillis();
  }

  /**
   * What is due now.
   *
   * @param forgiving whether a missing pong may be the server's own fault: it was held up, or does
   *     not read this client
   */
  Beat beat(long now, boolean forgiving) {
    if (now < due) {
      return Beat.NOTHING;
    }
    long timeout = limits.pingTimeout().toMillis();
    if (!awaitingPong) {
      awaitingPong = true;
      due = now - due > timeout / 4 ? now + timeout : due + timeout;
      return Beat.PING;
    }
    if (forgiving) {
      due = now + timeout;
      return Beat.NOTHING;
    }
    return Beat.GIVE_UP;
  }

  /**
   * Wants a pong within {@code patience} milliseconds, though no ping may be due.
   *
   * @return whether a ping has to be sent; else one is under way
   */
  boolean probe(long now, long patience) {
    if (awaitingPong) {
      due = Math.min(due, now + patience);
      return false;
    }
    awaitingPong = true;
    due = now + patience;
    return true;
  }

  boolean isAwaitingPong() {
    return awaitingPong;
  }

  /** A pong came; false if no ping asked for it. */
  boolean ponged(long now) {
    if (!awaitingPong) {
      return false;
    }
    awaitingPong = false;
    start(now);
    return true;
  }

  /** Whether the pong is late, even if nobody has looked yet. */
  boolean isOverdue(long now) {
    return awaitingPong && now > due;
  }

  /** A pong may bring the next ping forward, so this is at most an interval away. */
  long nextLook(long now) {
    return Math.min(due, now + limits.pingInterval().toMillis());
  }
}
