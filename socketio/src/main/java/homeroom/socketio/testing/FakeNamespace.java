// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.testing;

import homeroom.socketio.BroadcastAnswers;
import homeroom.socketio.BroadcastOperator;
import homeroom.socketio.ConnectRefused;
import homeroom.socketio.ConnectionHandler;
import homeroom.socketio.DisconnectHandler;
import homeroom.socketio.DisconnectReason;
import homeroom.socketio.EventHandler;
import homeroom.socketio.Handshake;
import homeroom.socketio.Middleware;
import homeroom.socketio.Namespace;
import homeroom.socketio.Room;
import homeroom.socketio.Selection;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import homeroom.socketio.engine.TransportName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A namespace without a network: its clients are {@link FakeSocket}s. Handlers run at once on the
 * thread of the test, and what they throw reaches the test. For one thread.
 */
public final class FakeNamespace implements Namespace {

  private static final int CLIENT_PORT = 50_000;

  private final JsonMapper mapper;
  private final List<Middleware> middlewares = new ArrayList<>();
  private final List<ConnectionHandler> connectionHandlers = new ArrayList<>();
  private final List<DisconnectHandler> disconnectHandlers = new ArrayList<>();
  private final Map<String, EventHandler> eventHandlers = new HashMap<>();
  private final List<FakeSocket> sockets = new ArrayList<>();
  private @Nullable EventHandler anyHandler;
  private int lastId;

  /** A namespace that binds payloads as a server does that says nothing about it. */
  public FakeNamespace() {
    this(JsonMapper.shared());
  }

  /** The same with another binding of payloads. */
  public FakeNamespace(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** A client that connects without a payload. */
  public FakeSocket connect() throws Exception {
    return connect(Map.of());
  }

  /**
   * A client that connects with this payload, and passes the middleware and connection handlers.
   *
   * @throws ConnectRefused the middleware refused it
   * @throws Exception whatever else the middleware or a connection handler threw
   */
  public FakeSocket connect(Object auth) throws Exception {
    lastId++;
    FakeSocket socket = new FakeSocket(this, "socket-" + lastId, handshake(auth));
    for (Middleware middleware : middlewares) {
      middleware.admit(socket);
    }
    socket.let(true);
    sockets.add(socket);
    for (ConnectionHandler handler : connectionHandlers) {
      handler.connected(socket);
    }
    return socket;
  }

  private Handshake handshake(Object auth) {
    return new Handshake(
        name(),
        mapper.<JsonNode>valueToTree(auth),
        Map.of(),
        Map.of(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), CLIENT_PORT),
        Instant.EPOCH,
        TransportName.WEBSOCKET,
        false);
  }

  void left(FakeSocket socket, DisconnectReason reason) throws Exception {
    sockets.remove(socket);
    for (DisconnectHandler handler : disconnectHandlers) {
      handler.disconnected(socket, reason);
    }
  }

  JsonMapper mapper() {
    return mapper;
  }

  @Nullable EventHandler handler(String event) {
    return eventHandlers.getOrDefault(event, anyHandler);
  }

  @Override
  public String name() {
    return "/";
  }

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
    eventHandlers.put(event, handler);
    return this;
  }

  @Override
  public Namespace onDirect(String event, EventHandler handler) {
    return on(event, handler);
  }

  @Override
  public Namespace onAny(EventHandler handler) {
    anyHandler = handler;
    return this;
  }

  @Override
  public BroadcastOperator to(Room... rooms) {
    return new FakeBroadcast(this, Selection.ALL.with(rooms));
  }

  @Override
  public BroadcastOperator except(Room... rooms) {
    return new FakeBroadcast(this, Selection.ALL.without(rooms));
  }

  @Override
  public void emit(String event, Object... args) {
    new FakeBroadcast(this, Selection.ALL).emit(event, args);
  }

  @Override
  public BroadcastAnswers emitWithAck(String event, Duration timeout, Object... args)
      throws InterruptedException {
    return new FakeBroadcast(this, Selection.ALL).emitWithAck(event, timeout, args);
  }

  @Override
  public Collection<Socket> sockets() {
    return List.copyOf(sockets);
  }

  /** The connected sockets that are selected. */
  List<FakeSocket> selected(Selection selection) {
    return sockets.stream().filter(socket -> selection.includes(socket.ownRooms())).toList();
  }

  /** Not for fakes: frames are bytes for a network. */
  @Override
  public SharedFrames sharedFrames() {
    throw new UnsupportedOperationException("a fake namespace has no frames");
  }
}
