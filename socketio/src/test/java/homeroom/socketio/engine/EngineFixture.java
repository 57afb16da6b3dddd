// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Cors;
import homeroom.http.HttpServer;
import homeroom.http.TimeSource;
import homeroom.socketio.wire.Wire;
import java.time.Duration;

/** An Engine.IO server on a free port that sends every message back, and raw clients for it. */
final class EngineFixture implements AutoCloseable {

  final Wire wire;
  private final EngineServer engine;
  private final HttpServer http;

  private EngineFixture(EngineServer.Builder builder) throws Exception {
    engine = builder.cors(Cors.any()).onSession((session, request) -> new Echo(session)).build();
    http = HttpServer.builder().mount("/engine.io/", engine.mount()).start();
    wire = new Wire(http.port(), "/engine.io/");
  }

  static EngineFixture start() throws Exception {
    return start(EngineLimits.DEFAULTS, TimeSource.system());
  }

  static EngineFixture start(EngineLimits limits, TimeSource time) throws Exception {
    return new EngineFixture(EngineServer.builder().limits(limits).time(time));
  }

  /** One of several servers. */
  static EngineFixture startNode(String name) throws Exception {
    return new EngineFixture(EngineServer.builder().node(name));
  }

  EngineServer engine() {
    return engine;
  }

  int port() {
    return http.port();
  }

  /** What a client says to be asked for a sign of life. */
  static final String PROBE = "probe";

  /** How long it may take then. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private record Echo(EngineSession session) implements SessionListener {

    @Override
    public void text(String message) {
      if (message.equals(PROBE)) {
        session.probe(PATIENCE);
      }
      session.send(message);
    }

    @Override
    public void binary(byte[] message) {
      session.send(message);
    }

    @Override
    public void closed(CloseReason reason) {}
  }

  @Override
  public void close() {
    wire.close();
    engine.close();
    http.close();
  }
}
