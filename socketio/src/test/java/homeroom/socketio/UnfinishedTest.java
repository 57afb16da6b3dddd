// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.http.HttpServer;
import homeroom.http.MemoryBudget;
import homeroom.socketio.engine.EngineLimits;
import homeroom.socketio.wire.RawSocket;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients make the server keep is counted, bounded, and gone with them. */
class UnfinishedTest {

  private static final int FIN_BINARY = 0x82;
  private static final int BINARY = 0x02;
  private static final int CONTINUATION = 0x00;

  private final MemoryBudget memory = new MemoryBudget(8_000_000);
  private final List<RawSocket> sockets = new ArrayList<>();
  private SocketIoServer io;
  private HttpServer http;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    io =
        SocketIoServer.builder()
            .strangersUntilNamed()
            .limits(SocketIoLimits.DEFAULTS.withEngine(EngineLimits.DEFAULTS.withMaxStrangers(100)))
            .build();
    io.namespace("/")
        .onConnection(socket -> {
          String user = socket.handshake().auth().path("user").asString("");
          if (!user.isEmpty()) {
            socket.belongsTo(user);
          }
        });
    http = HttpServer.builder().memory(memory).mount(io.path(), io.mount()).start();
    wire = new Wire(http.port(), io.path());
  }

  @AfterEach
  void stop() throws Exception {
    for (RawSocket socket : sockets) {
      socket.drop();
    }
    await().until(() -> memory.taken() == 0 && io.strangers() == 0);
    wire.close();
    io.close();
    http.close();
  }

  private RawSocket open() throws IOException {
    var socket = new RawSocket(http.port());
    sockets.add(socket);
    socket.upgrade("/socket.io/?EIO=4&transport=websocket");
    socket.readFrame();
    return socket;
  }

  private RawSocket open(String user) throws IOException {
    RawSocket socket = open();
    socket.write(RawSocket.text("40{\"user\":\"" + user + "\"}"));
    socket.readFrame();
    await().until(() -> io.strangers() == 0);
    return socket;
  }

  private static byte[] startOf(byte[] frame) {
    return Arrays.copyOf(frame, frame.length - 1);
  }

  private WireSocket honest() throws Exception {
    WireSocket socket = wire.openWebSocket();
    socket.send("40{\"user\":\"ada\"}");
    assertThat(socket.nextMessage()).startsWith("40");
    return socket;
  }

  @Test
  void aStrangersMessageMayNotBeLong() throws Exception {
    RawSocket stranger = open();
    try {
      stranger.write(startOf(RawSocket.frame(FIN_BINARY, new byte[200_000])));
    } catch (SocketException e) {
      // closed before all of it was written
    }
    await().until(() -> io.connections() == 0);
    assertThat(memory.taken()).isZero();
  }

  @Test
  void whoIsRefusedAgainAndAgainIsClosed() throws Exception {
    WireSocket stranger = wire.openWebSocket();
    for (int i = 0; i < SocketIoLimits.DEFAULTS.maxRefused(); i++) {
      stranger.send("40/none" + i + ",");
      assertThat(stranger.nextMessage()).startsWith("44/none" + i + ",");
    }
    assertThat(io.connections()).isEqualTo(1);
    stranger.send("40/none,");
    await().until(() -> io.connections() == 0);
  }

  @Test
  void attachmentsOfWhoHasJoinedNoNamespaceAreNotCollected() throws Exception {
    RawSocket stranger = open();
    stranger.write(RawSocket.text("451-[\"x\",{\"_placeholder\":true,\"num\":0}]"));
    await().until(() -> io.connections() == 0);
  }

  @Test
  void attachmentsFragmentsAndPartsOfFramesOfAUserAreCounted() throws Exception {
    RawSocket user = open("eve");
    user.write(RawSocket.text("452-[\"x\",{\"_placeholder\":true,\"num\":0}]"));
    user.write(RawSocket.frame(FIN_BINARY, new byte[300_000]));
    await().until(() -> memory.taken() == 300_000);
    user.write(RawSocket.frame(BINARY, new byte[100_000]));
    user.write(RawSocket.frame(CONTINUATION, new byte[100_000]));
    await().until(() -> memory.taken() >= 500_000);
    user.write(startOf(RawSocket.frame(0x80, new byte[400_000])));
    await().until(() -> memory.taken() >= 900_000);
    assertThat(memory.takenByStrangers()).isZero();
    user.write(new byte[1]);
    await().until(() -> memory.taken() == 0);
    assertThat(io.connections()).isOne();
  }

  @Test
  void whoKeepsMostIsClosedAndOthersAreHeard() throws Exception {
    WireSocket ada = honest();
    io.namespace("/").on("echo", (socket, args, ack) -> ack.send(args.text(0)));
    for (int i = 0; i < 14; i++) {
      attack(open("eve"));
    }
    await().until(() -> memory.shed() > 0);
    assertThat(memory.taken()).isLessThanOrEqualTo(memory.limit());
    String text = "x".repeat(50_000);
    ada.send("421[\"echo\",\"" + text + "\"]");
    assertThat(ada.nextMessage()).isEqualTo("431[\"" + text + "\"]");
  }

  /** Sends most of a message; the server may close meanwhile. */
  private static void attack(RawSocket socket) {
    try {
      socket.write(startOf(RawSocket.frame(FIN_BINARY, new byte[900_000])));
    } catch (IOException closed) {
      // that is an answer
    }
  }

  @Test
  void eventsThatWaitForTheirHandlerAreCounted() throws Exception {
    var release = new CountDownLatch(1);
    io.namespace("/").on("slow", (socket, args, ack) -> release.await());
    RawSocket user = open("eve");
    for (int i = 0; i < 3; i++) {
      user.write(RawSocket.text("42[\"slow\",\"" + "x".repeat(100_000) + "\"]"));
    }
    await().until(() -> memory.taken() > 300_000 && memory.taken() < 310_000);
    release.countDown();
    await().until(() -> memory.taken() == 0);
  }

  @Test
  void eventsOfWhoIsGoneAreCountedUntilTheyAreHandled() throws Exception {
    var release = new CountDownLatch(1);
    var handled = new AtomicInteger();
    io.namespace("/")
        .on(
            "slow",
            (socket, args, ack) -> {
              release.await();
              handled.incrementAndGet();
            });
    RawSocket user = open("eve");
    for (int i = 0; i < 3; i++) {
      user.write(RawSocket.text("42[\"slow\",\"" + "x".repeat(100_000) + "\"]"));
    }
    await().until(() -> memory.taken() > 300_000);
    user.drop();
    await().until(() -> io.connections() == 0);
    assertThat(memory.taken()).isBetween(300_000L, 310_000L);
    assertThat(memory.takenByStrangers()).isZero();
    release.countDown();
    await().until(() -> memory.taken() == 0);
    assertThat(handled).as("sent before the end").hasValue(3);
  }

  @Test
  void eventsOfWhoIsGoneMakeRoomWhenThereIsNone() throws Exception {
    var release = new CountDownLatch(1);
    var handled = new AtomicInteger();
    io.namespace("/")
        .on(
            "slow",
            (socket, args, ack) -> {
              release.await();
              handled.incrementAndGet();
            });
    WireSocket ada = honest();
    int sent = 0;
    for (int i = 0; memory.shed() == 0; i++) {
      assertThat(i).isLessThan(20);
      RawSocket eve = open("eve");
      long before = memory.taken();
      for (int event = 0; event < 9; event++) {
        eve.write(RawSocket.text("42[\"slow\",\"" + "x".repeat(100_000) + "\"]"));
        sent++;
      }
      await().until(() -> memory.taken() >= before + 900_000 || memory.shed() > 0);
      eve.drop();
      await().until(() -> io.connections() == 1);
    }
    assertThat(ada.isClosed()).isFalse();
    release.countDown();
    await().until(() -> memory.taken() == 0);
    assertThat(handled.get()).isLessThan(sent - 5);
  }

  @Test
  void whatIsCompleteIsCountedOnceWhileItIsTaken() throws Exception {
    var release = new CountDownLatch(1);
    io.namespace("/").on("slow", (socket, args, ack) -> release.await());
    String event = "42[\"slow\",\"" + "x".repeat(900_000) + "\"]";
    byte[] first = event.substring(0, 899_000).getBytes(UTF_8);
    byte[] last = event.substring(899_000).getBytes(UTF_8);
    List<RawSocket> users = new ArrayList<>();
    int people = 8; // one message more does not fit
    for (int i = 0; i < people; i++) {
      RawSocket user = open("eve " + i);
      user.write(RawSocket.frame(0x01, first));
      users.add(user);
    }
    await().until(() -> memory.taken() == people * 899_000L);
    for (RawSocket user : users) {
      user.write(RawSocket.frame(0x80, last));
    }
    await().until(() -> memory.taken() == people * (event.length() - 2L));
    assertThat(memory.shed()).isZero();
    release.countDown();
    await().until(() -> memory.taken() == 0);
  }

  @Test
  void answersThatAreNotReadAreCounted() throws Exception {
    io.namespace("/").on("page", (socket, args, ack) -> ack.send("x".repeat(200_000)));
    RawSocket user = open("eve");
    await()
        .until(() -> {
          user.write(RawSocket.text("421[\"page\"]"));
          return memory.taken() > 4_096;
        });
    assertThat(memory.takenByStrangers()).isZero();
  }

  @Test
  void whatWaitsForAPollIsCounted() throws Exception {
    String sid = wire.openPolling();
    assertThat(wire.postLater(Wire.polling(sid), "40{\"user\":\"eve\"}").join().body())
        .isEqualTo("ok");
    await().until(() -> io.strangers() == 0);
    io.namespace("/").emit("news", "x".repeat(200_000));
    await().until(() -> memory.taken() > 200_000);
    assertThat(wire.get(Wire.polling(sid)).body()).contains("news");
    await().until(() -> memory.taken() == 0);
    assertThat(wire.postLater(Wire.polling(sid), "1").join().body()).isEqualTo("ok");
  }

  @Test
  void theOldestStrangerMakesRoomForANewOne() throws Exception {
    WireSocket ada = honest();
    await().until(() -> io.strangers() == 0);
    RawSocket oldest = open();
    oldest.write(RawSocket.text("40"));
    oldest.readFrame();
    for (int i = 0; i < 300; i++) {
      wire.openPolling();
    }
    await().until(() -> io.connections() == 101);
    assertThat(io.strangers()).isEqualTo(100);
    assertThat(ada.isClosed()).isFalse();
    io.close();
  }

  @Test
  void whoHasLeftEveryNamespaceIsAStrangerAgain() throws Exception {
    RawSocket user = open("eve");
    user.write(RawSocket.text("41"));
    await().until(() -> io.strangers() == 1);
    user.write(RawSocket.text("40{\"user\":\"eve\"}"));
    await().until(() -> io.strangers() == 0);
  }
}
