// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.testing.ManualTime;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connection state recovery, seen from raw clients. */
class RecoveryTest {

  private static final Room ROOM = Room.of("room");

  private final AtomicBoolean blocked = new AtomicBoolean();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private Fixture server;

  @BeforeEach
  void start() throws Exception {
    server = Fixture.start(SocketIoServer.Builder::recovery);
    server.main.use(socket -> {
      if (blocked.get()) {
        throw new ConnectRefused("blocked");
      }
    });
    server.main.onDisconnect((socket, reason) -> gone.add(socket.id()));
    server.main.onConnection(socket -> {
      if (!socket.recovered()) {
        socket.setData(socket.handshake().auth().path("name").asString());
        socket.join(ROOM);
      }
      socket.emit("welcome", socket.recovered(), String.valueOf(socket.data()));
    });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** One connection of a client, with what it needs to come back. */
  private record Client(WireSocket socket, String id, String privateId, String offset) {

    String comeBack() {
      return "40{\"pid\":\"" + privateId + "\",\"offset\":\"" + offset + "\"}";
    }
  }

  private static String field(String json, String name) {
    int start = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
    return json.substring(start, json.indexOf('"', start));
  }

  private static String offset(String event) {
    int end = event.lastIndexOf('"');
    return event.substring(event.lastIndexOf('"', end - 1) + 1, end);
  }

  private Client connect(String packet, String welcome) throws Exception {
    WireSocket socket = server.wire.openWebSocket().send(packet);
    String answer = socket.next();
    assertThat(answer).startsWith("40{");
    String event = socket.next();
    assertThat(event).startsWith("42[\"welcome\"," + welcome);
    return new Client(socket, field(answer, "sid"), field(answer, "pid"), offset(event));
  }

  private Client lost() throws Exception {
    Client client = connect("40{\"name\":\"Ada\"}", "false,\"Ada\"");
    client.socket().abort();
    Awaitility.await().until(() -> gone.contains(client.id())); // its state is kept by then
    return client;
  }

  @Test
  void whatWasMissedComesInOrderAndNothingElse() throws Exception {
    Client client = lost();
    server.main.to(ROOM).emit("n", 1);
    server.main.to(Room.of("other")).emit("n", 2);
    server.main.emit("n", 3);
    server.main.except(ROOM).emit("n", 4);
    server.main.to(Room.of(client.id())).emit("n", 5);
    server.main.to(ROOM).asVolatile().emit("n", 6);

    WireSocket back = server.wire.openWebSocket().send(client.comeBack());

    String answer = back.next();
    assertThat(field(answer, "sid")).isEqualTo(client.id());
    assertThat(field(answer, "pid")).isEqualTo(client.privateId());
    assertThat(back.next()).startsWith("42[\"n\",1,");
    assertThat(back.next()).startsWith("42[\"n\",3,");
    assertThat(back.next()).startsWith("42[\"n\",5,");
    assertThat(back.next()).startsWith("42[\"welcome\",true,\"Ada\",");
    server.main.to(ROOM).emit("n", 7);
    assertThat(back.next()).startsWith("42[\"n\",7,");
  }

  @Test
  void theMiddlewareRunsAgain() throws Exception {
    Client client = lost();
    blocked.set(true);
    WireSocket refused = server.wire.openWebSocket().send(client.comeBack());
    assertThat(refused.next()).isEqualTo("44{\"message\":\"blocked\"}");

    blocked.set(false);
    refused.send(client.comeBack());
    assertThat(field(refused.next(), "sid")).isEqualTo(client.id());
  }

  @Test
  void whoIsBackBeforeTheLossWasNoticedTakesTheOldPlace() throws Exception {
    Client client = connect("40{\"name\":\"Ada\"}", "false,\"Ada\"");
    server.main.to(ROOM).emit("n", 1);

    WireSocket back = server.wire.openWebSocket().send(client.comeBack());

    assertThat(field(back.next(), "sid")).isEqualTo(client.id());
    assertThat(back.next()).startsWith("42[\"n\",1,");
    assertThat(back.next()).startsWith("42[\"welcome\",true,\"Ada\",");
    assertThat(client.socket().next()).startsWith("42[\"n\",1,");
    client.socket().awaitClosed();
    assertThat(server.main.sockets()).hasSize(1);
  }

  @Test
  void anUnknownOffsetTakesNobodysPlace() throws Exception {
    Client client = connect("40{\"name\":\"Ada\"}", "false,\"Ada\"");
    connect("40{\"pid\":\"" + client.privateId() + "\",\"offset\":\"zzzz\"}", "false");
    server.main.emit("n", 1);
    assertThat(client.socket().next()).startsWith("42[\"n\",1,");
  }

  @Test
  void aPollingClientThatWasBetweenTwoPollsIsRecovered() throws Exception {
    String sid = server.wire.openPolling();
    server.wire.post(Wire.polling(sid), "40{\"name\":\"Ada\"}");
    StringBuilder heard = new StringBuilder();
    while (!heard.toString().contains("welcome")) {
      heard.append(server.wire.get(Wire.polling(sid)).body()).append('\u001e');
    }
    String packets = heard.toString();
    String event = packets.substring(packets.indexOf("42["));
    String known = event.substring(0, event.indexOf('\u001e'));

    Client back =
        connect(
            "40{\"pid\":\"" + field(packets, "pid") + "\",\"offset\":\"" + offset(known) + "\"}",
            "true,\"Ada\"");

    assertThat(back.id()).isEqualTo(field(packets.substring(packets.indexOf("40{")), "sid"));
    Awaitility.await().until(() -> server.wire.get(Wire.polling(sid)).statusCode() == 400);
  }

  @Test
  void anUnknownIdOrOffsetBeginsAnew() throws Exception {
    Client client = lost();
    connect("40{\"pid\":\"unknown\",\"offset\":\"" + client.offset() + "\"}", "false");
    connect("40{\"pid\":\"" + client.privateId() + "\",\"offset\":\"zzzz\"}", "false");
    connect("40{\"pid\":\"" + client.privateId() + "\",\"offset\":\"*\"}", "false");
    connect("40{\"pid\":\"" + client.privateId() + "\"}", "false");
    connect("40{\"pid\":7,\"offset\":null}", "false");
    connect(client.comeBack(), "true,\"Ada\"");
  }

  @Test
  void aWilfulGoodbyeIsNotRecovered() throws Exception {
    Client client = connect("40{\"name\":\"Ada\"}", "false,\"Ada\"");
    client.socket().send("41");
    Awaitility.await().until(() -> server.main.sockets().isEmpty());
    connect(client.comeBack(), "false");
  }

  @Test
  void afterTheWindowNothingIsRecovered() throws Exception {
    server.close();
    ManualTime time = new ManualTime();
    server = Fixture.start(builder -> builder.recovery(Duration.ofMinutes(2)).time(time));
    server.main.onConnection(socket -> socket.emit("welcome", socket.recovered(), ""));
    Client early = connect("40", "false");
    early.socket().abort();
    Awaitility.await().until(() -> server.main.sockets().isEmpty());
    time.passUnnoticed(Duration.ofMinutes(2));
    Client late = connect(early.comeBack(), "true");
    late.socket().abort();
    Awaitility.await().until(() -> server.main.sockets().isEmpty());
    time.passUnnoticed(Duration.ofMinutes(2).plusMillis(1));
    connect(late.comeBack(), "false");
  }

  @Test
  void whenTheLogIsFullTheOldestIsForgotten() throws Exception {
    server.close();
    server =
        Fixture.start(
            builder -> builder.recovery().limits(SocketIoLimits.DEFAULTS.withRecovery(10, 1_000)));
    server.main.onConnection(socket -> socket.emit("welcome", socket.recovered(), ""));
    Client client = connect("40", "false");
    client.socket().abort();
    Awaitility.await().until(() -> server.main.sockets().isEmpty());
    server.main.emit("big", "x".repeat(2_000));
    connect(client.comeBack(), "false");
  }
}
