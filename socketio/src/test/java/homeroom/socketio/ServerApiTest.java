// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.socketio.engine.EngineLimits;
import homeroom.socketio.engine.HandshakeGate;
import homeroom.socketio.wire.RawSocket;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an application can do, seen from raw clients. */
class ServerApiTest {

  private static final String DRAINED = " SERVER_DRAIN";

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(10, TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came");
    }
    return taken;
  }

  // Connecting

  @Test
  void middlewareRefusesWithDataAndTheConnectionStays() throws Exception {
    try (Fixture server = Fixture.start()) {
      server.main.use(socket -> {
        if (!socket.handshake().auth().path("token").asString().equals("right")) {
          throw new ConnectRefused("Not authorized", Map.of("code", 401));
        }
        socket.setData("Ada");
      });
      server.main.on("who", (socket, args, ack) -> ack.send(socket.data(String.class)));
      WireSocket client = server.wire.openWebSocket().send("40{\"token\":\"wrong\"}");
      assertThat(client.next())
          .isEqualTo("44{\"message\":\"Not authorized\",\"data\":{\"code\":401}}");

      client.send("40{\"token\":\"right\"}");

      assertThat(client.next()).startsWith("40{");
      client.send("421[\"who\"]");
      assertThat(client.next()).isEqualTo("431[\"Ada\"]");
    }
  }

  @Test
  void anEventOfARefusedClientIsNeverHandled() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<String> handled = new LinkedBlockingQueue<>();
      server.main.use(socket -> {
        throw new ConnectRefused("no");
      });
      server.main.onAny((socket, args, ack) -> handled.add(args.event()));
      WireSocket client = server.wire.openWebSocket().send("40").send("42[\"a\"]");
      assertThat(client.awaitClosed()).isEqualTo(1002);
      assertThat(handled).isEmpty();
    }
  }

  @Test
  void handlersOfEveryKindMayFail() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<DisconnectReason> left = new LinkedBlockingQueue<>();
      server
          .main
          .onConnection(socket -> {
            throw new IOException("expected by this test");
          })
          .onConnection(socket -> socket.emit("welcome"))
          .on(
              "fail",
              (socket, args, ack) -> {
                throw new IOException("expected by this test");
              })
          .on("go on", (socket, args, ack) -> ack.send())
          .onDisconnect((socket, reason) -> {
            throw new IOException("expected by this test");
          })
          .onDisconnect((socket, reason) -> left.add(reason));
      WireSocket client = server.connect();
      assertThat(client.next()).isEqualTo("42[\"welcome\"]");
      client.send("421[\"fail\"]").send("422[\"go on\"]");
      assertThat(client.next()).isEqualTo("432[]");
      client.send("41");
      assertThat(take(left)).isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
    }
  }

  @Test
  void aFaultInMiddlewareSaysNothingAboutItself() throws Exception {
    try (Fixture server = Fixture.start()) {
      server.main.use(socket -> {
        throw new IllegalStateException("secret");
      });
      WireSocket client = server.wire.openWebSocket().send("40");
      assertThat(client.next()).isEqualTo("44{\"message\":\"Internal error\"}");
    }
  }

  @Test
  void theHandshakeIsThereForTheConnectionHandlerAndForgottenAfterwards() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<Handshake> seen = new LinkedBlockingQueue<>();
      server.main.onConnection(socket -> seen.add(socket.handshake()));
      server.main.on("later", (socket, args, ack) -> seen.add(socket.handshake()));
      WireSocket client = server.wire.connect("EIO=4&transport=websocket&color=a%20b");
      client.next();
      client.send("40{\"token\":\"t\"}").next();
      client.send("42[\"later\"]");

      Handshake first = take(seen);
      assertThat(first.auth().path("token").asString()).isEqualTo("t");
      assertThat(first.queryParameter("color")).hasValue("a b");
      assertThat(first.header("Upgrade")).hasValue("websocket");
      assertThat(first.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
      assertThat(first.secure()).isFalse();
      Handshake later = take(seen);
      assertThat(later.auth().isEmpty()).isTrue();
      assertThat(later.headers()).isEmpty();
      assertThat(later.query()).isEmpty();
    }
  }

  @Test
  void theConnectionHandlerRunsBeforeAnyEvent() throws Exception {
    try (Fixture server = Fixture.start()) {
      List<String> order = new ArrayList<>();
      CountDownLatch done = new CountDownLatch(1);
      server.main.onConnection(socket -> {
        socket.emit("go");
        order.add("connection");
      });
      server.main.on(
          "first",
          (socket, args, ack) -> {
            order.add("first");
            done.countDown();
          });
      WireSocket client = server.connect();
      assertThat(client.next()).isEqualTo("42[\"go\"]");
      client.send("42[\"first\"]");
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(order).containsExactly("connection", "first");
    }
  }

  @Test
  void theGateRefusesAHandshakeBeforeThereIsASession() throws Exception {
    try (Fixture server =
        Fixture.start(builder ->
            builder.gate(request ->
                request.query().containsKey("token")
                    ? Optional.of(new HandshakeGate.Refused(400, "no \"token\" here"))
                    : Optional.empty()))) {
      var response = server.wire.get("EIO=4&transport=polling&token=x");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).isEqualTo("{\"code\":4,\"message\":\"no \\\"token\\\" here\"}");
      assertThat(server.io.connections()).isZero();
    }
  }

  // Events

  @Test
  void eventsOfOneClientAreHandledInOrderOneAtATime() throws Exception {
    try (Fixture server = Fixture.start()) {
      List<Integer> handled = new ArrayList<>(); // deliberately not safe for threads
      CompletableFuture<Void> last = new CompletableFuture<>();
      server.main.on(
          "n",
          (socket, args, ack) -> {
            assertThat(Thread.currentThread().isVirtual()).isTrue();
            handled.add(args.as(0, Integer.class));
            if (handled.size() == 2_000) {
              last.complete(null);
            }
          });
      WireSocket client = server.connect();
      for (int i = 0; i < 2_000; i++) {
        client.send("42[\"n\"," + i + "]");
      }
      last.get(10, TimeUnit.SECONDS);
      assertThat(handled).isSorted().hasSize(2_000);
    }
  }

  @Test
  void aTypedPayloadThatDoesNotFitIsAnsweredWithItsField() throws Exception {
    record Point(int x, int y) {}
    try (Fixture server = Fixture.start()) {
      server.main.on("point", Point.class, (socket, point, ack) -> ack.send(point.x() + point.y()));
      WireSocket client = server.connect();
      client.send("421[\"point\",{\"x\":1,\"y\":2}]");
      assertThat(client.next()).isEqualTo("431[3]");
      client.send("422[\"point\",{\"x\":1,\"y\":\"secret\"}]");
      assertThat(client.next())
          .isEqualTo("432[{\"error\":\"argument 1 of point does not fit at y\"}]");
      client.send("423[\"point\"]");
      assertThat(client.next()).isEqualTo("433[{\"error\":\"argument 1 of point is missing\"}]");
    }
  }

  @Test
  void anEventWithoutAHandlerGoesToTheCatchAll() throws Exception {
    try (Fixture server = Fixture.start()) {
      server.main.on("known", (socket, args, ack) -> ack.send("known"));
      server.main.onAny((socket, args, ack) -> ack.send("any " + args.event()));
      server.main.onConnection(socket -> socket.on("own", (same, args, ack) -> ack.send("own")));
      WireSocket client = server.connect();
      client.send("421[\"known\"]").send("422[\"other\"]").send("423[\"own\"]");
      assertThat(client.next()).isEqualTo("431[\"known\"]");
      assertThat(client.next()).isEqualTo("432[\"any other\"]");
      assertThat(client.next()).isEqualTo("433[\"own\"]");
    }
  }

  @Test
  void aFailingHandlerHarmsNobody() throws Exception {
    try (Fixture server = Fixture.start()) {
      server.main.on(
          "fail",
          (socket, args, ack) -> {
            throw new IllegalStateException("expected by this test");
          });
      server.main.on("work", (socket, args, ack) -> ack.send(1, 2));
      WireSocket client = server.connect();
      client.send("421[\"fail\"]").send("422[\"work\"]");
      assertThat(client.next()).isEqualTo("432[1,2]");
    }
  }

  @Test
  void anAckIsSentOnce() throws Exception {
    try (Fixture server = Fixture.start()) {
      server.main.on(
          "twice",
          (socket, args, ack) -> {
            ack.send("first");
            ack.send("second");
            socket.emit("end");
          });
      WireSocket client = server.connect().send("429[\"twice\"]");
      assertThat(client.next()).isEqualTo("439[\"first\"]");
      assertThat(client.next()).isEqualTo("42[\"end\"]");
    }
  }

  @Test
  void reservedNamesCannotBeUsed() throws Exception {
    try (Fixture server = Fixture.start()) {
      assertThatThrownBy(() -> server.main.on("disconnect", (socket, args, ack) -> {}))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> server.main.emit("connect"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> server.io.namespace("/a,b"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  // Answers of clients

  @Test
  void aClientAnswersTheServer() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<EventArguments> answers = new LinkedBlockingQueue<>();
      server.main.on(
          "start",
          (socket, args, ack) ->
              answers.add(socket.emitWithAck("question", Duration.ofSeconds(10), 42)));
      WireSocket client = server.connect().send("42[\"start\"]");
      assertThat(client.next()).isEqualTo("420[\"question\",42]");
      client.send("461-0[\"answer\",{\"_placeholder\":true,\"num\":0}]").send((byte) 9);
      EventArguments answer = take(answers);
      assertThat(answer.size()).isEqualTo(2);
      assertThat(answer.text(0)).isEqualTo("answer");
      assertThat(answer.bytes(1)).containsExactly(9);
    }
  }

  @Test
  void aClientThatDoesNotAnswerOrLeavesIsNotAwaitedForEver() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<String> failures = new LinkedBlockingQueue<>();
      EventHandler asking =
          (socket, args, ack) -> {
            try {
              socket.emitWithAck("question", Duration.ofMillis(args.as(0, Integer.class)));
            } catch (AckMissing missing) {
              failures.add(String.valueOf(missing.getMessage()));
            }
          };
      server.main.on("start", asking);
      WireSocket client = server.connect().send("42[\"start\",10]");
      assertThat(take(failures)).isEqualTo("no answer to question within 10 ms");
      client.next();
      client.send("42[\"start\",60000]");
      assertThat(client.next()).isEqualTo("421[\"question\"]");
      client.send("41");
      assertThat(take(failures)).isEqualTo("the socket left before it answered question");
    }
  }

  @Test
  void theAnswersOfARoomAreGathered() throws Exception {
    try (Fixture server = Fixture.start()) {
      server.main.onConnection(socket -> socket.join(Room.of("class")));
      WireSocket first = server.connect();
      WireSocket second = server.connect();
      WireSocket leaver = server.connect();
      Awaitility.await().until(() -> server.main.to(Room.of("class")).sockets().size() == 3);
      CompletableFuture<BroadcastAnswers> gathered = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              gathered.complete(
                  server.main.to(Room.of("class")).emitWithAck("ready", Duration.ofMinutes(1)));
            } catch (InterruptedException interrupted) {
              gathered.completeExceptionally(interrupted);
            }
          });
      assertThat(first.next()).isEqualTo("420[\"ready\"]");
      first.send("430[1]");
      second.next();
      second.send("430[2]");
      leaver.next();
      leaver.send("41");
      BroadcastAnswers answers = gathered.get(10, TimeUnit.SECONDS);
      assertThat(answers.isComplete()).isFalse();
      assertThat(answers.received().values().stream().map(a -> a.as(0, Integer.class)))
          .containsExactlyInAnyOrder(1, 2);
      assertThat(answers.missing().stream().map(Socket::id)).containsExactly(leaver.sid());
    }
  }

  @Test
  void aRoomThatDoesNotAnswerIsNotAwaitedForEver() throws Exception {
    try (Fixture server = Fixture.start()) {
      WireSocket silent = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      BroadcastAnswers answers = server.main.emitWithAck("ready", Duration.ofMillis(1));
      assertThat(answers.missing().stream().map(Socket::id)).containsExactly(silent.sid());
    }
  }

  @Test
  void severalEventsForDifferentSocketsArriveInTheirOrder() throws Exception {
    try (Fixture server = Fixture.start()) {
      String polling = server.wire.openPolling();
      server.wire.post(Wire.polling(polling), "40");
      assertThat(server.wire.get(Wire.polling(polling)).body()).startsWith("40");
      WireSocket first = server.connect();
      WireSocket second = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 3);
      List<Socket> onlyFirst =
          server.main.sockets().stream().filter(socket -> socket.id().equals(first.sid())).toList();

      SharedFrames frames = server.main.sharedFrames();
      frames.send(
          List.of(
              new SharedFrames.Mailing(frames.encode("a"), server.main.sockets()),
              new SharedFrames.Mailing(frames.encode("b"), onlyFirst),
              new SharedFrames.Mailing(frames.encode("c"), server.main.sockets())));

      assertThat(List.of(first.next(), first.next(), first.next()))
          .containsExactly("42[\"a\"]", "42[\"b\"]", "42[\"c\"]");
      assertThat(List.of(second.next(), second.next())).containsExactly("42[\"a\"]", "42[\"c\"]");
      assertThat(server.wire.get(Wire.polling(polling)).body())
          .isEqualTo("42[\"a\"]\u001e42[\"c\"]");
    }
  }

  @Test
  void sharedAcksReachTheListenerAndCostNothingElse() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<String> acked = new LinkedBlockingQueue<>();
      server.main.sharedFrames().onAck((socket, id) -> acked.add(socket.id() + " " + id));
      WireSocket first = server.connect();
      WireSocket second = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 2);
      long id = Frame.FIRST_SHARED_ACK_ID + 5;
      Frame frame = server.main.sharedFrames().encodeWithSharedAck("new", id, "text");

      server.main.sharedFrames().send(frame, server.main.sockets());

      assertThat(first.next()).isEqualTo("42" + id + "[\"new\",\"text\"]");
      assertThat(second.next()).isEqualTo("42" + id + "[\"new\",\"text\"]");
      first.send("43" + id + "[]");
      assertThat(take(acked)).isEqualTo(first.sid() + " " + id);
      second.send("43" + id + "[{\"any\":[1]}]");
      assertThat(take(acked)).isEqualTo(second.sid() + " " + id);
      second.send("43" + id + "[");
      assertThat(second.awaitClosed()).isEqualTo(1002);
      assertThatThrownBy(() -> server.main.sharedFrames().encodeWithSharedAck("new", 7))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  // Leaving

  @Test
  void leavingIsHeardOnceWithItsReason() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<String> left = new LinkedBlockingQueue<>();
      server.main.onDisconnect((socket, reason) -> left.add(socket.id() + " " + reason));
      server.main.on("kick", (socket, args, ack) -> socket.disconnect());
      server.main.on("drop", (socket, args, ack) -> socket.closeTransport("asked to"));

      WireSocket leaver = server.connect().send("41");
      assertThat(take(left)).isEqualTo(leaver.sid() + " CLIENT_DISCONNECT");
      WireSocket lost = server.connect();
      lost.abort();
      assertThat(take(left)).startsWith(lost.sid() + " TRANSPORT_");
      WireSocket kicked = server.connect().send("42[\"kick\"]");
      assertThat(kicked.next()).isEqualTo("41");
      assertThat(take(left)).isEqualTo(kicked.sid() + " SERVER_DISCONNECT");
      kicked.send("42[\"too late\"]").send("40");
      assertThat(kicked.next()).startsWith("40{");
      try (RawSocket dropped = server.connectRaw()) {
        dropped.write(RawSocket.text("42[\"drop\"]"));
        assertThat(dropped.lastFrame()).isEmpty();
        assertThat(take(left)).endsWith(" SERVER_CLOSE");
      }
      WireSocket bad = server.connect().send("4");
      assertThat(take(left)).isEqualTo(bad.sid() + " PARSE_ERROR");
    }
  }

  @Test
  void drainingClosesWithoutDisconnectAndTakesNobodyNew() throws Exception {
    try (Fixture server = Fixture.start();
        RawSocket client = server.connectRaw()) {
      assertThat(server.io.drain(Duration.ofSeconds(20))).isTrue();
      assertThat(client.lastFrame()).isEmpty();
      assertThat(server.wire.get("EIO=4&transport=polling").statusCode()).isEqualTo(503);
      Awaitility.await().until(() -> server.io.connections() == 0);
    }
  }

  @Test
  void drainingReturnsWhenTheLastDisconnectHandlerHasRun() throws Exception {
    try (Fixture server = Fixture.start()) {
      CountDownLatch slowed = new CountDownLatch(1);
      Set<String> left = ConcurrentHashMap.newKeySet();
      server.main.on("slow", (socket, args, ack) -> slowed.await());
      server.main.onDisconnect((socket, reason) -> left.add(socket.id() + " " + reason));
      WireSocket busy = server.connect().send("42[\"slow\"]");
      WireSocket idle = server.connect();

      assertThat(server.io.drain(Duration.ofMillis(1))).isFalse();
      slowed.countDown();

      assertThat(server.io.drain(Duration.ofSeconds(20))).isTrue();
      assertThat(left).containsExactlyInAnyOrder(busy.sid() + DRAINED, idle.sid() + DRAINED);
    }
  }

  @Test
  void whatIsUnderWayIsAnsweredBeforeADrainCloses() throws Exception {
    try (Fixture server = Fixture.start()) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch finish = new CountDownLatch(1);
      server.main.on(
          "slow",
          (socket, args, ack) -> {
            begun.countDown();
            finish.await();
            ack.send("done");
          });
      WireSocket client = server.connect().send("421[\"slow\"]").send("422[\"slow\"]");
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      var drained = new CompletableFuture<Boolean>();
      Thread draining =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  drained.complete(server.io.drain(Duration.ofSeconds(8)));
                } catch (InterruptedException e) {
                  drained.completeExceptionally(e);
                }
              });
      // Asked earlier, it would be one more session, which may have its turn before this one.
      Awaitility.await().until(() -> draining.getState() == Thread.State.TIMED_WAITING);
      assertThat(server.wire.get("EIO=4&transport=polling").statusCode()).isEqualTo(503);

      finish.countDown();

      assertThat(client.next()).isEqualTo("431[\"done\"]");
      assertThat(client.next()).isEqualTo("432[\"done\"]");
      // Seen here: the JDK's client may miss an end that comes right behind a message.
      Awaitility.await().until(() -> server.main.sockets().isEmpty());
      assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aDirectHandlerRunsOnTheEventLoopAndInTheOrderOfTheEvents() throws Exception {
    try (Fixture server = Fixture.start()) {
      CountDownLatch release = new CountDownLatch(1);
      server.main.on("wait", (socket, args, ack) -> release.await());
      server.main.onDirect(
          "where", (socket, args, ack) -> ack.send(Thread.currentThread().isVirtual()));
      WireSocket client = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      client.send("420[\"where\"]");
      assertThat(client.next()).isEqualTo("430[false]");
      client.send("42[\"wait\"]").send("421[\"where\"]");
      release.countDown();
      assertThat(client.next()).startsWith("431[");
      client.send("422[\"where\",\"" + "x".repeat(5_000) + "\"]");
      assertThat(client.next()).isEqualTo("432[true]");
    }
  }

  @Test
  void aDirectHandlerMayFailAndMustNotWaitForAnswers() throws Exception {
    try (Fixture server = Fixture.start()) {
      server.main.onDirect(
          "ask",
          (socket, args, ack) -> {
            assertThatThrownBy(() -> socket.emitWithAck("what", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class);
            ack.send("refused");
            throw new IllegalStateException("expected by this test");
          });
      WireSocket client = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      client.send("420[\"ask\"]").send("421[\"ask\"]");
      assertThat(client.next()).isEqualTo("430[\"refused\"]");
      assertThat(client.next()).isEqualTo("431[\"refused\"]");
    }
  }

  @Test
  void whatADirectHandlerEndsIsToldToTheDisconnectHandler() throws Exception {
    try (Fixture server = Fixture.start()) {
      BlockingQueue<String> left = new LinkedBlockingQueue<>();
      server.main.onDirect("leave", (socket, args, ack) -> socket.disconnect());
      server.main.onDisconnect((socket, reason) -> left.add(socket.id() + " " + reason));
      WireSocket client = server.connect();
      Awaitility.await().until(() -> server.main.sockets().size() == 1);
      client.send("42[\"leave\"]");
      assertThat(client.next()).isEqualTo("41");
      assertThat(take(left)).isEqualTo(client.sid() + " SERVER_DISCONNECT");
    }
  }

  @Test
  void aServerIsFullAtItsLimit() throws Exception {
    try (Fixture server =
        Fixture.start(builder ->
            builder.limits(
                SocketIoLimits.DEFAULTS.withEngine(EngineLimits.DEFAULTS.withMaxSessions(1))))) {
      server.connect();
      assertThat(server.wire.get("EIO=4&transport=polling").statusCode()).isEqualTo(503);
    }
  }
}
