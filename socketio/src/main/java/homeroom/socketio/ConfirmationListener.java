// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

/**
 * Hears that a client has received everything up to a marked frame, known from the heartbeat
 * (section "Heartbeat"): a session's packets and pings leave in one order, so the pong to a ping
 * proves the receipt of all frames queued before that ping. Probe pongs and pongs that no ping
 * asked for prove nothing.
 *
 * <p>Called on the connection's event loop: it must return within microseconds and never block.
 */
@FunctionalInterface
public interface ConfirmationListener {

  /**
   * All frames up to the one with this marker arrived.
   *
   * @param marker that of the last marked frame queued to this socket before the answered ping
   */
  void confirmed(Socket socket, long marker);
}
