// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.time.Duration;
import java.util.Collection;

/** Selects sockets of a namespace and sends to them. Immutable; safe for any thread. */
public interface BroadcastOperator {

  /** Adds those in any of the rooms; the id of a socket is the name of a room too. */
  BroadcastOperator to(Room... rooms);

  /** Leaves out those in any of the rooms. */
  BroadcastOperator except(Room... rooms);

  /** Leaves out one socket. */
  default BroadcastOperator except(Socket socket) {
    return except(Room.of(socket.id()));
  }

  /** Leaves out, at the moment of sending, clients that are behind or between two polls. */
  BroadcastOperator asVolatile();

  /** Sends an event: encoded once, shared by all, without waiting for the network. */
  void emit(String event, Object... args);

  /**
   * Sends an event and waits for the answers of all receivers on this server. For virtual threads.
   *
   * @param timeout how long to wait for the last of them
   * @throws InterruptedException the thread was interrupted while it waited
   */
  BroadcastAnswers emitWithAck(String event, Duration timeout, Object... args)
      throws InterruptedException;

  /** The sockets selected now, on this server. */
  Collection<Socket> sockets();

  /** Puts them into rooms. */
  default void join(Room... rooms) {
    sockets().forEach(socket -> socket.join(rooms));
  }

  /** Takes them out of rooms. */
  default void leave(Room... rooms) {
    sockets().forEach(socket -> socket.leave(rooms));
  }

  /** Sends them DISCONNECT. */
  default void disconnect() {
    sockets().forEach(Socket::disconnect);
  }
}
