// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms and broadcasts, seen from raw clients. */
class RoomTest {

  private static final Room A = Room.of("a");
  private static final Room B = Room.of("b");

  private Fixture server;
  private WireSocket inA;
  private WireSocket inB;
  private WireSocket inBoth;

  @BeforeEach
  void start() throws Exception {
    server = Fixture.start();
    server.main.on(
        "join",
        (socket, args, ack) -> {
          for (int i = 0; i < args.size(); i++) {
            socket.join(Room.of(args.text(i)));
          }
          ack.send();
        });
    server.main.on(
        "leave",
        (socket, args, ack) -> {
          socket.leave(Room.of(args.text(0)));
          ack.send(socket.rooms().size());
        });
    inA = member("\"a\"");
    inB = member("\"b\"");
    inBoth = member("\"a\",\"b\"");
  }

  private WireSocket member(String rooms) throws Exception {
    WireSocket client = server.connect().send("420[\"join\"," + rooms + "]");
    assertThat(client.next()).isEqualTo("430[]");
    return client;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Everyone gets this last, so what somebody did not get before is not on its way. */
  private void assertReceived(WireSocket client, String... events) throws Exception {
    for (String event : events) {
      assertThat(client.next()).isEqualTo("42[\"" + event + "\"]");
    }
    assertThat(client.next()).isEqualTo("42[\"end\"]");
  }

  private void end() {
    server.main.emit("end");
  }

  @Test
  void aRoomIsReached() throws Exception {
    server.main.to(A).emit("x");
    end();
    assertReceived(inA, "x");
    assertReceived(inB);
    assertReceived(inBoth, "x");
  }

  @Test
  void whoIsInTwoRoomsIsReachedOnce() throws Exception {
    server.main.to(A, B).emit("x");
    end();
    assertReceived(inA, "x");
    assertReceived(inB, "x");
    assertReceived(inBoth, "x");
  }

  @Test
  void exceptionsAreLeftOut() throws Exception {
    server.main.except(B).emit("x");
    server.main.to(B).except(A).emit("y");
    end();
    assertReceived(inA, "x");
    assertReceived(inB, "y");
    assertReceived(inBoth);
  }

  @Test
  void aSocketIdIsARoom() throws Exception {
    server.main.to(Room.of(inB.sid())).emit("x");
    server.main.except(Room.of(inB.sid())).emit("y");
    end();
    assertReceived(inA, "y");
    assertReceived(inB, "x");
    assertReceived(inBoth, "y");
  }

  @Test
  void aSocketReachesTheOthers() throws Exception {
    server.main.on("tell", (socket, args, ack) -> socket.to(A).emit("x"));
    server.main.on("tell-all", (socket, args, ack) -> socket.broadcast().emit("y"));
    inA.send("42[\"tell\"]").send("421[\"tell-all\"]").send("422[\"leave\",\"zzz\"]");
    assertThat(inA.next()).isEqualTo("432[1]");
    end();
    assertReceived(inA);
    assertReceived(inB, "y");
    assertReceived(inBoth, "x", "y");
  }

  @Test
  void whoLeavesIsReachedNoMore() throws Exception {
    server.main.to(A).emit("x");
    assertThat(inBoth.next()).isEqualTo("42[\"x\"]");
    inBoth.send("421[\"leave\",\"a\"]");
    assertThat(inBoth.next()).isEqualTo("431[1]");
    server.main.to(A).emit("y");
    end();
    assertReceived(inBoth);
    assertReceived(inA, "x", "y");
  }

  @Test
  void whoIsGoneIsInNoRoom() throws Exception {
    inA.abort();
    Awaitility.await().until(() -> server.main.to(A).sockets().size() == 1);
    server.main.to(A).emit("x");
    end();
    assertReceived(inBoth, "x");
    assertThat(server.main.sockets()).hasSize(2);
  }

  @Test
  void aPollingSocketIsReachedBeforeAndAfterItsUpgrade() throws Exception {
    String sid = server.wire.openPolling();
    server.wire.post(Wire.polling(sid), "40");
    assertThat(server.wire.get(Wire.polling(sid)).body()).startsWith("40{");
    server.wire.post(Wire.polling(sid), "420[\"join\",\"a\"]");
    assertThat(server.wire.get(Wire.polling(sid)).body()).isEqualTo("430[]");
    WireSocket socket = server.wire.connect(Wire.webSocket(sid)).send("2probe");
    assertThat(socket.next()).isEqualTo("3probe");
    server.main.to(A).emit("polled");
    assertThat(server.wire.get(Wire.polling(sid)).body()).isEqualTo("42[\"polled\"]");
    server.main.to(A).emit("before");
    socket.send("5").send("421[\"leave\",\"zzz\"]");
    assertThat(socket.next()).isEqualTo("42[\"before\"]");
    assertThat(socket.next()).isEqualTo("431[1]");
    server.main.to(A).emit("after");
    end();
    assertReceived(socket, "after");
  }

  @Test
  void roomsOfDifferentNamespacesAreDifferent() throws Exception {
    Namespace other = server.io.namespace("/other");
    other.onConnection(socket -> socket.join(A));
    inA.send("40/other,");
    assertThat(inA.next()).startsWith("40/other,{");
    Awaitility.await().until(() -> other.to(A).sockets().size() == 1);
    other.to(A).emit("x");
    assertThat(inA.next()).isEqualTo("42/other,[\"x\"]");
    end();
    assertReceived(inBoth);
  }

  @Test
  void everyoneSelectedCanBeMovedAndDisconnected() throws Exception {
    server.main.to(A).join(Room.of("c"));
    server.main.to(B).leave(A);
    assertThat(server.main.to(Room.of("c")).sockets()).hasSize(2);
    assertThat(server.main.to(A).sockets()).hasSize(1);
    server.main.to(Room.of("c")).disconnect();
    assertThat(inA.next()).isEqualTo("41");
    assertThat(inBoth.next()).isEqualTo("41");
    end();
    assertReceived(inB);
  }
}
