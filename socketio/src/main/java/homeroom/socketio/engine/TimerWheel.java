// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.TimeSource;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one event loop's sessions, one per session: a hashed wheel (Varghese and Lauck,
 * 1987) of intrusive lists, so that a timer costs one small object and a tick one task for all.
 * Runs on its event loop.
 */
final class TimerWheel {

  private static final int SPOKES = 512;

  private final @Nullable Timer[] spokes = new Timer[SPOKES];
  private final EventLoop eventLoop;
  private final TimeSource time;
  private final long tickMillis;
  private final Runnable tick = this::tick;
  private long turned;
  private int size;
  private boolean ticking;

  TimerWheel(EventLoop eventLoop, TimeSource time, long tickMillis) {
    this.eventLoop = eventLoop;
    this.time = time;
    this.tickMillis = tickMillis;
  }

  /** A new timer for a session, first due at the session's next deadline. */
  Timer start(EngineSession session, long deadline) {
    Timer timer = new Timer(session);
    size++;
    if (!ticking) {
      ticking = true;
      turned = time.milliTime() / tickMillis;
      tickIn(tickMillis);
    }
    insert(timer, deadline);
    return timer;
  }

  private void insert(Timer timer, long deadline) {
    timer.deadline = deadline;
    // Never into the spoke being turned, which would be met only after a whole revolution.
    int spoke = (int) (Math.max(ceilDiv(deadline), turned + 1) & (SPOKES - 1));
    timer.next = spokes[spoke];
    spokes[spoke] = timer;
  }

  private long ceilDiv(long deadline) {
    return -Math.floorDiv(-deadline, tickMillis);
  }

  private void tick() {
    long now = time.milliTime();
    // A loop that was held up gives its clients as long again before it judges them.
    boolean late = now / tickMillis - turned > SPOKES / 4;
    long last = Math.min(now / tickMillis, turned + SPOKES);
    while (turned < last) {
      turned++;
      turn((int) (turned & (SPOKES - 1)), now, late);
    }
    turned = now / tickMillis;
    ticking = size > 0;
    if (ticking) {
      tickIn(tickMillis - now % tickMillis);
    }
  }

  private void tickIn(long millis) {
    var _ = time.schedule(eventLoop, tick, millis, TimeUnit.MILLISECONDS);
  }

  private void turn(int spoke, long now, boolean late) {
    Timer timer = spokes[spoke];
    spokes[spoke] = null;
    while (timer != null) {
      Timer next = timer.next;
      timer.next = null;
      EngineSession session = timer.session;
      if (session == null) {
        size--;
      } else if (timer.deadline > now) {
        insert(timer, timer.deadline);
      } else {
        fire(timer, session, now, late);
      }
      timer = next;
    }
  }

  private void fire(Timer timer, EngineSession session, long now, boolean late) {
    long deadline = session.timeReached(timer, now, late);
    if (timer.session == null) {
      size--;
    } else {
      insert(timer, deadline);
    }
  }

  /** One session's place in a wheel. */
  static final class Timer {

    /** Cleared by any thread; the wheel drops the timer when it comes by. */
    private volatile @Nullable EngineSession session;

    private @Nullable Timer next;
    private long deadline;

    private Timer(EngineSession session) {
      this.session = session;
    }

    void cancel() {
      session = null;
    }
  }
}
