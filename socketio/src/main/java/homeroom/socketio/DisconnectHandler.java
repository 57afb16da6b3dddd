// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

/** Hears of each socket that left. Runs on the connection's virtual thread and may block. */
@FunctionalInterface
public interface DisconnectHandler {

  /**
   * Parts with a socket; no event of it comes after this began.
   *
   * @throws Exception a fault: it is logged
   */
  void disconnected(Socket socket, DisconnectReason reason) throws Exception;
}
