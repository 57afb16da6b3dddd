// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.socketio.SocketIoServer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the sockets of a node go to the others, evenly over a while, as long as another node reaches
 * more of the bus, and takes new ones again after that. Never blocks; safe for many threads.
 */
final class SocketMoving {

  /** How often it is looked. */
  static final Duration EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(SocketMoving.class);

  private final SocketIoServer sockets;
  private final BooleanSupplier cutOff;
  private final Duration over;
  private boolean moving;
  private boolean ended;

  /**
   * Moves nothing yet.
   *
   * @param over until the last one's turn
   */
  SocketMoving(SocketIoServer sockets, BooleanSupplier cutOff, Duration over) {
    this.sockets = sockets;
    this.cutOff = cutOff;
    this.over = over;
  }

  synchronized void look() {
    if (ended || moving == cutOff.getAsBoolean()) {
      return;
    }
    moving = !moving;
    if (moving) {
      LOG.warn(
          "Another node reaches more of the bus: the sockets of this one go to others within {}",
          over);
      sockets.sendAway(over);
    } else {
      LOG.info("No other node reaches more of the bus than this one, which takes new sockets");
      sockets.takeAgain();
    }
  }

  /** The server stops: nothing is taken again. */
  synchronized void end() {
    ended = true;
  }
}
