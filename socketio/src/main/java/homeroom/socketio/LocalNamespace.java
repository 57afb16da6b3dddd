// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.http.TimeSource;
import homeroom.socketio.engine.ReceiverGroup;
import homeroom.socketio.packet.EncodedPacket;
import homeroom.socketio.packet.Packet;
import homeroom.socketio.packet.PacketCodec;
import homeroom.socketio.packet.PacketType;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A namespace of this server: its handlers, its adapter, and the way in. */
final class LocalNamespace implements Namespace {

  private final SocketIoServer server;
  private final String name;
  private final Adapter adapter;
  private final AtomicInteger lastAckId = new AtomicInteger();
  private final NamespaceFrames frames = new NamespaceFrames(this);

  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final List<ConnectionHandler> connectionHandlers = new CopyOnWriteArrayList<>();
  private final List<DisconnectHandler> disconnectHandlers = new CopyOnWriteArrayList<>();
  private final Map<String, EventHandler> eventHandlers = new ConcurrentHashMap<>();
  private final Set<String> directEvents = ConcurrentHashMap.newKeySet();

  /** By private id, those whose client is about to come back on another connection. */
  private final Map<String, NamespaceSocket> givingWay = new ConcurrentHashMap<>();

  private volatile @Nullable EventHandler anyHandler;

  LocalNamespace(SocketIoServer server, String name, Adapter.Factory adapters) {
    if (!name.startsWith("/") || name.indexOf(',') >= 0) {
      throw new IllegalArgumentException("a namespace begins with / and contains no comma");
    }
    this.server = server;
    this.name = name;
    this.adapter = adapters.create(this);
  }

  @Override
  public String name() {
    return name;
  }

  Adapter adapter() {
    return adapter;
  }

  PacketCodec codec() {
    return server.codec();
  }

  TimeSource time() {
    return server.time();
  }

  String newId() {
    return server.ids().next();
  }

  // Handlers

  @Override
  public Namespace use(Middleware middleware) {
    middlewares.add(middleware);
    return this;
  }

  @Override
  public Namespace onConnection(ConnectionHandler handler) {
    connectionHandlers.add(handler);
    return this;
  }

  @Override
  public Namespace onDisconnect(DisconnectHandler handler) {
    disconnectHandlers.add(handler);
    return this;
  }

  @Override
  public Namespace on(String event, EventHandler handler) {
    eventHandlers.put(requireFree(event), handler);
    directEvents.remove(event);
    return this;
  }

  @Override
  public Namespace onDirect(String event, EventHandler handler) {
    eventHandlers.put(requireFree(event), handler);
    directEvents.add(event);
    return this;
  }

  /** Whether the event of a packet may be handled on the event loop. */
  boolean isDirect(NamespaceSocket socket, Packet packet) {
    if (directEvents.isEmpty() || packet.payload().length() > server.limits().directBytes()) {
      return false;
    }
    String event = packet.eventName();
    return directEvents.contains(event) && socket.handler(event) == null;
  }

  static String requireFree(String event) {
    if (PacketCodec.isReserved(event)) {
      throw new IllegalArgumentException("the event name " + event + " is reserved");
    }
    return event;
  }

  @Override
  public Namespace onAny(EventHandler handler) {
    anyHandler = handler;
    return this;
  }

  /** Something that an application does when it is called. */
  interface Callback {
    void run() throws Exception;
  }

  /** Reports a fault of {@code call} instead of throwing it. */
  void guarded(String what, Callback call) {
    try {
      call.run();
    } catch (Exception fault) {
      fault(what, fault);
    }
  }

  /** What a listener threw. */
  void fault(String what, Exception fault) {
    server.fault(what, fault);
  }

  /** Runs the handler of an event, when its turn has come on the connection. */
  void dispatch(NamespaceSocket socket, EventArguments args, Ack ack) throws Exception {
    EventHandler handler = socket.handler(args.event());
    if (handler == null) {
      handler = eventHandlers.getOrDefault(args.event(), anyHandler);
    }
    if (handler != null) {
      handler.handle(socket, args, ack);
    }
  }

  // The way in, on the connection's virtual thread

  void givesWay(NamespaceSocket socket) {
    givingWay.put(socket.privateId(), socket);
  }

  /** The socket that has just given way to whoever has this private id; null if none has. */
  @Nullable NamespaceSocket takeWhoGaveWay(String privateId) {
    return givingWay.remove(privateId);
  }

  void admit(NamespaceSocket socket, @Nullable SavedSession saved, String offset) {
    if (socket.hasLeft()) {
      unclaim(saved);
      return;
    }
    Admission admission = admission(socket);
    if (!(admission instanceof Admission.Granted)) {
      unclaim(saved); // before its client is told, who may come again at once
    }
    boolean in =
        switch (admission) {
          case Admission.Granted() -> enter(socket, saved, offset);
          case Admission.Later(String why) -> sendAway(socket, why);
          case Admission.Refused(Map<String, ?> payload) -> refuse(socket, payload);
        };
    if (in) {
      connectionHandlers.forEach(
          handler -> guarded("a connection handler failed", () -> handler.connected(socket)));
      socket.forgetRequest();
      socket.client().settle();
    }
  }

