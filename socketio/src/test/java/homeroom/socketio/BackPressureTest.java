// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.socketio.engine.EngineLimits;
import homeroom.socketio.wire.RawSocket;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens to clients that do not read, and to those that write too much. */
class BackPressureTest {

  @Test
  void aClientThatDoesNotReadIsClosedAndDelaysNobody() throws Exception {
    try (Fixture server = Fixture.start();
        RawSocket stuck = server.connectRaw()) {
      BlockingQueue<DisconnectReason> left = new LinkedBlockingQueue<>();
      server.main.onDisconnect((socket, reason) -> left.add(reason));
      assertThat(stuck).isNotNull();
      WireSocket reader = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 2);
      String text = "x".repeat(100_000);
      int sent = 0;
      while (left.isEmpty()) {
        server.main.emit("news", text);
        sent++;
        assertThat(reader.next()).hasSizeGreaterThan(100_000);
        assertThat(sent).isLessThan(1_000);
      }
      assertThat(left.take()).isEqualTo(DisconnectReason.TOO_SLOW);
      assertThat(reader.isClosed()).isFalse();
    }
  }

  @Test
  void aPollingClientThatDoesNotPollIsClosed() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<DisconnectReason> left = new LinkedBlockingQueue<>();
      server.main.onDisconnect((socket, reason) -> left.add(reason));
      String sid = server.wire.openPolling();
      server.wire.post(Wire.polling(sid), "40");
      assertThat(server.wire.get(Wire.polling(sid)).body()).startsWith("40{");
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      for (int i = 0; i < 13; i++) {
        server.main.emit("news", "x".repeat(100_000));
      }
      assertThat(left.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.TOO_SLOW);
      assertThat(server.wire.get(Wire.polling(sid)).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aFrameLargerThanTheOutboxReachesAClientThatReads() throws Exception {
    try (Fixture server =
        Fixture.start(builder ->
            builder.limits(
                SocketIoLimits.DEFAULTS.withEngine(
                    EngineLimits.DEFAULTS.withOutboxBytes(1_000))))) {
      WireSocket reader = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      server.main.emit("news", "x".repeat(3_000_000));
      assertThat(reader.next()).hasSizeGreaterThan(3_000_000);
    }
  }

  @Test
  void volatileEventsAreDroppedBetweenTwoPolls() throws Exception {
    try (Fixture server = Fixture.start()) {
      String sid = server.wire.openPolling();
      server.wire.post(Wire.polling(sid), "40");
      server.wire.get(Wire.polling(sid));
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      server.main.except().asVolatile().emit("lost");
      server.main.sockets().iterator().next().emitVolatile("lost too");
      server.main.emit("kept");
      assertThat(server.wire.get(Wire.polling(sid)).body()).isEqualTo("42[\"kept\"]");
    }
  }

  @Test
  void volatileEventsReachAClientThatReads() throws Exception {
    try (Fixture server = Fixture.start()) {
      WireSocket reader = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      server.main.except().asVolatile().emit("a");
      server.main.sockets().iterator().next().emitVolatile("b");
      assertThat(reader.next()).isEqualTo("42[\"a\"]");
      assertThat(reader.next()).isEqualTo("42[\"b\"]");
    }
  }

  @Test
  void aFullMailboxStopsTheReadingOfAWebSocketAndLosesNothing() throws Exception {
    floods(false);
  }

  @Test
  void aFullMailboxHoldsThePostAndLosesNothing() throws Exception {
    floods(true);
  }

  private static void floods(boolean polling) throws Exception {
    int events = 3_000;
    try (Fixture server =
        Fixture.start(
            builder -> builder.limits(SocketIoLimits.DEFAULTS.withMailbox(10, 1 << 20)))) {
      CountDownLatch release = new CountDownLatch(1);
      AtomicInteger handled = new AtomicInteger();
      server.main.on(
          "n",
          (socket, args, ack) -> {
            release.await();
            assertThat(args.as(0, Integer.class)).isEqualTo(handled.getAndIncrement());
          });
      StringBuilder body = new StringBuilder();
      if (polling) {
        String sid = server.wire.openPolling();
        server.wire.post(Wire.polling(sid), "40");
        assertThat(server.wire.get(Wire.polling(sid)).body()).startsWith("40{");
        for (int i = 0; i < events; i++) {
          body.append(i == 0 ? "" : "\u001e").append("42[\"n\",").append(i).append(']');
        }
        var post = server.wire.postLater(Wire.polling(sid), body.toString());
        var second = server.wire.openPolling();
        assertThat(second).isNotEmpty();
        assertThat(post.isDone()).isFalse();
        release.countDown();
        assertThat(post.join().body()).isEqualTo("ok");
      } else {
        WireSocket client = server.connect();
        for (int i = 0; i < events; i++) {
          client.send("42[\"n\"," + i + "]");
        }
        release.countDown();
      }
      Awaitility.await().until(() -> handled.get() == events);
    }
  }

  @Test
  void aSecondPostWhileOneIsHeldClosesTheSession() throws Exception {
    try (Fixture server =
        Fixture.start(builder -> builder.limits(SocketIoLimits.DEFAULTS.withMailbox(1, 1 << 20)))) {
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch arrived = new CountDownLatch(1);
      server.main.on(
          "wait",
          (socket, args, ack) -> {
            arrived.countDown();
            release.await();
          });
      String sid = server.wire.openPolling();
      server.wire.post(Wire.polling(sid), "40");
      server.wire.get(Wire.polling(sid));
      var held =
          server.wire.postLater(Wire.polling(sid), "42[\"wait\"]\u001e".repeat(9) + "42[\"x\"]");
      arrived.await();
      var second = server.wire.postLater(Wire.polling(sid), "42[\"y\"]");
      assertThat(second.join().statusCode()).isEqualTo(400);
      assertThat(held.join().statusCode()).isEqualTo(400);
      assertThat(server.wire.get(Wire.polling(sid)).statusCode()).isEqualTo(400);
      release.countDown();
    }
  }
}
