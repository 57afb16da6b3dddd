// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.fanout.RecordKeepers;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.school.UserId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The signed-in sockets that are pushed the service events of Feathers, and so are taken to keep
 * records. Safe for any thread.
 */
final class FeathersSockets implements RecordKeepers {

  private final ConnectionManager<ChatSocket> connections;
  private final Set<ChatSocket> sockets = ConcurrentHashMap.newKeySet();

  /** None yet of these connections. */
  FeathersSockets(ConnectionManager<ChatSocket> connections) {
    this.connections = connections;
  }

  /** Somebody signed in on the socket, which has its dialect. */
  void entered(ChatSocket socket) {
    if (socket.dialect().feathers()) {
      sockets.add(socket);
    }
  }

  /** The socket closed, or nobody is signed in on it any more. */
  void left(ChatSocket socket) {
    sockets.remove(socket);
  }

  @Override
  public boolean isEmpty() {
    return sockets.isEmpty();
  }

  @Override
  public boolean contains(UserId user) {
    for (Connection<ChatSocket> connection : connections.of(user)) {
      if (connection.socket().dialect().feathers()) {
        return true;
      }
    }
    return false;
  }
}
