package homeroom.socketio.engine;

import homeroom.http.Cors;
import homeroom.http.Exchange;
import homeroom.http.Mount;
import homeroom.http.TimeSource;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Speaks Engine.IO 4 on the requests below one path. Runs on event loops.
 *
 * <pre>{@code
 * EngineServer echo = EngineServer.builder().onSession((session, request) -> ...).build();
 * }</pre>
 */
public final class EngineServer implements Mount, AutoCloseable {

  private final EngineLimits limits;
  private final HandshakeGate gate;
  private final TimeSource time;
  private final SessionAcceptor acceptor;
  private final PollAnswers answers;
  private final WebSocketOpening webSockets;
  private final SessionIds ids = new SessionIds();
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final Map<EventLoop, EngineLoop> loops = new ConcurrentHashMap<>();
  private volatile boolean draining;

  private EngineServer(Builder builder, SessionAcceptor acceptor) {
    this.limits = builder.limits;
    this.gate = builder.gate;
    this.time = builder.time;
    this.acceptor = acceptor;
    this.answers = new PollAnswers(builder.cors);
    this.webSockets = new WebSocketOpening(limits);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Sessions open now. */
  public int sessions() {
    return sessions.size();
  }

  public EngineLimits limits() {
    return limits;
  }

  TimeSource time() {
    return time;
  }

  @Override
  public int maxBodyBytes() {
    return limits.maxPayloadBytes();
  }

  PollAnswers answers() {
    return answers;
  }

  /** Removes a session; false if it was gone already. */
  boolean forget(EngineSession session) {
    return sessions.remove(session.id(), session);
  }

  private EngineLoop loop(EventLoop eventLoop) {
    return loops.computeIfAbsent(eventLoop, loop -> new EngineLoop(loop, time, tickMillis()));
  }

  /** Fine enough for the heartbeat that was promised, and never a burden. */
  private long tickMillis() {
    long shorter = Math.min(limits.pingInterval().toMillis(), limits.pingTimeout().toMillis());
    return Math.clamp(shorter / 40, 2, 100);
  }

  @Override
  public void handle(Exchange exchange) {
    if (PollAnswers.isPreflight(exchange.request())) {
      answers.preflight(exchange);
      return;
    }
    EngineRequest request = EngineRequest.of(exchange);
    RequestError error = request.check();
    if (error != null) {
      answers.refuse(exchange, error);
    } else if (request.sid() == null) {
      handshake(request);
    } else {
      withSession(request, request.sid());
    }
  }

  /** A second POST of a session is an error as soon as it begins. */
  @Override
  public Runnable awaitingBody(HttpRequest head, Channel channel) {
    String sid = head.method().equals(HttpMethod.POST) ? EngineRequest.sid(head.uri()) : null;
    EngineSession session = sid == null ? null : sessions.get(sid);
    if (session == null) {
      return () -> {};
    }
    session.dataBegins(channel);
    return () -> session.dataLost(channel);
  }

  // A new session

  private void handshake(EngineRequest request) {
    Exchange exchange = request.exchange();
    HandshakeRequest handshake = request.handshake();
    var refused = gate.check(handshake);
    if (refused.isPresent()) {
      answers.refuse(
          exchange,
          HttpResponseStatus.valueOf(refused.get().status()),
          RequestError.FORBIDDEN_CODE,
          refused.get().message());
    } else if (draining || sessions.size() >= limits.maxSessions()) {
      answers.refuse(
          exchange,
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          RequestError.FORBIDDEN_CODE,
          "The server takes no new connections now");
    } else if (request.transport() == TransportName.POLLING) {
      openPolling(exchange, handshake);
    } else {
      openWebSocket(exchange, handshake);
    }
  }

  private void openPolling(Exchange exchange, HandshakeRequest handshake) {
    EngineLoop loop = loop(exchange.channel().eventLoop());
    EngineSession session =
        new EngineSession(
            this,
            ids.next(),
            self -> new PollingTransport(self, loop.eventLoop, answers, limits.outboxBytes()));
    open(session, handshake, loop);
    answers.open(exchange, openPacket(session, "\"websocket\""));
  }

  private void openWebSocket(Exchange exchange, HandshakeRequest handshake) {
    if (!WebSocketOpening.isProper(exchange.request())) {
      answers.refuse(exchange, RequestError.BAD_REQUEST);
      return;
    }
    EngineLoop loop = loop(exchange.channel().eventLoop());
    EngineSession session =
        new EngineSession(
            this,
            ids.next(),
            self -> {
              WebSocketTransport webSocket = webSockets.open(exchange, loop, self);
              webSocket.write(EngineFrame.control(openPacket(self, "")));
              return webSocket;
            });
    open(session, handshake, loop);
  }

  private void open(EngineSession session, HandshakeRequest handshake, EngineLoop loop) {
    sessions.put(session.id(), session);
    session.open(acceptor.opened(session, handshake), loop);
    if (draining) {
      session.close(CloseReason.SERVER_DRAIN);
    }
  }

  private String openPacket(EngineSession session, String upgrades) {
    return "0{\"sid\":\""
        + session.id()
        + "\",\"upgrades\":["
        + upgrades
        + "],\"pingInterval\":"
        + limits.pingInterval().toMillis()
        + ",\"pingTimeout\":"
        + limits.pingTimeout().toMillis()
        + ",\"maxPayload\":"
        + limits.maxPayloadBytes()
        + "}";
  }

  // A known session

  private void withSession(EngineRequest request, String sid) {
    Exchange exchange = request.exchange();
    EngineSession session = sessions.get(sid);
    if (session == null) {
      answers.refuse(exchange, RequestError.UNKNOWN_SID);
    } else if (request.isUpgrade()) {
      upgrade(exchange, session);
    } else if (session.transport() != request.transport()) {
      answers.refuse(exchange, RequestError.BAD_REQUEST);
    } else if (request.method().equals(HttpMethod.GET)) {
      session.poll(exchange);
    } else if (request.method().equals(HttpMethod.POST)) {
      session.data(exchange, Utf8.decode(exchange.request().content()));
    } else {
      answers.refuse(exchange, RequestError.BAD_REQUEST);
    }
  }

  /** The WebSocket is opened in any case; one too many is closed at once. */
  private void upgrade(Exchange exchange, EngineSession session) {
    if (!WebSocketOpening.isProper(exchange.request())) {
      answers.refuse(exchange, RequestError.BAD_REQUEST);
      return;
    }
    EngineLoop loop = loop(exchange.channel().eventLoop());
    UpgradeProbe probe = new UpgradeProbe(session);
    probe.start(webSockets.open(exchange, loop, probe), limits.upgradeTimeout().toMillis());
    if (!session.beginUpgrade(probe)) {
      probe.abandon();
    }
  }

  // The end

  /** Closes every session so that clients come back, and takes no new one. */
  public void drain() {
    draining = true;
    closeAll(CloseReason.SERVER_DRAIN);
  }

  @Override
  public void close() {
    draining = true;
    closeAll(CloseReason.SERVER_CLOSE);
  }

  private void closeAll(CloseReason reason) {
    List<EngineSession> open = new ArrayList<>(sessions.values());
    open.forEach(session -> session.close(reason));
  }

  /** What a server is made of. */
  public static final class Builder {

    private EngineLimits limits = EngineLimits.DEFAULTS;
    private Cors cors = Cors.origins(List.of());
    private HandshakeGate gate = HandshakeGate.OPEN;
    private TimeSource time = TimeSource.system();
    private @Nullable SessionAcceptor acceptor;

    private Builder() {}

    public Builder limits(EngineLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /** Which web pages of other origins may poll; none by default. */
    public Builder cors(Cors newCors) {
      cors = newCors;
      return this;
    }

    /** Looks at every handshake before a session exists. */
    public Builder gate(HandshakeGate newGate) {
      gate = newGate;
      return this;
    }

    /** Where time comes from; this machine by default. */
    public Builder time(TimeSource newTime) {
      time = newTime;
      return this;
    }

    /** Who takes new sessions; required. */
    public Builder onSession(SessionAcceptor newAcceptor) {
      acceptor = newAcceptor;
      return this;
    }

    public EngineServer build() {
      if (acceptor == null) {
        throw new IllegalStateException("onSession is missing");
      }
      return new EngineServer(this, acceptor);
    }
  }
}
