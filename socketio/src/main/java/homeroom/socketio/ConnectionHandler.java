// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

/** Hears of each socket that was let in. Runs on the connection's virtual thread and may block. */
@FunctionalInterface
public interface ConnectionHandler {

  /**
   * Takes a new socket; no event of it comes before this returns.
   *
   * @throws Exception a fault: it is logged, and the socket stays
   */
  void connected(Socket socket) throws Exception;
}