  private void unclaim(@Nullable SavedSession saved) {
    if (saved != null) {
      adapter.unclaim(saved);
    }
  }

  private Admission admission(Socket socket) {
    try {
      for (Middleware middleware : middlewares) {
        middleware.admit(socket);
      }
      return new Admission.Granted();
    } catch (ConnectRefused refused) {
      if (refused.isForNow()) {
        return new Admission.Later(refused.message());
      }
      Map<String, Object> payload = new LinkedHashMap<>();
      payload.put("message", refused.message());
      if (refused.data() != null) {
        payload.put("data", refused.data());
      }
      return new Admission.Refused(payload);
    } catch (Exception fault) {
      server.fault("a middleware failed", fault);
      return new Admission.Refused(Map.of("message", "Internal error"));
    }
  }

  /** False: it is not in. */
  private static boolean sendAway(NamespaceSocket socket, String why) {
    socket.closeTransport(why);
    socket.client().remove(socket);
    var _ = socket.leave(DisconnectReason.SERVER_DISCONNECT);
    return false;
  }

  /** False: it is not in. */
  private boolean refuse(NamespaceSocket socket, Map<String, ?> payload) {
    socket.client().remove(socket);
    if (socket.leave(DisconnectReason.SERVER_DISCONNECT)) {
      socket.client().refuse(name, payload);
    }
    return false;
  }

  private boolean enter(NamespaceSocket socket, @Nullable SavedSession saved, String offset) {
    if (!server.strangersUntilNamed()) {
      socket.belongsTo(socket.session().network());
    }
    if (saved != null) {
      if (!adapter.restore(saved, offset, socket)) {
        unclaim(saved);
        socket.closeTransport("its state can no longer be recovered");
        return false;
      }
      return true;
    }
    if (!socket.welcome()) {
      return false;
    }
    adapter.connected(socket);
    return true;
  }

  void disconnected(Socket socket, DisconnectReason reason) {
    disconnectHandlers.forEach(handler ->
        guarded("a disconnect handler failed", () -> handler.disconnected(socket, reason)));
  }

  EncodedPacket connectPacket(Map<String, String> payload) {
    return codec().control(PacketType.CONNECT, name, payload);
  }

  // Sending

  @Override
  public BroadcastOperator to(Room... rooms) {
    return new NamespaceBroadcast(this, Selection.ALL).to(rooms);
  }

  @Override
  public BroadcastOperator except(Room... rooms) {
    return new NamespaceBroadcast(this, Selection.ALL).except(rooms);
  }

  @Override
  public void emit(String event, Object... args) {
    adapter.broadcast(new OutgoingEvent(event, Arrays.asList(args)), Selection.ALL);
  }

  @Override
  public BroadcastAnswers emitWithAck(String event, Duration timeout, Object... args)
      throws InterruptedException {
    return gather(sockets(), event, timeout, Arrays.asList(args));
  }

  @Override
  public Collection<Socket> sockets() {
    return adapter.sockets(Selection.ALL);
  }

  @Override
  public NamespaceFrames sharedFrames() {
    return frames;
  }

  Frame encode(String event, long ackId, List<?> args) {
    return new Frame(this, codec().event(name, ackId, event, args));
  }

  static NamespaceSocket local(Socket socket) {
    if (socket instanceof NamespaceSocket local) {
      return local;
    }
    throw new IllegalArgumentException("not a socket of a running server: " + socket);
  }

  static List<NamespaceSocket> locals(Collection<? extends Socket> sockets) {
    List<NamespaceSocket> locals = new ArrayList<>(sockets.size());
    for (Socket socket : sockets) {
      locals.add(local(socket));
    }
    return locals;
  }

  BroadcastAnswers gather(
      Collection<? extends Socket> receivers, String event, Duration timeout, List<?> args)
      throws InterruptedException {
    if (Thread.currentThread() instanceof FastThreadLocalThread) {
      throw new IllegalStateException("answers are not awaited on an event loop");
    }
    List<NamespaceSocket> sockets = locals(receivers);
    long id = nextAckId();
    Frame frame = encode(event, id, args);
    PendingAcks pending = new PendingAcks(sockets.size());
    sockets.forEach(socket -> socket.expect(id, pending));
    try {
      ReceiverGroup.of(sockets).send(frame.engineFrame(), false);
      return pending.await(sockets, timeout);
    } finally {
      sockets.forEach(socket -> socket.expected(id));
    }
  }

  /** Below those of shared acks, beginning again when they are used up. */
  private long nextAckId() {
    return lastAckId.getAndIncrement() & (Frame.FIRST_SHARED_ACK_ID - 1);
  }
}
