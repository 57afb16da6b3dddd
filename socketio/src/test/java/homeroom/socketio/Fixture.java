// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.http.HttpServer;
import homeroom.http.IoBackend;
import homeroom.socketio.wire.RawSocket;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.util.function.UnaryOperator;

/** A Socket.IO server on a free port, and raw clients for it. */
final class Fixture implements AutoCloseable {

  final SocketIoServer io;
  final Namespace main;
  final HttpServer http;
  final Wire wire;

  private Fixture(SocketIoServer.Builder builder, IoBackend backend) throws Exception {
    io = builder.build();
    main = io.namespace("/");
    http = HttpServer.builder().io(backend).mount(io.path(), io.mount()).start();
    wire = new Wire(http.port(), io.path());
  }

  static Fixture start() throws Exception {
    return start(builder -> builder);
  }

  static Fixture start(UnaryOperator<SocketIoServer.Builder> change) throws Exception {
    return new Fixture(change.apply(SocketIoServer.builder()), IoBackend.best());
  }

  static Fixture start(IoBackend backend) throws Exception {
    return new Fixture(SocketIoServer.builder(), backend);
  }

  /** A client connected to the main namespace, CONNECT taken. */
  WireSocket connect() throws Exception {
    return connect("40");
  }

  /** A client that has sent this CONNECT and got its answer. */
  WireSocket connect(String packet) throws Exception {
    WireSocket socket = wire.openWebSocket();
    socket.send(packet);
    String answer = socket.nextMessage();
    if (!answer.startsWith("40")) {
      throw new AssertionError("not connected: " + answer);
    }
    socket.belongsTo(Wire.sid(answer));
    return socket;
  }

  /** The same on a bare connection, which hears every way of closing. */
  RawSocket connectRaw() throws Exception {
    RawSocket socket = new RawSocket(http.port());
    socket.upgrade("/socket.io/?EIO=4&transport=websocket");
    socket.readFrame();
    socket.write(RawSocket.text("40"));
    socket.readFrame();
    return socket;
  }

  @Override
  public void close() {
    wire.close();
    io.close();
    http.close();
  }
}
