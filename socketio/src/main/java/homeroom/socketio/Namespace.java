// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.time.Duration;
import java.util.Collection;

/**
 * A channel of its own over shared connections (section "Connection to a namespace"). Handlers are
 * registered before clients come; sockets share them. Safe for any thread.
 */
public interface Namespace {

  /** Begins with {@code /} and contains no comma. */
  String name();

  /** Adds a check that every connection has to pass, in the order added. */
  Namespace use(Middleware middleware);

  /** Called for each socket let in, on its virtual thread, before any event of it. */
  Namespace onConnection(ConnectionHandler handler);

  /**
   * Called once for each socket for which connection handlers ran, on its virtual thread, after the
   * events that came before.
   */
  Namespace onDisconnect(DisconnectHandler handler);

  /**
   * Sets the handler of an event, for all sockets.
   *
   * @throws IllegalArgumentException if the name is reserved by the protocol
   */
  Namespace on(String event, EventHandler handler);

  /**
   * Sets the handler of an event with one argument of a Java type. A payload that does not fit is
   * answered, if an ack was asked for, with {@code {error: message}}, else ignored.
   */
  default <T> Namespace on(String event, Class<T> payload, EventHandler.Typed<T> handler) {
    return on(event, EventHandler.typed(payload, handler));
  }

  /**
   * Sets the handler of an event, for all sockets, that only computes and sends: it is called on
   * the connection's event loop, since handing an event to a virtual thread costs more than passing
   * it on to a small room. It must return within microseconds and never wait, for an answer, a lock
   * or a file. Order holds: it waits for the connection's earlier events, on their virtual thread
   * then, as it does for a large payload ({@link SocketIoLimits#directBytes}).
   *
   * @throws IllegalArgumentException if the name is reserved by the protocol
   */
  Namespace onDirect(String event, EventHandler handler);

  /** Sets the handler of every event that has none of its own. */
  Namespace onAny(EventHandler handler);

  /** Everyone in any of the rooms, once. */
  BroadcastOperator to(Room... rooms);

  /** Everyone but those in the rooms. */
  BroadcastOperator except(Room... rooms);

  /** Sends an event to every socket. */
  void emit(String event, Object... args);

  /** Sends an event to every socket and gathers the answers, as {@link BroadcastOperator} does. */
  BroadcastAnswers emitWithAck(String event, Duration timeout, Object... args)
      throws InterruptedException;

  /** The sockets connected now, a live view for iteration. */
  Collection<Socket> sockets();

  /** Events encoded once for any choice of sockets, for applications that count their cost. */
  SharedFrames sharedFrames();
}
