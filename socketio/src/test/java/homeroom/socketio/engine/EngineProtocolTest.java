// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import static homeroom.socketio.wire.Wire.polling;
import static homeroom.socketio.wire.Wire.webSocket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.socketio.wire.RawSocket;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the text of Engine.IO 4 demands of a server, over raw requests and sockets. */
class EngineProtocolTest {

  private static final String POLLING = "EIO=4&transport=polling";

  private EngineFixture server;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    server = EngineFixture.start();
    wire = server.wire;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPollingHandshakeAnswersTheOpenPacket() throws Exception {
    HttpResponse<String> response = wire.get(POLLING);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .matches(
            "0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[\"websocket\"],"
                + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
    assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
    assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  void aWebSocketHandshakeAnswersTheOpenPacketWithoutUpgrades() throws Exception {
    WireSocket socket = wire.connect("EIO=4&transport=websocket");

    assertThat(socket.next())
        .matches(
            "0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[],"
                + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
  }

  @Test
  void anotherProtocolVersionIsRefused() throws Exception {
    String refusal = "{\"code\":5,\"message\":\"Unsupported protocol version\"}";
    for (String query : new String[] {"transport=polling", "EIO=3&transport=polling"}) {
      HttpResponse<String> response = wire.get(query);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).isEqualTo(refusal);
      assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }
    assertThat(wire.get("EIO=abc&transport=polling").statusCode()).isEqualTo(400);
    assertThatThrownBy(() -> wire.connect("transport=websocket"))
        .isInstanceOf(CompletionException.class);
    assertThatThrownBy(() -> wire.connect("EIO=abc&transport=websocket"))
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void anUnknownTransportIsRefused() throws Exception {
    String refusal = "{\"code\":0,\"message\":\"Transport unknown\"}";
    assertThat(wire.get("EIO=4").body()).isEqualTo(refusal);
    HttpResponse<String> response = wire.get("EIO=4&transport=abc");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo(refusal);
    assertThatThrownBy(() -> wire.connect("EIO=4")).isInstanceOf(CompletionException.class);
    assertThatThrownBy(() -> wire.connect("EIO=4&transport=polling"))
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void aQueryThatCannotBeReadIsRefused() throws Exception {
    try (RawSocket socket = new RawSocket(server.port())) {
      socket.write(
          "GET /engine.io/?EIO=4&transport=polling&x=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(socket.head()).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aHandshakeIsAGetRequest() throws Exception {
    HttpResponse<String> post = wire.post(POLLING, "4hello");
    assertThat(post.statusCode()).isEqualTo(400);
    assertThat(post.body()).isEqualTo("{\"code\":2,\"message\":\"Bad handshake method\"}");
    var put =
        wire.http()
            .send(wire.request("PUT", POLLING, "").build(), HttpResponse.BodyHandlers.ofString());
    assertThat(put.statusCode()).isEqualTo(400);
    HttpResponse<String> noUpgrade = wire.get("EIO=4&transport=websocket");
    assertThat(noUpgrade.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
  }

  @Test
  void anUnknownSessionIsRefused() throws Exception {
    String refusal = "{\"code\":1,\"message\":\"Session ID unknown\"}";
    assertThat(wire.get(polling("nobody")).body()).isEqualTo(refusal);
    HttpResponse<String> post = wire.post(polling("nobody"), "4hello");
    assertThat(post.statusCode()).isEqualTo(400);
    assertThat(post.body()).isEqualTo(refusal);
    assertThatThrownBy(() -> wire.connect(webSocket("nobody")))
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void aSessionIsPolledInItsOwnTransport() throws Exception {
    String sid = wire.openPolling();
    HttpResponse<String> response = wire.get(webSocket(sid));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
  }

  @Test
  void textAndBinaryComeBackInOnePoll() throws Exception {
    String sid = wire.openPolling();
    String body = "4hello\u001e4wörld €\u001ebAQIDBA==\u001e4";

    HttpResponse<String> post = wire.post(polling(sid), body);

    assertThat(post.statusCode()).isEqualTo(200);
    assertThat(post.body()).isEqualTo("ok");
    assertThat(wire.get(polling(sid)).body()).isEqualTo(body);
  }

  @Test
  void aWaitingPollIsAnsweredWhenThereIsSomething() throws Exception {
    String sid = wire.openPolling();
    var poll = wire.getLater(polling(sid));

    wire.post(polling(sid), "4hello");

    assertThat(poll.join().body()).isEqualTo("4hello");
  }

  @Test
  void textAndBinaryComeBackByWebSocket() throws Exception {
    WireSocket socket = wire.openWebSocket();

    socket.send("4hello").send((byte) 1, (byte) 2).sendFragmented("4wör", "ld");

    assertThat(socket.next()).isEqualTo("4hello");
    assertThat(socket.next()).isEqualTo("<0102>");
    assertThat(socket.next()).isEqualTo("4wörld");
  }

  @Test
  void aWebSocketPingIsAnswered() throws Exception {
    WireSocket socket = wire.openWebSocket();
    socket.sendPing((byte) 7);
    assertThat(socket.next()).isEqualTo("<pong 07>");
  }

  @Test
  void anInvalidPacketClosesAPollingSession() throws Exception {
    for (String body : new String[] {"abc", "", "4a\u001e", "2", "2probe", "5", "0", "b*"}) {
      String sid = wire.openPolling();
      assertThat(wire.post(polling(sid), body).statusCode()).as(body).isEqualTo(400);
      assertThat(wire.get(polling(sid)).statusCode()).as(body).isEqualTo(400);
    }
  }

  @Test
  void anInvalidPacketClosesAWebSocket() throws Exception {
    for (String packet : new String[] {"abc", "", "2", "2probe", "5", "0", "7"}) {
      WireSocket socket = wire.openWebSocket();
      socket.send(packet);
      assertThat(socket.awaitClosed()).as(packet).isEqualTo(1002);
    }
  }

  @Test
  void aSecondPostClosesTheSessionWhileTheFirstIsStillOnItsWay() throws Exception {
    String sid = wire.openPolling();
    try (RawSocket first = beginPost(sid, 10, "4he")) {
      var second = wire.postLater(polling(sid), "4second");
      assertThat(second.join().statusCode()).isEqualTo(400);
      assertThat(wire.get(polling(sid)).statusCode()).isEqualTo(400);
      first.write("llo-ok-");
      assertThat(first.head()).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aSecondPostClosesTheSessionAsSoonAsItsHeadHasCome() throws Exception {
    String sid = wire.openPolling();
    try (RawSocket first = beginPost(sid, 10, "4he");
        RawSocket second = beginPost(sid, 10, "4")) {
      assertThat(wire.get(polling(sid)).statusCode()).isEqualTo(400);
      first.write("llo-ok-");
      assertThat(first.head()).startsWith("HTTP/1.1 400");
      second.write("x".repeat(9));
      assertThat(second.head()).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aPostThatComesInPiecesIsTakenAndTheNextOneToo() throws Exception {
    String sid = wire.openPolling();
    try (RawSocket post = beginPost(sid, 6, "4he")) {
      post.write("llo");
      assertThat(post.response()).isEqualTo("ok");
    }
    assertThat(wire.post(polling(sid), "4again").body()).isEqualTo("ok");
    assertThat(wire.get(polling(sid)).body()).isEqualTo("4hello\u001e4again");
  }

  @Test
  void aPostThatBreaksOffClosesTheSession() throws Exception {
    String sid = wire.openPolling();
    beginPost(sid, 10, "4he").drop();
    Awaitility.await().until(() -> wire.get(polling(sid)).statusCode() == 400);
  }

  /** Sends the head and the beginning of a POST and waits until the server holds them. */
  private RawSocket beginPost(String sid, int length, String beginning) throws Exception {
    RawSocket post = new RawSocket(server.port());
    post.write(
        "POST /engine.io/?"
            + polling(sid)
            + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
            + length
            + "\r\n\r\n");
    assertThat(post.head()).startsWith("HTTP/1.1 100");
    return post.write(beginning);
  }

  @Test
  void aSecondPollClosesTheSession() throws Exception {
    String sid = wire.openPolling();
    var first = wire.getLater(polling(sid));
    var second = wire.getLater(polling(sid) + "&t=second");

    int[] statuses = {first.join().statusCode(), second.join().statusCode()};
    assertThat(statuses).containsExactlyInAnyOrder(200, 400);
    String closing = statuses[0] == 200 ? first.join().body() : second.join().body();
    assertThat(closing).isEqualTo("1");
    assertThat(wire.get(polling(sid)).statusCode()).isEqualTo(400);
  }

  @Test
  void aCancelledPollClosesTheSession() throws Exception {
    String sid = wire.openPolling();
    try (RawSocket poll = new RawSocket(server.port())) {
      poll.write("GET /engine.io/?" + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    Awaitility.await().until(() -> wire.get(polling(sid)).statusCode() == 400);
  }

  @Test
  void aClosePacketEndsPolling() throws Exception {
    String sid = wire.openPolling();
    var poll = wire.getLater(polling(sid));
    wire.post(polling(sid), "4first");
    assertThat(poll.join().body()).isEqualTo("4first");
    var next = wire.getLater(polling(sid));

    HttpResponse<String> close = wire.post(polling(sid), "1");

    assertThat(close.statusCode()).isEqualTo(200);
    assertThat(next.join().body()).isIn("6", "{\"code\":1,\"message\":\"Session ID unknown\"}");
    assertThat(wire.get(polling(sid)).statusCode()).isEqualTo(400);
  }

  @Test
  void aClosePacketEndsAWebSocket() throws Exception {
    WireSocket socket = wire.openWebSocket();
    socket.send("1");
    assertThat(socket.awaitClosed()).isEqualTo(1000);
  }

  @Test
  void aCloseFrameIsAnswered() throws Exception {
    WireSocket socket = wire.openWebSocket();
    socket.sendClose();
    assertThat(socket.awaitClosed()).isEqualTo(1000);
  }

  @Test
  void aSessionMovesToAWebSocket() throws Exception {
    String sid = wire.openPolling();
    WireSocket socket = wire.connect(webSocket(sid));
    socket.send("2probe");
    assertThat(socket.next()).isEqualTo("3probe");
    assertThat(wire.get(polling(sid)).body()).isEqualTo("6");
    wire.post(polling(sid), "4before");

    socket.send("5").send("4after");

    assertThat(socket.nextMessage()).isEqualTo("4before");
    assertThat(socket.nextMessage()).isEqualTo("4after");
  }

  @Test
  void aPollThatWaitsWhenTheProbeComesIsEndedWithANoop() throws Exception {
    String sid = wire.openPolling();
    var poll = wire.getLater(polling(sid));
    WireSocket socket = wire.connect(webSocket(sid));

    socket.send("2probe");

    assertThat(socket.next()).isEqualTo("3probe");
    assertThat(poll.join().body()).isEqualTo("6");
  }

  @Test
  void requestsOfAnUpgradedSessionAreRefused() throws Exception {
    WireSocket socket = upgraded();
    String sid = socket.sid();

    assertThat(wire.get(polling(sid)).statusCode()).isEqualTo(400);
    assertThat(wire.post(polling(sid), "4x").statusCode()).isEqualTo(400);
    socket.send("4hello");
    assertThat(socket.nextMessage()).isEqualTo("4hello");
  }

  @Test
  void aSecondWebSocketOfASessionIsClosed() throws Exception {
    WireSocket socket = upgraded();
    assertThat(wire.connect(webSocket(socket.sid())).awaitClosed()).isEqualTo(1000);
    socket.send("4hello");
    assertThat(socket.nextMessage()).isEqualTo("4hello");

    String sid = wire.openPolling();
    WireSocket first = wire.connect(webSocket(sid));
    first.send("2probe");
    assertThat(first.next()).isEqualTo("3probe");
    assertThat(wire.connect(webSocket(sid)).awaitClosed()).isEqualTo(1000);
    first.send("5").send("4hello");
    assertThat(first.nextMessage()).isEqualTo("4hello");
  }

  private WireSocket upgraded() throws Exception {
    String sid = wire.openPolling();
    WireSocket socket = wire.connect(webSocket(sid));
    socket.belongsTo(sid);
    socket.send("2probe");
    assertThat(socket.next()).isEqualTo("3probe");
    socket.send("5").send("4upgraded");
    assertThat(socket.nextMessage()).isEqualTo("4upgraded");
    return socket;
  }

  @Test
  void anUpgradeWithoutAProbeIsNone() throws Exception {
    for (String packet : new String[] {"5", "4hello", "2", "3probe"}) {
      String sid = wire.openPolling();
      WireSocket socket = wire.connect(webSocket(sid));
      socket.send(packet);
      assertThat(socket.awaitClosed()).as(packet).isEqualTo(1000);
      wire.post(polling(sid), "4still here");
      assertThat(wire.get(polling(sid)).body()).isEqualTo("4still here");
    }
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() throws Exception {
    String sid = wire.openPolling();
    var response = wire.post(polling(sid), "4" + "x".repeat(1_000_000));
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void aMessageBeyondTheLimitClosesTheWebSocket() throws Exception {
    WireSocket whole = wire.openWebSocket();
    whole.send("4" + "x".repeat(1_000_000));
    assertThat(whole.awaitClosed()).isEqualTo(1009);

    WireSocket fragmented = wire.openWebSocket();
    fragmented.sendFragmented("4" + "x".repeat(600_000), "y".repeat(600_000));
    assertThat(fragmented.awaitClosed()).isEqualTo(1009);
  }

  @Test
  void theLargestMessageIsTaken() throws Exception {
    String message = "4" + "x".repeat(999_999);
    WireSocket socket = wire.openWebSocket();
    socket.send(message);
    assertThat(socket.nextMessage()).isEqualTo(message);
  }

  @Test
  void messagesOfEveryLengthOfHeaderComeBack() throws Exception {
    WireSocket socket = wire.openWebSocket();
    for (int length : new int[] {0, 1, 124, 125, 126, 65_534, 65_535, 65_536}) {
      String message = "4" + "x".repeat(length);
      socket.send(message).send(new byte[length]);
      assertThat(socket.nextMessage()).isEqualTo(message);
      assertThat(socket.nextMessage()).hasSize(2 + 2 * length);
    }
  }

  @Test
  void browsersAreToldThatEveryOriginMayPoll() throws Exception {
    var preflight =
        wire.http()
            .send(
                wire.request("OPTIONS", POLLING, "")
                    .header("Origin", "https://school.example")
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "content-type")
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("access-control-allow-origin")).hasValue("*");
    assertThat(preflight.headers().firstValue("access-control-allow-headers"))
        .hasValue("content-type");
    assertThat(wire.get(POLLING).headers().firstValue("access-control-allow-origin")).hasValue("*");
  }
}
