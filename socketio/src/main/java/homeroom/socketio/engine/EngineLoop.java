package homeroom.socketio.engine;

import io.netty.channel.EventLoop;
import java.util.ArrayList;

/**
 * What the server keeps per event loop: the timers of its sessions and the WebSockets written to
 * since the last flush. Everything runs on that loop.
 */
final class EngineLoop {

  final EventLoop eventLoop;
  final TimerWheel timers;

  private final Runnable flushTask = this::flush;
  private ArrayList<WebSocketLink> written = new ArrayList<>();
  private ArrayList<WebSocketLink> spare = new ArrayList<>();
  private boolean flushScheduled;

  EngineLoop(EventLoop eventLoop, long tickMillis) {
    this.eventLoop = eventLoop;
    this.timers = new TimerWheel(eventLoop, tickMillis);
  }

  /** Flushes {@code link} once, after the tasks that are already waiting in this loop. */
  void flushLater(WebSocketLink link) {
    written.add(link);
    if (!flushScheduled) {
      flushScheduled = true;
      eventLoop.execute(flushTask);
    }
  }

  private void flush() {
    flushScheduled = false;
    ArrayList<WebSocketLink> links = written;
    written = spare;
    spare = links;
    for (int i = 0; i < links.size(); i++) {
      links.get(i).flush();
    }
    links.clear();
  }
}
