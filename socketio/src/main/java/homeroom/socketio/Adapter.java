// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rooms of one namespace and carries out its broadcasts: the seam at which a server
 * becomes one of several. The default knows the sockets of this process; an adapter for a cluster
 * extends {@link InMemoryAdapter}, passes broadcasts on to the other servers, and carries out those
 * it hears of. Called from any thread; must not wait for the network.
 */
public interface Adapter extends AutoCloseable {

  /** Makes the adapter of a namespace. */
  @FunctionalInterface
  interface Factory {
    Adapter create(Namespace namespace);
  }

  /** A socket was let in; it may have joined rooms before. */
  void connected(LocalSocket socket);

  /** A socket left; it has left its rooms already. */
  void disconnected(LocalSocket socket);

  /** Puts a socket into a room. */
  void join(LocalSocket socket, Room room);

  /** Takes a socket out of a room. */
  void leave(LocalSocket socket, Room room);

  /** The socket's connection moved to another transport, so that it is reached in another way. */
  default void moved(LocalSocket socket, Set<Room> rooms) {}

  /** Sends an event to those selected. */
  void broadcast(OutgoingEvent event, Selection selection);

  /** Sends an event to one socket. */
  void emit(OutgoingEvent event, LocalSocket socket, boolean isVolatile);

  /** The sockets of this server that are selected. */
  Collection<Socket> sockets(Selection selection);

  /** What is kept of a socket that may come back. */
  default void save(SavedSession session) {}

  /** Whether sockets get a private id to come back with. */
  default boolean recovers() {
    return false;
  }

  /**
   * Takes what was saved under a private id, for one caller alone. A socket that still has that id
   * gives way.
   *
   * @param offset the last event the client has seen
   * @return null if nothing was saved, it is too old, or the events since are no longer all known
   */
  default @Nullable SavedSession claim(String privateId, String offset) {
    return null;
  }

  /** Gives back what was claimed for a client that was not let in after all. */
  default void unclaim(SavedSession session) {}

  /**
   * Connects the socket of a claimed session: sends what it missed, in order, and puts it back into
   * its rooms, so that nothing is missed or comes twice.
   *
   * @return false if the events since are no longer all known; nothing was done then
   */
  default boolean restore(SavedSession session, String offset, LocalSocket socket) {
    return false;
  }

  @Override
  default void close() {}
}
