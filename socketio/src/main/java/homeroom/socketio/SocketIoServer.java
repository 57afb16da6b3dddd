// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.http.Cors;
import homeroom.http.FaultLog;
import homeroom.http.Mount;
import homeroom.http.TimeSource;
import homeroom.socketio.engine.EngineServer;
import homeroom.socketio.engine.EngineSession;
import homeroom.socketio.engine.HandshakeGate;
import homeroom.socketio.engine.HandshakeRequest;
import homeroom.socketio.engine.SessionIds;
import homeroom.socketio.engine.SessionListener;
import homeroom.socketio.packet.PacketCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Socket.IO 5 server to be mounted into an HTTP server. Safe for any thread.
 *
 * <pre>{@code
 * SocketIoServer io = SocketIoServer.builder().build();
 * io.namespace("/").on("hello", (socket, args, ack) -> ack.send("hello " + args.text(0)));
 * HttpServer http = HttpServer.builder().port(3000).mount(io.path(), io.mount()).start();
 * }</pre>
 */
public final class SocketIoServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SocketIoServer.class);

  private final String path;
  private final SocketIoLimits limits;
  private final PacketCodec codec;
  private final Adapter.Factory adapters;
  private final TimeSource time;
  private final FaultLog faults;
  private final boolean strangersUntilNamed;
  private final SessionIds ids = new SessionIds();
  private final Map<String, LocalNamespace> namespaces = new ConcurrentHashMap<>();
  private final OpenConnections handling = new OpenConnections();
  private final EngineServer engine;

  private SocketIoServer(Builder builder) {
    this.path = builder.path;
    this.limits = builder.limits;
    this.codec = new PacketCodec(builder.mapper);
    this.adapters = builder.adapters();
    this.time = builder.time;
    this.faults = new FaultLog(builder.time);
    this.strangersUntilNamed = builder.strangersUntilNamed;
    namespace("/");
    EngineServer.Builder sessions =
        EngineServer.builder()
            .limits(builder.limits.engine())
            .cors(builder.cors)
            .gate(builder.gate)
            .time(builder.time)
            .onSession(this::opened);
    this.engine = (builder.node == null ? sessions : sessions.node(builder.node)).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  private SessionListener opened(EngineSession session, HandshakeRequest request) {
    session.setDeadline(limits.connectTimeout());
    session.asStranger();
    handling.opened();
    return new Client(this, session, request);
  }

  /** The path prefix that {@link #mount()} is made for. */
  public String path() {
    return path;
  }

  /** How many connections were closed because their clients read too slowly. */
  public long endedTooSlow() {
    return engine.endedTooSlow();
  }

  /** What handles the requests below {@link #path()}. */
  public Mount mount() {
    return engine.mount();
  }

  /**
   * The namespace of this name, made if there is none; clients can connect to it from now on.
   * {@code "/"} is always there.
   *
   * @throws IllegalArgumentException if the name does not begin with {@code /} or has a comma
   */
  public Namespace namespace(String name) {
    return namespaces.computeIfAbsent(name, wanted -> new LocalNamespace(this, wanted, adapters));
  }

  /** Clients connected now, in whatever namespaces. */
  public int connections() {
    return engine.sessions();
  }

  /**
   * Refuses new connections with 503, closes those that are there one after the other, evenly over
   * a time, and returns when the handlers of all have finished, {@link Namespace#onDisconnect} the
   * last of them. Each is closed without DISCONNECT, so that official clients reconnect by
   * themselves (elsewhere), and once its handlers have answered what came before. To be called
   * before the HTTP server is closed, not from a handler.
   *
   * @param over how long after the first the last one's turn comes; zero for all at once
   * @param grace how long to wait after that for the handlers; then all are closed
   * @return whether they finished in time
   * @throws InterruptedException the thread was interrupted while it waited; all is closed then
   */
  public boolean drain(Duration over, Duration grace) throws InterruptedException {
    engine.drain(over);
    try {
      return handling.awaitNone(over.plus(grace));
    } finally {
      engine.drain();
    }
  }

  /** The same for all connections at once. */
  public boolean drain(Duration grace) throws InterruptedException {
    return drain(Duration.ZERO, grace);
  }

  /**
   * Refuses new connections with 503 and closes those that are there as {@link #drain(Duration,
   * Duration)} does, until {@link #takeAgain}: for a server that goes on, but that others had
   * better stand in for. Does not wait.
   *
   * @param over how long after the first the last one's turn comes; zero for all at once
   */
  public void sendAway(Duration over) {
    engine.drain(over);
  }

  /** Takes new connections again after {@link #sendAway}; those whose turn has not come stay. */
  public void takeAgain() {
    engine.resume();
  }

  /** Closes every connection and takes no new one; the HTTP server is not closed. */
  @Override
  public void close() {
    engine.close();
    for (LocalNamespace namespace : namespaces.values()) {
      try {
        namespace.adapter().close();
      } catch (Exception fault) {
        fault("an adapter could not be closed", fault);
      }
    }
  }

  /** Those of them of whom nobody is known: in no namespace, or not named yet. */
  public int strangers() {
    return engine.strangers();
  }

  boolean strangersUntilNamed() {
    return strangersUntilNamed;
  }

  TimeSource time() {
    return time;
  }

  SocketIoLimits limits() {
    return limits;
  }

  PacketCodec codec() {
    return codec;
  }

  /** Logs a fault of the application or of an adapter. */
  void fault(String what, Throwable fault) {
    faults.report(LOG, what, fault);
  }

  OpenConnections handling() {
    return handling;
  }

  SessionIds ids() {
    return ids;
  }

  @Nullable LocalNamespace find(String name) {
    return namespaces.get(name);
  }

  boolean hasOneNamespace() {
    return namespaces.size() == 1;
  }

  /** What a server is made of. */
  public static final class Builder {

    private String path = "/socket.io/";
    private SocketIoLimits limits = SocketIoLimits.DEFAULTS;
    private Cors cors = Cors.origins(List.of());
    private HandshakeGate gate = HandshakeGate.OPEN;
    private JsonMapper mapper = JsonMapper.shared();
    private TimeSource time = TimeSource.system();
    private boolean strangersUntilNamed;
    private @Nullable String node;
    private @Nullable Duration recovery;
    private Adapter.@Nullable Factory adapterFactory;

    private Builder() {}

    /** The path prefix, {@code /socket.io/} by default; begins and ends with a slash. */
    public Builder path(String newPath) {
      path = newPath;
      return this;
    }

    public Builder limits(SocketIoLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /** Which web origins may connect; none but the server's own by default. */
    public Builder cors(Cors newCors) {
      cors = newCors;
      return this;
    }

    /** Looks at the HTTP request of every handshake before there is a session. */
    public Builder gate(HandshakeGate newGate) {
      gate = newGate;
      return this;
    }

    /**
     * Begins the ids of sessions with the name of this server and a dot, by which a proxy before
     * several servers knows where a client that polls belongs. Without a name by default.
     *
     * @param name 1 to 32 letters, digits, {@code -} and {@code _}
     */
    public Builder node(String name) {
      node = name;
      return this;
    }

    /** How payloads are bound to Java types and back. */
    public Builder json(JsonMapper newMapper) {
      mapper = newMapper;
      return this;
    }

    /** Where heartbeats, recovery and dates get their time; this machine by default. */
    public Builder time(TimeSource newTime) {
      time = newTime;
      return this;
    }

    /**
     * Sockets are strangers until {@link Socket#belongsTo} names whose they are: for applications
     * in which clients sign in after they have connected. By default only those are that have
     * joined no namespace.
     */
    public Builder strangersUntilNamed() {
      strangersUntilNamed = true;
      return this;
    }

    /** Connection state recovery for clients that come back within two minutes. */
    public Builder recovery() {
      return recovery(Duration.ofMinutes(2));
    }

    /** Connection state recovery for clients that come back in time. Off by default. */
    public Builder recovery(Duration window) {
      recovery = window;
      return this;
    }

    /** Who keeps rooms and carries out broadcasts; {@link InMemoryAdapter} by default. */
    public Builder adapter(Adapter.Factory factory) {
      adapterFactory = factory;
      return this;
    }

    private Adapter.Factory adapters() {
      if (adapterFactory != null) {
        return adapterFactory;
      }
      Duration window = recovery;
      SocketIoLimits bounds = limits;
      TimeSource source = time;
      return window == null
          ? InMemoryAdapter::new
          : namespace -> new RecoveringAdapter(namespace, window, bounds, source);
    }

    public SocketIoServer build() {
      return new SocketIoServer(this);
    }
  }
}
