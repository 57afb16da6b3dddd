// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.TimeSource;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What the server keeps per event loop: the timers of its sessions, and what is to be written to
 * their WebSockets at the end of the turn. Everything runs on that loop.
 */
final class EngineLoop {

  /** How often those are looked at who are behind. */
  private static final int LOOK_MILLIS = 500;

  final EventLoop eventLoop;
  final TimerWheel timers;

  private final TimeSource time;
  private final Runnable flushTask = this::flush;
  private final ArrayList<FrameRun> encodedRuns = new ArrayList<>();
  private ArrayList<WebSocketTransport> written = new ArrayList<>();
  private ArrayList<WebSocketTransport> spare = new ArrayList<>();
  private FrameRun start = FrameRun.empty();
  private boolean flushScheduled;

  /** WebSockets whose clients do not read what they asked for. */
  private ArrayList<WebSocketTransport> behind = new ArrayList<>();

  private final Runnable lookTask = this::lookAtThoseBehind;

  EngineLoop(EventLoop eventLoop, TimeSource time, long tickMillis) {
    this.eventLoop = eventLoop;
    this.time = time;
    this.timers = new TimerWheel(eventLoop, time, tickMillis);
  }

  /** Runs a task on this loop, later; drops it if the loop has stopped, as everything on it has. */
  void execute(Runnable task) {
    execute(eventLoop, task);
  }

  /** Runs a task at once if this is the loop's thread, else later. */
  void executeNowOrLater(Runnable task) {
    if (eventLoop.inEventLoop()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** Whether the calling thread is the loop's. */
  boolean isOnIt() {
    return eventLoop.inEventLoop();
  }

  /** Runs a task on this loop once {@code delay} has passed. */
  Future<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return time.schedule(eventLoop, task, delay, unit);
  }

  static void execute(EventLoop eventLoop, Runnable task) {
    try {
      eventLoop.execute(task);
    } catch (RejectedExecutionException stopped) {
      // nobody is connected to a loop that has stopped
    }
  }

  /**
   * Runs a task once the loop has looked at its connections again: what is only executed on it
   * comes before, and so does what that executes.
   */
  static void executeNextTurn(EventLoop eventLoop, Runnable task) {
    try {
      var _ = eventLoop.schedule(task, 0, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopped) {
      // nobody is connected to a loop that has stopped
    }
  }

  /** The beginning of a run in this turn. */
  FrameRun start() {
    return start;
  }

  /** Flushes {@code socket} once, after the tasks that are already waiting in this loop. */
  void flushLater(WebSocketTransport socket) {
    written.add(socket);
    if (!flushScheduled) {
      flushScheduled = true;
      execute(flushTask);
    }
  }

  /** The bytes of a run, shared by all who write it; the caller owns what it gets. */
  ByteBuf encoded(FrameRun run, Channel channel) {
    if (!run.isEncoded()) {
      encodedRuns.add(run);
      if (!flushScheduled) {
        flushScheduled = true;
        execute(flushTask);
      }
    }
    return run.encoded(channel.alloc()).retainedDuplicate();
  }

  /** Has {@code socket} look at what it has not written, in a moment. */
  void lookSoon(WebSocketTransport socket) {
    behind.add(socket);
    if (behind.size() == 1) {
      var _ = schedule(lookTask, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void lookAtThoseBehind() {
    ArrayList<WebSocketTransport> looking = behind;
    behind = new ArrayList<>();
    looking.forEach(WebSocketTransport::lookAtOutbox);
  }

  private void flush() {
    ArrayList<WebSocketTransport> sockets = written;
    written = spare;
    spare = sockets;
    start = FrameRun.empty();
    try {
      for (int i = 0; i < sockets.size(); i++) {
        sockets.get(i).flush();
      }
    } finally {
      // Not before the end: encoding a run asks for this very task unless it is under way.
      flushScheduled = !written.isEmpty();
      sockets.clear();
      encodedRuns.forEach(FrameRun::release);
      encodedRuns.clear();
      if (flushScheduled) {
        execute(flushTask);
      }
    }
  }
}
