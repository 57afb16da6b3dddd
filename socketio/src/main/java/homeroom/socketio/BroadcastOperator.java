package homeroom.socketio;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Selects sockets of a namespace and sends to them. Immutable; safe for any thread. */
public final class BroadcastOperator {

  private final LocalNamespace namespace;
  private final Selection selection;

  BroadcastOperator(LocalNamespace namespace, Selection selection) {
    this.namespace = namespace;
    this.selection = selection;
  }

  /** Adds those in any of the rooms; the id of a socket is the name of a room too. */
  public BroadcastOperator to(Room... rooms) {
    return with(
        new Selection(union(selection.rooms(), rooms), selection.except(), selection.isVolatile()));
  }

  /** Leaves out those in any of the rooms. */
  public BroadcastOperator except(Room... rooms) {
    return with(
        new Selection(selection.rooms(), union(selection.except(), rooms), selection.isVolatile()));
  }

  /** Leaves out one socket. */
  public BroadcastOperator except(Socket socket) {
    return except(Room.of(socket.id()));
  }

  /** Leaves out, at the moment of sending, clients that are behind or between two polls. */
  public BroadcastOperator asVolatile() {
    return with(new Selection(selection.rooms(), selection.except(), true));
  }

  private BroadcastOperator with(Selection other) {
    return new BroadcastOperator(namespace, other);
  }

  private static Set<Room> union(Set<Room> rooms, Room... more) {
    Set<Room> all = new HashSet<>(rooms);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** Sends an event: encoded once, shared by all, without waiting for the network. */
  public void emit(String event, Object... args) {
    namespace.adapter().broadcast(new OutgoingEvent(event, Arrays.asList(args)), selection);
  }

  /**
   * Sends an event and waits for the answers of all receivers on this server. For virtual threads.
   *
   * @param timeout how long to wait for the last of them
   * @throws InterruptedException the thread was interrupted while it waited
   */
  public BroadcastAnswers emitWithAck(String event, Duration timeout, Object... args)
      throws InterruptedException {
    return namespace.gather(sockets(), event, timeout, Arrays.asList(args));
  }

  /** The sockets selected now, on this server. */
  public Collection<Socket> sockets() {
    return namespace.adapter().sockets(selection);
  }

  /** Puts them into rooms. */
  public void join(Room... rooms) {
    sockets().forEach(socket -> socket.join(rooms));
  }

  /** Takes them out of rooms. */
  public void leave(Room... rooms) {
    sockets().forEach(socket -> socket.leave(rooms));
  }

  /** Sends them DISCONNECT. */
  public void disconnect() {
    sockets().forEach(Socket::disconnect);
  }
}
