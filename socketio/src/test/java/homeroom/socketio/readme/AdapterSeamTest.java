// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.readme;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.HttpServer;
import homeroom.socketio.InMemoryAdapter;
import homeroom.socketio.Namespace;
import homeroom.socketio.OutgoingEvent;
import homeroom.socketio.Room;
import homeroom.socketio.Selection;
import homeroom.socketio.SocketIoServer;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An application's adapter makes one of two servers, with what is public alone. */
class AdapterSeamTest {

  /** Knows the adapters of the other servers, where a real one would know a bus. */
  private static final class JoinedAdapter extends InMemoryAdapter {

    private final List<JoinedAdapter> all;

    JoinedAdapter(Namespace namespace, List<JoinedAdapter> all) {
      super(namespace);
      this.all = all;
      all.add(this);
    }

    @Override
    public void broadcast(OutgoingEvent event, Selection selection) {
      all.forEach(adapter -> adapter.deliver(adapter.encode(event), selection));
    }
  }

  private record Node(SocketIoServer io, HttpServer http, Wire wire) implements AutoCloseable {

    static Node start(List<JoinedAdapter> joined) throws Exception {
      SocketIoServer io =
          SocketIoServer.builder()
              .adapter(namespace -> new JoinedAdapter(namespace, joined))
              .build();
      io.namespace("/").onConnection(socket -> socket.join(Room.of("math")));
      HttpServer http = HttpServer.builder().mount(io.path(), io.mount()).start();
      return new Node(io, http, new Wire(http.port(), io.path()));
    }

    WireSocket connect() throws Exception {
      WireSocket socket = wire.openWebSocket().send("40");
      assertThat(socket.next()).startsWith("40");
      Awaitility.await().until(() -> io.namespace("/").to(Room.of("math")).sockets().size() == 1);
      return socket;
    }

    @Override
    public void close() {
      wire.close();
      io.close();
      http.close();
    }
  }

  @Test
  void aBroadcastOnOneServerReachesTheRoomOnTheOther() throws Exception {
    List<JoinedAdapter> joined = new CopyOnWriteArrayList<>();
    try (Node left = Node.start(joined);
        Node right = Node.start(joined)) {
      WireSocket here = left.connect();
      WireSocket there = right.connect();
      left.io().namespace("/").to(Room.of("math")).emit("n", 1);
      assertThat(here.next()).isEqualTo("42[\"n\",1]");
      assertThat(there.next()).isEqualTo("42[\"n\",1]");
    }
  }
}
