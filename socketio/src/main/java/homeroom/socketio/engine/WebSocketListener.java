// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

/** Who is on top of a {@link WebSocketTransport}. Called on its event loop. */
interface WebSocketListener {

  void text(String message);

  void binary(byte[] message);

  /** The WebSocket is gone, or going; may be called again. */
  void socketClosed(CloseReason reason);
}
