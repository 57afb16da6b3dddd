// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.wire.CuttableProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** The server that the checks with official clients talk to, behind a network that can fail. */
final class InteropServer implements AutoCloseable {

  private final Fixture server;
  final CuttableProxy network;

  InteropServer(UnaryOperator<SocketIoServer.Builder> change) throws Exception {
    server = Fixture.start(change);
    network = new CuttableProxy(server.http.port());
    server
        .main
        .on("echo", (socket, args, ack) -> ack.send((Object) args.toArray()))
        .on("ask", InteropServer::ask)
        .on("count", InteropServer::count)
        .on("count-slowly", InteropServer::countSlowly)
        .on("share", InteropServer::share)
        .on("kick", (socket, args, ack) -> socket.disconnect())
        .on("drop", (socket, args, ack) -> socket.closeTransport("asked to"))
        .on("cut", (socket, args, ack) -> network.cut(args.as(0, Long.class)));
    server.main.sharedFrames().onAck((socket, id) -> socket.emit("shared ack came", id));
    server
        .io
        .namespace("/secret")
        .use(socket -> {
          if (!socket.handshake().auth().path("token").asString().equals("right")) {
            throw new ConnectRefused("Not authorized", Map.of("code", 401));
          }
        })
        .on("who", (socket, args, ack) -> ack.send("secret"));
  }

  int port() {
    return network.port();
  }

  private static void ask(Socket socket, EventArguments args, Ack ack) throws Exception {
    EventArguments answer = socket.emitWithAck("question", Duration.ofSeconds(5), args.toArray());
    socket.emit("answer", answer.toArray());
  }

  private static void count(Socket socket, EventArguments args, Ack ack) {
    int to = args.as(0, Integer.class);
    for (int i = 0; i < to; i++) {
      socket.emit("n", i);
    }
    socket.emit("counted");
  }

  private static void share(Socket socket, EventArguments args, Ack ack) {
    SharedFrames frames = socket.namespace().sharedFrames();
    frames.send(frames.encodeWithSharedAck("shared", Frame.LAST_SHARED_ACK_ID), socket);
  }

  /** Goes on while the client is away, so to a room and not to the socket. */
  private static void countSlowly(Socket socket, EventArguments args, Ack ack) {
    Room room = Room.of("counting " + socket.id());
    socket.join(room);
    int to = args.as(0, Integer.class);
    long pause = args.as(1, Integer.class) * 1_000_000L;
    Thread.ofVirtual()
        .start(() -> {
          for (int i = 0; i < to; i++) {
            socket.namespace().to(room).emit("n", i);
            LockSupport.parkNanos(pause);
          }
          socket.namespace().to(room).emit("counted");
        });
  }

  @Override
  public void close() throws IOException {
    network.close();
    server.close();
  }
}
