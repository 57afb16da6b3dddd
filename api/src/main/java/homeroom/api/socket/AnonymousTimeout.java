// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.time.Timer;
import java.time.Duration;

/**
 * Disconnects sockets on which nobody signs in within {@link #TIME}. Runs on the timer's thread;
 * may be started by any.
 */
final class AnonymousTimeout {

  /** How long a socket may stay without signing in. */
  static final Duration TIME = Duration.ofSeconds(10);

  private final Timer timer;

  AnonymousTimeout(Timer timer) {
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
    var _ = timer.after(TIME, disconnect);
  }
}
