// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Cors;
import homeroom.http.Exchange;
import homeroom.http.Mount;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Requests below the path of a server, taken to their sessions. Runs on event loops. */
final class EngineMount implements Mount {

  private final EngineServer server;
  private final EngineLimits limits;
  private final Cors cors;
  private final HandshakeGate gate;
  private final PollAnswers answers;
  private final WebSocketOpening webSockets;

  EngineMount(EngineServer server, Cors cors, HandshakeGate gate) {
    this.server = server;
    this.limits = server.limits();
    this.cors = cors;
    this.gate = gate;
    this.answers = server.answers();
    this.webSockets = new WebSocketOpening(limits);
  }

  @Override
  public int maxBodyBytes() {
    return limits.maxPayloadBytes();
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
    EngineSession session = sid == null ? null : server.find(sid);
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
    if (!cors.admits(handshake::header)) {
      answers.refuse(
          exchange,
          HttpResponseStatus.FORBIDDEN,
          RequestError.FORBIDDEN_CODE,
          "Pages of this origin may not connect here; the server's log says how to let them");
      return;
    }
    var refused = gate.check(handshake);
    if (refused.isPresent()) {
      answers.refuse(
          exchange,
          HttpResponseStatus.valueOf(refused.get().status()),
          RequestError.FORBIDDEN_CODE,
          refused.get().message());
    } else if (!server.takesMore()) {
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
    EngineLoop loop = server.loop(exchange.channel().eventLoop());
    EngineSession session =
        new EngineSession(
            server,
            server.newId(),
            exchange.memory(),
            handshake,
            self -> new PollingTransport(self, loop.eventLoop, answers, limits.outboxBytes()));
    server.open(session, handshake, loop);
    answers.open(exchange, openPacket(session, "\"websocket\""));
  }

  private void openWebSocket(Exchange exchange, HandshakeRequest handshake) {
    if (!WebSocketOpening.isProper(exchange.request())) {
      answers.refuse(exchange, RequestError.BAD_REQUEST);
      return;
    }
    EngineLoop loop = server.loop(exchange.channel().eventLoop());
    EngineSession session =
        new EngineSession(
            server,
            server.newId(),
            exchange.memory(),
            handshake,
            self -> {
              WebSocketTransport webSocket = webSockets.open(exchange, loop, self, self.memory());
              webSocket.write(EngineFrame.control(openPacket(self, "")));
              return webSocket;
            });
    server.open(session, handshake, loop);
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
    EngineSession session = server.find(sid);
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
    EngineLoop loop = server.loop(exchange.channel().eventLoop());
    UpgradeProbe probe = new UpgradeProbe(session);
    probe.start(
        webSockets.open(exchange, loop, probe, session.memory()),
        limits.upgradeTimeout().toMillis());
    if (!session.beginUpgrade(probe)) {
      probe.abandon();
    }
  }
}
