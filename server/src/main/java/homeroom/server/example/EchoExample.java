// SPDX-License-Identifier: Apache-2.0
package homeroom.server.example;

import homeroom.http.Cors;
import homeroom.http.HttpServer;
import homeroom.socketio.Namespace;
import homeroom.socketio.SocketIoServer;
import java.io.IOException;
import java.time.Duration;

/**
 * The server that the Socket.IO protocol's test suite expects: {@code auth} to each new socket of
 * {@code /} and {@code /custom}; on {@code /}, {@code message} comes back as {@code message-back},
 * and {@code message-with-ack} is answered with what it brought.
 */
final class EchoExample {

  private static final Duration GREETING_DELAY = Duration.ofMillis(10);

  private EchoExample() {}

  /**
   * Starts the server.
   *
   * @throws IOException if the port cannot be had
   */
  static RunningExample run(ExampleOptions options) throws IOException {
    SocketIoServer io = SocketIoServer.builder().limits(options.limits()).cors(Cors.any()).build();
    greet(io.namespace("/custom"));
    greet(io.namespace("/"))
        .on("message", (socket, args, ack) -> socket.emit("message-back", args.toArray()))
        .on("message-with-ack", (socket, args, ack) -> ack.send(args.toArray()));
    HttpServer http =
        HttpServer.builder()
            .host(options.host())
            .port(options.port())
            .mount(io.path(), io.mount())
            .start();
    return new RunningExample(http, io::close);
  }

  private static Namespace greet(Namespace namespace) {
    return namespace.onConnection(socket -> {
      awaitListener();
      socket.emit("auth", socket.handshake().auth());
    });
  }

  /**
   * The suite listens for {@code auth} only when it has heard CONNECT, and so misses an event that
   * comes in the same read. A client library has no such gap.
   */
  private static void awaitListener() {
    try {
      Thread.sleep(GREETING_DELAY);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
