// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

/**
 * Decides whether a client may connect to a namespace. Runs on the connection's virtual thread and
 * may block; every connection passes it, also one whose state is being recovered.
 */
@FunctionalInterface
public interface Middleware {

  /**
   * Returns to let the socket in. The socket is not connected yet: it may be given {@link
   * Socket#setData data} and join rooms, but nothing can be sent to it.
   *
   * @throws ConnectRefused to answer CONNECT_ERROR (section "Connection to a namespace")
   * @throws Exception a fault: it is logged, and the client gets CONNECT_ERROR "Internal error"
   */
  void admit(Socket socket) throws Exception;
}
