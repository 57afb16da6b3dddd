// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.readme;

import homeroom.http.HttpServer;
import homeroom.socketio.ConnectRefused;
import homeroom.socketio.Namespace;
import homeroom.socketio.Room;
import homeroom.socketio.SocketIoServer;
import java.util.Map;

public final class Classroom {

  record Question(String text) {}

  public static void main(String[] args) throws Exception {
    SocketIoServer io = SocketIoServer.builder().recovery().build();
    register(io.namespace("/"));
    HttpServer.builder().port(3000).mount(io.path(), io.mount()).start();
  }

  static void register(Namespace namespace) {
    namespace
        .use(socket -> { // may block; runs for every connection
          String name = socket.handshake().auth().path("name").asString();
          if (name.isEmpty()) {
            throw new ConnectRefused("Who are you?", Map.of("field", "name"));
          }
          socket.setData(name);
        })
        .onConnection(socket -> {
          socket.join(Room.of("math"));
          socket.to(Room.of("math")).emit("joined", socket.data(String.class));
        })
        .on(
            "ask",
            Question.class,
            (socket, question, ack) -> {
              socket.to(Room.of("math")).emit("question", socket.data(String.class), question);
              ack.send(Map.of("ok", true));
            })
        .on("photo", (socket, photo, ack) -> ack.send(photo.bytes(0).length))
        .onDisconnect((socket, reason) -> namespace.emit("left", socket.data(String.class)));
  }
}
