// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.EngineFrame;
import homeroom.socketio.engine.EngineSession;
import homeroom.socketio.engine.Receiver;
import homeroom.socketio.packet.EncodedPacket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection's place in one namespace. Tables come into being when they are needed: an idle
 * socket has none. The lock of this object is never held while other code is called.
 */
final class NamespaceSocket implements LocalSocket {

  private enum State {
    CONNECTING,
    CONNECTED,
    LEFT
  }

  private final Client client;
  private final LocalNamespace namespace;
  private final String id;
  private final @Nullable String privateId;
  private final boolean recovered;

  private volatile Handshake handshake;
  private volatile @Nullable Object data;
  private volatile State state = State.CONNECTING;

  /**
   * Whether CONNECT, and not yet DISCONNECT, has its place in the outgoing order: nothing may stand
   * before the one or behind the other.
   */
  private volatile boolean announced;

  private @Nullable Set<Room> rooms;
  private @Nullable Map<Long, PendingAcks> answers;
  private volatile @Nullable Map<String, EventHandler> handlers;

  /** Written only where a frame takes its place in the order, see {@link Receiver#queueing}. */
  private long queuedMarker = EngineFrame.NO_MARKER;

  private long pingMarker = EngineFrame.NO_MARKER;

  NamespaceSocket(
      Client client, LocalNamespace namespace, Handshake handshake, @Nullable SavedSession saved) {
    this.client = client;
    this.namespace = namespace;
    this.handshake = handshake;
    this.recovered = saved != null;
    if (saved != null) {
      id = saved.socketId();
      privateId = saved.privateId();
      data = saved.data();
    } else {
      id = namespace.newId();
      privateId = namespace.adapter().recovers() ? namespace.newId() : null;
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String privateId() {
    return privateId == null ? "" : privateId;
  }

  Client client() {
    return client;
  }

  @Override
  public Handshake handshake() {
    return handshake;
  }

  void forgetRequest() {
    handshake = handshake.settled();
  }

  @Override
  public LocalNamespace namespace() {
    return namespace;
  }

  @Override
  public boolean recovered() {
    return recovered;
  }

  @Override
  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  boolean hasLeft() {
    return state == State.LEFT;
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
  public void belongsTo(@Nullable Object owner) {
    if (owner == null) {
      session().asStranger();
    } else {
      session().belongsTo(owner);
      if (hasLeft()) {
        client.becomesStrangerIfAlone(); // left while it was signing in
      }
    }
  }

  // Rooms

  @Override
  public void join(Room... wanted) {
    for (Room room : wanted) {
      synchronized (this) {
        if (state == State.LEFT || !rooms(true).add(room)) {
          continue;
        }
      }
      namespace.adapter().join(this, room);
      leaveAgainIfGone(room);
    }
  }

  /** The socket may have left between its own note of the room and the adapter's. */
  private void leaveAgainIfGone(Room room) {
    if (state == State.LEFT) {
      namespace.adapter().leave(this, room);
    }
  }

  @Override
  public void leave(Room... unwanted) {
    for (Room room : unwanted) {
      synchronized (this) {
        if (!rooms(false).remove(room)) {
          continue;
        }
      }
      namespace.adapter().leave(this, room);
    }
  }

  private Set<Room> rooms(boolean create) {
    if (rooms == null) {
      Set<Room> fresh = new HashSet<>(4);
      if (create) {
        rooms = fresh;
      }
      return fresh;
    }
    return rooms;
  }

  @Override
  public synchronized Set<Room> rooms() {
    return Set.copyOf(rooms(false));
  }

  @Override
  public BroadcastOperator to(Room... wanted) {
    return broadcast().to(wanted);
  }

  @Override
  public BroadcastOperator broadcast() {
    return new NamespaceBroadcast(namespace, Selection.ALL).except(this);
  }

  // Sending

  @Override
  public EngineSession session() {
    return client.session();
  }

  @Override
  public boolean queueing(EngineFrame frame) {
    if (!announced) {
      return false;
    }
    if (frame.marker() != EngineFrame.NO_MARKER) {
      queuedMarker = frame.marker();
    }
    return true;
  }

  @Override
  public void emit(String event, Object... args) {
    namespace.adapter().emit(new OutgoingEvent(event, Arrays.asList(args)), this, false);
  }

  @Override
  public void emitVolatile(String event, Object... args) {
    namespace.adapter().emit(new OutgoingEvent(event, Arrays.asList(args)), this, true);
  }

  @Override
  public void send(Frame frame, boolean isVolatile) {
    frame.requireFrom(namespace);
    if (state == State.CONNECTED) {
      session().send(this, frame.engineFrame(), isVolatile);
    }
  }

  /** The answer to an event of its client, encoded. */
  Frame answer(long ackId, List<?> args) {
    return new Frame(namespace, namespace.codec().ack(namespace.name(), ackId, args));
  }

  @Override
  public EventArguments emitWithAck(String event, Duration timeout, Object... args)
      throws AckMissing, InterruptedException {
    var answered = namespace.gather(List.of(this), event, timeout, Arrays.asList(args));
    EventArguments answer = answered.received().get(this);
    if (answer == null) {
      throw new AckMissing(
          isConnected()
              ? "no answer to " + event + " within " + timeout.toMillis() + " ms"
              : "the socket left before it answered " + event);
    }
    return answer;
  }

  /** Has the answer with this id added to a pending. */
  void expect(long ackId, PendingAcks pending) {
    synchronized (this) {
      if (state != State.LEFT) {
        answers = answers == null ? new HashMap<>(4) : answers;
        answers.put(ackId, pending);
        return;
      }
    }
    pending.lost();
  }

  synchronized @Nullable PendingAcks expected(long ackId) {
    PendingAcks pending = answers == null ? null : answers.remove(ackId);
    if (answers != null && answers.isEmpty()) {
      answers = null;
    }
    return pending;
  }

  // Markers

  /** A ping takes its place behind everything queued so far. */
  void pinging() {
    pingMarker = queuedMarker;
    queuedMarker = EngineFrame.NO_MARKER;
  }

  void ponged() {
    long marker = pingMarker;
    pingMarker = EngineFrame.NO_MARKER;
    if (marker != EngineFrame.NO_MARKER && state == State.CONNECTED) {
      namespace.sharedFrames().confirmed(this, marker);
    }
  }

  // Handlers

  @Override
  public synchronized void on(String event, EventHandler handler) {
    Map<String, EventHandler> more = new HashMap<>(handlers == null ? Map.of() : handlers);
    more.put(LocalNamespace.requireFree(event), handler);
    handlers = Map.copyOf(more);
  }

  @Nullable EventHandler handler(String event) {
    Map<String, EventHandler> own = handlers;
    return own == null ? null : own.get(event);
  }

  // Coming and going

  @Override
  public boolean welcome() {
    synchronized (this) {
      if (state != State.CONNECTING) {
        return false;
      }
      state = State.CONNECTED;
    }
    Map<String, String> payload =
        privateId == null ? Map.of("sid", id) : Map.of("sid", id, "pid", privateId);
    announce(namespace.connectPacket(payload), true);
    return true;
  }

  @Override
  public void disconnect() {
    if (leave(DisconnectReason.SERVER_DISCONNECT)) {
      announce(namespace.codec().disconnect(namespace.name()), false);
    }
  }

  /** Sends the packet after (or before) which events may stand. */
  private void announce(EncodedPacket packet, boolean open) {
    EngineFrame frame = EngineFrame.text(packet.text(), packet.attachments());
    session().send(new Announcement(this, open), frame, false);
  }

  private record Announcement(NamespaceSocket socket, boolean open) implements Receiver {

    @Override
    public EngineSession session() {
      return socket.session();
    }

    @Override
    public boolean queueing(EngineFrame frame) {
      socket.announced = open;
      return true;
    }
  }

  /** Leaves rooms and namespace; false if it had left before. */
  boolean leave(DisconnectReason reason) {
    State before;
    Set<Room> left;
    Map<Long, PendingAcks> unanswered;
    synchronized (this) {
      if (state == State.LEFT) {
        return false;
      }
      before = state;
      state = State.LEFT;
      left = Set.copyOf(rooms(false));
      unanswered = answers == null ? Map.of() : answers;
      rooms = null;
      answers = null;
    }
    left.forEach(room -> namespace.adapter().leave(this, room));
    client.becomesStrangerIfAlone();
    unanswered.values().forEach(PendingAcks::lost);
    if (before == State.CONNECTED) {
      namespace.adapter().disconnected(this);
      saveFor(reason, left);
      client.mailbox().add(() -> namespace.disconnected(this, reason));
    }
    return true;
  }

  @Override
  public void giveWay() {
    namespace.givesWay(this);
    leave(DisconnectReason.SERVER_CLOSE);
    closeTransport("its client is back on another connection");
  }

  private void saveFor(DisconnectReason reason, Set<Room> left) {
    if (privateId != null && reason.isRecoverable()) {
      namespace
          .adapter()
          .save(new SavedSession(id, privateId, left, data, namespace.time().milliTime()));
    }
  }

  @Override
  public void probe(Duration patience) {
    session().probe(patience);
  }

  @Override
  public void closeTransport(String why) {
    client.closeTransport(why);
  }

  @Override
  public String toString() {
    return "Socket " + id + " of " + namespace.name();
  }
}
