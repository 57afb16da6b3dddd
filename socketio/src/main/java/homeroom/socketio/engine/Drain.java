// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.TimeSource;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has sessions end one after the other, evenly over a time. Runs on one event loop; sessions that
 * ended by themselves keep their turns.
 */
final class Drain {

  /** The shortest time between two looks; those whose turns come within it go together. */
  private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private final List<EngineSession> sessions;
  private final long over;
  private final TimeSource time;
  private final EventLoop loop;
  private final long began;
  private int next;
  private volatile boolean calledOff;

  /**
   * What is to end.
   *
   * @param over more than zero
   */
  Drain(List<EngineSession> sessions, Duration over, TimeSource time, EventLoop loop) {
    this.sessions = sessions;
    this.over = over.toNanos();
    this.time = time;
    this.loop = loop;
    this.began = time.nanoTime();
  }

  /** Begins with the first; the last one's turn is before the time is over. For any thread. */
  void start() {
    EngineLoop.execute(loop, this::step);
  }

  /** Those whose turn has not come stay. For any thread. */
  void callOff() {
    calledOff = true;
  }

  private void step() {
    if (calledOff) {
      return;
    }
    long passed = time.nanoTime() - began;
    int due = (int) Math.min(sessions.size(), passed / pauseOfOne() + 1);
    if (due < sessions.size()) {
      long pause = Math.max(pauseOfOne(), LEAST_PAUSE);
      var _ = time.schedule(loop, this::step, pause, TimeUnit.NANOSECONDS);
    }
    for (; next < due; next++) {
      sessions.get(next).drain();
    }
  }

  /** Between two turns. */
  private long pauseOfOne() {
    return Math.max(1, over / Math.max(1, sessions.size()));
  }
}
