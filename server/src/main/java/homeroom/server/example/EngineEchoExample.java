// SPDX-License-Identifier: Apache-2.0
package homeroom.server.example;

import homeroom.http.Cors;
import homeroom.http.HttpServer;
import homeroom.socketio.engine.CloseReason;
import homeroom.socketio.engine.EngineServer;
import homeroom.socketio.engine.EngineSession;
import homeroom.socketio.engine.SessionListener;
import java.io.IOException;

/** Engine.IO alone, at {@code /engine.io/}: every message comes back as it was. */
final class EngineEchoExample {

  private EngineEchoExample() {}

  /**
   * Starts the server.
   *
   * @throws IOException if the port cannot be had
   */
  static RunningExample run(ExampleOptions options) throws IOException {
    EngineServer engine =
        EngineServer.builder()
            .limits(options.engineLimits())
            .cors(Cors.any())
            .onSession((session, request) -> new Echo(session))
            .build();
    HttpServer http =
        HttpServer.builder()
            .host(options.host())
            .port(options.port())
            .mount("/engine.io/", engine.mount())
            .start();
    return new RunningExample(http, engine::close);
  }

  private record Echo(EngineSession session) implements SessionListener {

    @Override
    public void text(String message) {
      session.send(message);
    }

    @Override
    public void binary(byte[] message) {
      session.send(message);
    }

    @Override
    public void closed(CloseReason reason) {}
  }
}
