package homeroom.api.socket;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Disconnects sockets on which nobody signs in within {@link #SECONDS}. Runs on the timer's thread;
 * may be started by any.
 */
final class AnonymousTimeout {

  /** How long a socket may stay without signing in, in seconds. */
  static final int SECONDS = 10;

  private final ScheduledExecutorService timer;

  AnonymousTimeout(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** The time of an anonymous socket begins; it ends when somebody signs in. */
  void start(ChatSocket socket) {
    int signOuts = socket.signOuts();
    Runnable disconnect =
        () -> {
          if (socket.session() == null && socket.signOuts() == signOuts) {
            socket.socket().disconnect();
          }
        };
    var _ = timer.schedule(disconnect, SECONDS, TimeUnit.SECONDS);
  }
}
