// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.Receiver;

/** A socket of this server as an {@link Adapter} sees it. Safe for any thread. */
public interface LocalSocket extends Socket, Receiver {

  /**
   * The secret with which its client comes back; empty unless the adapter {@link Adapter#recovers}.
   */
  String privateId();

  /**
   * Sends an encoded event of this socket's namespace.
   *
   * @param isVolatile drop it if the client is behind, or between two polls
   */
  void send(Frame frame, boolean isVolatile);

  /**
   * Connects, and sends CONNECT: for the socket of a session that is {@link Adapter#restore
   * restored}.
   *
   * @return false if it left meanwhile; nothing was sent then
   */
  boolean welcome();

  /** Its client is back on another connection: its state is saved, and this connection closed. */
  void giveWay();
}
