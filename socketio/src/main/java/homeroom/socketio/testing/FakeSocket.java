// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.testing;

import homeroom.socketio.AckMissing;
import homeroom.socketio.BroadcastOperator;
import homeroom.socketio.DisconnectReason;
import homeroom.socketio.EventArguments;
import homeroom.socketio.EventHandler;
import homeroom.socketio.Handshake;
import homeroom.socketio.Namespace;
import homeroom.socketio.Room;
import homeroom.socketio.Selection;
import homeroom.socketio.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of a {@link FakeNamespace}, and its socket: sends what a test says, and keeps what was
 * sent to it. For one thread.
 */
public final class FakeSocket implements Socket {

  private final FakeNamespace namespace;
  private final String id;
  private final Handshake handshake;
  private final Set<Room> rooms = new HashSet<>();
  private final Map<String, EventHandler> handlers = new HashMap<>();
  private final Map<String, List<Object>> answers = new HashMap<>();
  private final List<EventArguments> received = new ArrayList<>();
  private @Nullable Object data;
  private @Nullable Object owner;
  private boolean connected;
  private boolean dead;
  private boolean transportClosed;

  FakeSocket(FakeNamespace namespace, String id, Handshake handshake) {
    this.namespace = namespace;
    this.id = id;
    this.handshake = handshake;
  }

  void let(boolean in) {
    connected = in;
  }

  // The client

  /**
   * The client sends an event that asks for an ack; its handler runs before this returns.
   *
   * @param args what JSON can express
   * @return the place of the answer, for handlers that answer later
   * @throws Exception what the handler threw; a server logs it and sends no ack
   */
  public FakeAck sends(String event, Object... args) throws Exception {
    FakeAck ack = new FakeAck(namespace.mapper());
    EventHandler own = handlers.get(event);
    EventHandler handler = own == null ? namespace.handler(event) : own;
    if (handler != null) {
      handler.handle(this, arguments(event, args), ack);
    }
    return ack;
  }

  /** Has the client answer such events, whenever they ask for an answer. */
  public FakeSocket answers(String event, Object... args) {
    answers.put(event, Arrays.asList(args));
    return this;
  }

  /** Whether the server closed its transport. */
  public boolean isTransportClosed() {
    return transportClosed;
  }

  /** The client leaves the namespace. */
  public void leaves() throws Exception {
    end(DisconnectReason.CLIENT_DISCONNECT);
  }

  /** The events that were sent to it, in their order. */
  public List<EventArguments> received() {
    return List.copyOf(received);
  }

  /** The answer to an event sent to it, if it has one. */
  Optional<EventArguments> ask(String event, Object... args) {
    emit(event, args);
    return Optional.ofNullable(answers.get(event))
        .map(given -> EventArguments.ofAnswer(namespace.mapper(), given));
  }

  private EventArguments arguments(String event, Object... args) {
    return EventArguments.of(namespace.mapper(), event, Arrays.asList(args));
  }

  private void end(DisconnectReason reason) throws Exception {
    if (connected) {
      connected = false;
      rooms.clear();
      namespace.left(this, reason);
    }
  }

  private void endByServer(DisconnectReason reason) {
    try {
      end(reason);
    } catch (RuntimeException fault) {
      throw fault;
    } catch (Exception fault) {
      throw new IllegalStateException("a disconnect handler failed", fault);
    }
  }

  /** Its rooms, with that of its own id. */
  Set<Room> ownRooms() {
    Set<Room> all = new HashSet<>(rooms);
    all.add(Room.of(id));
    return all;
  }

  // The socket

  @Override
  public String id() {
    return id;
  }

  @Override
  public Handshake handshake() {
    return handshake;
  }

  @Override
  public Namespace namespace() {
    return namespace;
  }

  @Override
  public boolean recovered() {
    return false;
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public @Nullable Object data() {
    return data;
  }

  @Override
  public void setData(@Nullable Object newData) {
    data = newData;
  }

  @Override
  public void belongsTo(@Nullable Object newOwner) {
    owner = newOwner;
  }

  /** Whom the application named as the one whose socket this is; null for a stranger. */
  public @Nullable Object owner() {
    return owner;
  }

  @Override
  public void join(Room... wanted) {
    rooms.addAll(Arrays.asList(wanted));
  }

  @Override
  public void leave(Room... unwanted) {
    Arrays.asList(unwanted).forEach(rooms::remove);
  }

  @Override
  public Set<Room> rooms() {
    return Set.copyOf(rooms);
  }

  @Override
  public BroadcastOperator to(Room... wanted) {
    return broadcast().to(wanted);
  }

  @Override
  public BroadcastOperator broadcast() {
    return new FakeBroadcast(namespace, Selection.ALL.without(Room.of(id)));
  }

  @Override
  public void emit(String event, Object... args) {
    if (connected) {
      received.add(arguments(event, args));
    }
  }

  @Override
  public void emitVolatile(String event, Object... args) {
    emit(event, args);
  }

  @Override
  public EventArguments emitWithAck(String event, Duration timeout, Object... args)
      throws AckMissing {
    return ask(event, args)
        .orElseThrow(() -> new AckMissing("the test gave no answer to " + event));
  }

  @Override
  public void on(String event, EventHandler handler) {
    handlers.put(event, handler);
  }

  @Override
  public void disconnect() {
    endByServer(DisconnectReason.SERVER_DISCONNECT);
  }

  /** The connection hangs: nothing the client does arrives any more. */
  public void hangs() {
    dead = true;
  }

  @Override
  public void probe(Duration patience) {
    if (dead) {
      endByServer(DisconnectReason.PING_TIMEOUT);
    }
  }

  @Override
  public void closeTransport(String why) {
    transportClosed = true;
    endByServer(DisconnectReason.SERVER_CLOSE);
  }

  @Override
  public String toString() {
    return "FakeSocket " + id;
  }
}
