package homeroom.socketio;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A channel of its own over shared connections (section "Connection to a namespace"). Handlers are
 * registered before clients come; sockets share them. Safe for any thread.
 */
public sealed interface Namespace permits LocalNamespace {

  /** Begins with {@code /} and contains no comma. */
  String name();

  /** Adds a check that every connection has to pass, in the order added. */
  Namespace use(Middleware middleware);

  /** Called for each socket let in, on its virtual thread, before any event of it. */
  Namespace onConnection(Consumer<Socket> handler);

  /**
   * Called once for each socket for which connection handlers ran, on its virtual thread, after the
   * events that came before.
   */
  Namespace onDisconnect(BiConsumer<Socket, DisconnectReason> handler);

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
  <T> Namespace on(String event, Class<T> payload, EventHandler.Typed<T> handler);

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

  /** Sets who hears acks of shared ids, see {@link #encodeWithSharedAck}. */
  Namespace onAck(AckListener listener);

  /** Sets who hears confirmations of marked frames, see {@link Frame#withMarker}. */
  Namespace onConfirmed(ConfirmationListener listener);

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

  /** Encodes an event once, for {@link #send} and {@link Socket#send}. */
  Frame encode(String event, Object... args);

  /**
   * Encodes an event that asks for an ack under an id shared by all receivers; their answers go to
   * the {@link AckListener}. Nothing is kept per socket or frame, so a client that never answers
   * costs nothing.
   *
   * @param ackId from {@link Frame#FIRST_SHARED_ACK_ID} to {@link Frame#LAST_SHARED_ACK_ID}; the
   *     caller wraps around
   */
  Frame encodeWithSharedAck(String event, long ackId, Object... args);

  /**
   * Sends one encoded event to these sockets: shared bytes, one task per event loop, one flush per
   * socket and loop turn. Does not wait for the network. Sockets that left are skipped.
   */
  void send(Frame frame, Collection<? extends Socket> sockets);

  /**
   * Sends several events, each to its own sockets, in this order: one task per event loop for all
   * of them, and one write for all that a socket gets of them. As {@link #send(Frame, Collection)}
   * otherwise.
   */
  void send(List<Mailing> mailings);

  /** An event and the sockets that are to get it. */
  record Mailing(Frame frame, Collection<? extends Socket> sockets) {}
}
