// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static homeroom.socketio.wire.Wire.polling;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.testing.ManualTime;
import homeroom.socketio.engine.EngineLimits;
import homeroom.socketio.wire.RawSocket;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the text of Socket.IO 5 demands of a server, over raw sockets. */
class SocketIoProtocolTest {

  private static final Duration PING_INTERVAL = Duration.ofMillis(300);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private Fixture server;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    EngineLimits engine =
        EngineLimits.DEFAULTS.withHeartbeat(PING_INTERVAL, Duration.ofSeconds(20));
    SocketIoLimits limits =
        SocketIoLimits.DEFAULTS.withEngine(engine).withConnectTimeout(CONNECT_TIMEOUT);
    server = Fixture.start(builder -> builder.limits(limits).time(time));
    wire = server.wire;
    greet(server.io.namespace("/custom"));
    greet(server.main)
        .on("message", (socket, args, ack) -> socket.emit("message-back", args.toArray()))
        .on("message-with-ack", (socket, args, ack) -> ack.send(args.toArray()));
  }

  private static Namespace greet(Namespace namespace) {
    return namespace.onConnection(socket -> socket.emit("auth", socket.handshake().auth()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WireSocket connected() throws Exception {
    WireSocket socket = wire.openWebSocket().send("40");
    assertThat(socket.nextMessage()).startsWith("40{\"sid\":");
    assertThat(socket.nextMessage()).isEqualTo("42[\"auth\",{}]");
    return socket;
  }

  @Test
  void aClientConnectsToTheMainNamespace() throws Exception {
    WireSocket socket = wire.openWebSocket().send("40");
    assertThat(socket.nextMessage()).matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
    assertThat(socket.nextMessage()).isEqualTo("42[\"auth\",{}]");
  }

  @Test
  void aClientConnectsWithAPayload() throws Exception {
    WireSocket socket = wire.openWebSocket().send("40{\"token\":\"123\"}");
    assertThat(socket.nextMessage()).startsWith("40{\"sid\":");
    assertThat(socket.nextMessage()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
  }

  @Test
  void aClientConnectsToAnotherNamespace() throws Exception {
    for (String connect : new String[] {"40/custom,", "40/custom"}) {
      WireSocket socket = wire.openWebSocket().send(connect);
      assertThat(socket.nextMessage()).matches("40/custom,\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
      assertThat(socket.nextMessage()).isEqualTo("42/custom,[\"auth\",{}]");
    }
    WireSocket socket = wire.openWebSocket().send("40/custom,{\"token\":\"abc\"}");
    assertThat(socket.nextMessage()).startsWith("40/custom,{\"sid\":");
    assertThat(socket.nextMessage()).isEqualTo("42/custom,[\"auth\",{\"token\":\"abc\"}]");
  }

  @Test
  void askingTwiceForANamespaceIsAskingOnce() throws Exception {
    WireSocket socket = wire.openWebSocket().send("40").send("40");
    assertThat(socket.nextMessage()).startsWith("40{\"sid\":");
    assertThat(socket.nextMessage()).isEqualTo("42[\"auth\",{}]");
    socket.send("40").send("421[\"message-with-ack\",1]");
    assertThat(socket.nextMessage()).isEqualTo("431[1]");
  }

  @Test
  void anUnknownNamespaceIsRefused() throws Exception {
    WireSocket socket = wire.openWebSocket().send("40/random");
    assertThat(socket.nextMessage()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    socket.send("40");
    assertThat(socket.nextMessage()).startsWith("40{\"sid\":");
  }

  @Test
  void theSessionIdIsNotTheSocketId() throws Exception {
    WireSocket socket = wire.openWebSocket().send("40");
    assertThat(Wire.sid(socket.nextMessage())).isNotEqualTo(socket.sid());
  }

  @Test
  void aClientThatConnectsToNoNamespaceIsClosed() throws Exception {
    try (RawSocket socket = new RawSocket(server.http.port())) {
      socket.upgrade("/socket.io/?EIO=4&transport=websocket");
      assertThat(socket.readFrame()).startsWith("1:0{");
      time.advance(CONNECT_TIMEOUT.plus(PING_INTERVAL));
      assertThat(socket.lastFrame()).isEqualTo("1:2");
    }
  }

  @Test
  void anythingButConnectFirstClosesTheConnection() throws Exception {
    String[] packets = {
      "4abc", "42[\"message\"]", "41", "430[]", "44{}", "451-[\"message\",{}]", "4", "40/custom,x"
    };
    for (String packet : packets) {
      WireSocket socket = wire.openWebSocket().send(packet);
      if (packet.startsWith("45")) {
        socket.send((byte) 1);
      }
      assertThat(socket.awaitClosed()).as(packet).isEqualTo(1002);
    }
  }

  @Test
  void anInvalidPacketClosesTheConnection() throws Exception {
    String[] packets = {
      "42",
      "42{}",
      "42[]",
      "42[{}]",
      "42[null]",
      "42[\"a\"",
      "42[\"a\"]]",
      "42\"a\"",
      "421",
      "42[\"connect\"]",
      "42[\"disconnecting\"]",
      "43[]",
      "431{}",
      "431",
      "40[]",
      "44{}",
      "48[]",
      "450-[\"a\"]",
      "45-[\"a\"]",
      "45x-[\"a\"]",
      "4511-[\"a\"]",
      "45[\"a\"]",
      "41{}",
      "4212345678901234567890[\"a\"]",
      "42/nowhere,[\"a\"]",
      "43/custom,1[]"
    };
    for (String packet : packets) {
      WireSocket socket = connected();
      socket.send(packet);
      String next = socket.nextMessage();
      assertThat(next).as(packet).isEqualTo("<closed>");
    }
  }

  @Test
  void anAttachmentOutOfPlaceClosesTheConnection() throws Exception {
    WireSocket unasked = connected();
    unasked.send((byte) 1);
    assertThat(unasked.nextMessage()).isEqualTo("<closed>");

    WireSocket textInstead = connected();
    textInstead.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]").send("42[\"a\"]");
    assertThat(textInstead.nextMessage()).isEqualTo("<closed>");

    WireSocket wrongNumber = connected();
    wrongNumber.send("451-[\"message\",{\"_placeholder\":true,\"num\":1}]").send((byte) 1);
    assertThat(wrongNumber.nextMessage()).isEqualTo("<closed>");
  }

  @Test
  void nothingIsExecutedAfterAnInvalidPacket() throws Exception {
    WireSocket socket = connected();
    socket.send("42[\"message\",1]").send("42{}").send("42[\"message\",2]");
    String next = socket.nextMessage();
    if (next.equals("42[\"message-back\",1]")) {
      next = socket.nextMessage();
    }
    assertThat(next).isEqualTo("<closed>");
  }

  @Test
  void anEventComesBack() throws Exception {
    WireSocket socket = connected();
    socket.send("42[\"message\",1,\"2\",{\"3\":[true,null,1.5]},\"€\"]");
    assertThat(socket.nextMessage())
        .isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true,null,1.5]},\"€\"]");
  }

  @Test
  void anEventWithAttachmentsComesBack() throws Exception {
    WireSocket socket = connected();
    String placeholders =
        "{\"_placeholder\":true,\"num\":0},{\"a\":[{\"_placeholder\":true,\"num\":1}]}";
    socket
        .send("452-[\"message\"," + placeholders + "]")
        .send((byte) 1, (byte) 2, (byte) 3)
        .send((byte) 4);
    assertThat(socket.nextMessage()).isEqualTo("452-[\"message-back\"," + placeholders + "]");
    assertThat(socket.nextMessage()).isEqualTo("<010203>");
    assertThat(socket.nextMessage()).isEqualTo("<04>");
  }

  @Test
  void anEventIsAcknowledged() throws Exception {
    WireSocket socket = connected();
    socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
    assertThat(socket.nextMessage()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
    socket.send("420[\"message-with-ack\"]");
    assertThat(socket.nextMessage()).isEqualTo("430[]");
  }

  @Test
  void anEventWithAttachmentsIsAcknowledged() throws Exception {
    WireSocket socket = connected();
    socket
        .send(
            "452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},"
                + "{\"_placeholder\":true,\"num\":1}]")
        .send((byte) 1)
        .send((byte) 2);
    assertThat(socket.nextMessage())
        .isEqualTo("462-789[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    assertThat(socket.nextMessage()).isEqualTo("<01>");
    assertThat(socket.nextMessage()).isEqualTo("<02>");
  }

  @Test
  void aDisconnectedNamespaceTakesNoMoreAndTheConnectionStays() throws Exception {
    WireSocket socket = connected();
    socket.send("40/custom");
    assertThat(socket.nextMessage()).startsWith("40/custom,{\"sid\":");
    assertThat(socket.nextMessage()).isEqualTo("42/custom,[\"auth\",{}]");

    socket.send("41/custom").send("42[\"message\",\"to main\"]");

    assertThat(socket.nextMessage()).isEqualTo("42[\"message-back\",\"to main\"]");
    socket.send("40/custom,");
    assertThat(socket.nextMessage()).startsWith("40/custom,{\"sid\":");
  }

  @Test
  void aDisconnectedClientIsStillPinged() throws Exception {
    WireSocket socket = connected();
    socket.send("41");
    time.advance(PING_INTERVAL.multipliedBy(2));
    assertThat(socket.next()).isEqualTo("2");
  }

  @Test
  void everythingWorksByPolling() throws Exception {
    String sid = wire.openPolling();
    wire.post(polling(sid), "40\u001e40/custom,");
    StringBuilder received = new StringBuilder();
    while (!received.toString().contains("42/custom,[\"auth\",{}]")
        || !received.toString().contains("42[\"auth\",{}]")) {
      received.append(wire.get(polling(sid)).body());
    }
    wire.post(
        polling(sid), "451-7[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
    assertThat(pollMessage(sid)).isEqualTo("461-7[{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
    assertThat(wire.post(polling(sid), "42{}").statusCode()).isIn(200, 400);
    org.awaitility.Awaitility.await().until(() -> wire.get(polling(sid)).statusCode() == 400);
  }

  private String pollMessage(String sid) throws Exception {
    String body = wire.get(polling(sid)).body();
    while (body.equals("2")) {
      wire.post(polling(sid), "3");
      body = wire.get(polling(sid)).body();
    }
    return body;
  }
}
