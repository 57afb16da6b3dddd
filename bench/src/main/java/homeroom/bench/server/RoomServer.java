// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import homeroom.http.HttpLimits;
import homeroom.http.HttpServer;
import homeroom.http.IoBackend;
import homeroom.socketio.Namespace;
import homeroom.socketio.Room;
import homeroom.socketio.SocketIoServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The room server of bench/peers/README.md on Homeroom's own socketio module. */
public final class RoomServer implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 200_000;

  private final SocketIoServer io = SocketIoServer.builder().build();
  private final HttpServer http;

  /** Listens on a free port of the loopback interface. */
  RoomServer(IoBackend backend) throws IOException {
    Namespace everybody = io.namespace("/");
    everybody
        .onConnection(socket -> {
          Room room = Room.of(socket.handshake().queryParameter("room").orElse(""));
          socket.setData(room);
          socket.join(room);
          socket.emit("ready");
        })
        .onDirect(
            "say",
            (socket, args, ack) ->
                everybody.to(socket.data(Room.class)).emit("said", args.text(0)));
    http =
        HttpServer.builder()
            .io(backend)
            .limits(HttpLimits.builder().maxConnections(MAX_CONNECTIONS).build())
            .mount(io.path(), io.mount())
            .start();
  }

  int port() {
    return http.port();
  }

  /** Takes the backend, as {@link IoBackend#named} has it. */
  public static void main(String[] args) throws IOException {
    try (var server = new RoomServer(IoBackend.named(args[0]))) {
      System.out.println("port " + server.port());
      obey();
    }
  }

  private static void obey() throws IOException {
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals("memory")) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.println("memory " + (runtime.totalMemory() - runtime.freeMemory()));
      }
    }
  }

  @Override
  public void close() {
    io.close();
    http.close();
  }
}
