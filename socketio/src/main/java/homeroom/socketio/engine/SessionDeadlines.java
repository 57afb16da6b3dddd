// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is due for a session and when: its heartbeat, and what the application asked for. Times are
 * milliseconds of {@link TimeSource#milliTime}. Guarded by the session's lock, apart from {@link
 * #set}.
 */
final class SessionDeadlines {

  private final TimeSource time;
  private final Heartbeat heartbeat;
  private volatile long applicationDue = Long.MAX_VALUE;
  private TimerWheel.@Nullable Timer timer;

  SessionDeadlines(EngineLimits limits, TimeSource time) {
    this.time = time;
    this.heartbeat = new Heartbeat(limits);
  }

  private long now() {
    return time.milliTime();
  }

  /** When something is due next. */
  long next(long now) {
    return Math.min(heartbeat.nextLook(now), applicationDue);
  }

  /** Starts the heartbeat of the session, on its loop. */
  void start(EngineSession session, EngineLoop loop) {
    long now = now();
    heartbeat.start(now);
    timer = loop.timers.start(session, next(now));
  }

  /** From now on the session is woken on that loop, and looked at anew. */
  void move(EngineSession session, EngineLoop loop) {
    if (timer != null) {
      timer.cancel();
      timer = loop.timers.start(session, next(now()));
    }
  }

  /** Whether that is the timer of now, not one from before a move. */
  @SuppressWarnings("ReferenceEquality") // a timer is the same one, or another
  boolean isOf(TimerWheel.Timer fired) {
    return fired == timer;
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** What the application wants to hear of after {@code delay}; of nothing if that is negative. */
  void set(Duration delay) {
    applicationDue = delay.isNegative() ? Long.MAX_VALUE : now() + delay.toMillis();
  }

  /** Whether that is due, which it is once. */
  boolean takeReached(long now) {
    boolean reached = now >= applicationDue;
    if (reached) {
      applicationDue = Long.MAX_VALUE;
    }
    return reached;
  }

  /** See {@link Heartbeat#beat}. */
  Heartbeat.Beat beat(long now, boolean forgiving) {
    return heartbeat.beat(now, forgiving);
  }

  /** See {@link Heartbeat#probe}; true if a ping has to be sent. */
  boolean probe(Duration patience) {
    return timer != null && heartbeat.probe(now(), patience.toMillis());
  }

  /** A pong came; false if no ping asked for it. */
  boolean ponged() {
    return heartbeat.isAwaitingPong() && heartbeat.ponged(now());
  }

  /** Whether a pong is late, even if the wheel has not come by. */
  boolean isOverdue() {
    return heartbeat.isOverdue(now());
  }
}
