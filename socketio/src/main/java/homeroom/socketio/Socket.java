// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client in one namespace. Safe for any thread; nothing but {@link #emitWithAck} blocks.
 *
 * <p>What is sent by one thread arrives in that order. What is sent to a socket that is not
 * connected is dropped. A client with more than {@link
 * homeroom.socketio.engine.EngineLimits#outboxBytes} waiting has its transport closed.
 */
public interface Socket {

  /** Random, unguessable, and not the session's secret; the same again after a recovery. */
  String id();

  /** What the client brought; see there when parts of it are forgotten. */
  Handshake handshake();

  Namespace namespace();

  /** Whether this connection continues an earlier one: same id, rooms and data, nothing missed. */
  boolean recovered();

  /** Whether events can be sent and come in: from CONNECT accepted until the socket left. */
  boolean isConnected();

  /** What the application attached to this socket; null if nothing. */
  @Nullable Object data();

  /** Attaches one object, kept for recovery too. */
  void setData(@Nullable Object data);

  /** What the application attached, as its type. Throws {@link IllegalStateException} if not so. */
  default <T> T data(Class<T> type) {
    Object data = data();
    if (!type.isInstance(data)) {
      throw new IllegalStateException("no " + type.getSimpleName() + " attached to this socket");
    }
    return type.cast(data);
  }

  /**
   * Whose this socket is, for the shares of memory; null for a stranger again. Whoever is in a
   * namespace is none, unless the server was built {@link
   * SocketIoServer.Builder#strangersUntilNamed}.
   */
  void belongsTo(@Nullable Object owner);

  /** Joins rooms; those it is in already stay. Does nothing once the socket has left. */
  void join(Room... rooms);

  /** Leaves rooms. */
  void leave(Room... rooms);

  /** The rooms it is in now, a copy. */
  Set<Room> rooms();

  /** Everyone in the rooms but this socket. */
  BroadcastOperator to(Room... rooms);

  /** Everyone in the namespace but this socket. */
  BroadcastOperator broadcast();

  /**
   * Sends an event (section "Sending and receiving data").
   *
   * @param args what JSON can express, and {@code byte[]} anywhere in it as binary attachments
   */
  void emit(String event, Object... args);

  /** Sends an event unless the client is behind, see {@link BroadcastOperator#asVolatile}. */
  void emitVolatile(String event, Object... args);

  /**
   * Sends an event and waits for the client's answer. For virtual threads.
   *
   * @return the arguments of the answer
   * @throws AckMissing no answer within {@code timeout}, or the socket closed before
   * @throws InterruptedException the thread was interrupted while it waited
   */
  EventArguments emitWithAck(String event, Duration timeout, Object... args)
      throws AckMissing, InterruptedException;

  /**
   * A handler for this socket alone, before those of the namespace. To be called by a connection
   * handler; most applications want {@link Namespace#on}, which costs nothing per socket.
   */
  void on(String event, EventHandler handler);

  /** Leaves the namespace with a DISCONNECT packet; the connection stays for other namespaces. */
  void disconnect();

  /**
   * Asks the client for a sign of life, outside the heartbeat: its connection is closed if none
   * comes in time. Polling clients that are between two requests need as long as these are apart.
   *
   * @param patience how long the answer may take, less than the heartbeat waits for one
   */
  void probe(Duration patience);

  /**
   * Closes the connection of this socket and of the others on it, without DISCONNECT, so that
   * official clients reconnect by themselves.
   *
   * @param why for the log at debug level
   */
  void closeTransport(String why);
}
