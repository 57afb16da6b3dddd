// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.channel.EventLoop;

/**
 * How a session's packets travel (section "Transports"). {@link #send} is for any thread, the rest
 * runs on event loops under the session's lock.
 */
sealed interface Transport permits PollingTransport, WebSocketTransport {

  EngineFrame PING = EngineFrame.control("2");

  TransportName name();

  /** Where the session's tasks run while it travels this way. */
  EventLoop eventLoop();

  /**
   * Sends a frame to one of the session's receivers.
   *
   * @return false if nothing is sent this way any more: the session moved on, or closed
   */
  boolean send(EngineSession session, Receiver receiver, EngineFrame frame, boolean isVolatile);

  /** Puts a ping into the outgoing order, telling the listener at its very place. */
  void ping(SessionListener listener);

  /** Stops taking what the client sends, or goes on with it. */
  void pauseReading(boolean pause);

  /** Ends; true if a last poll may still come for what was not delivered. */
  boolean end(CloseReason reason);
}
