// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import static homeroom.socketio.wire.RawSocket.frame;
import static homeroom.socketio.wire.RawSocket.text;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.socketio.wire.RawSocket;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames as no library would send them (RFC 6455). */
class WebSocketFramesTest {

  private static final String TARGET = "/engine.io/?EIO=4&transport=websocket";

  private EngineFixture server;

  @BeforeEach
  void start() throws Exception {
    server = EngineFixture.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawSocket open() throws Exception {
    RawSocket socket = new RawSocket(server.port());
    assertThat(socket.upgrade(TARGET)).startsWith("HTTP/1.1 101");
    assertThat(socket.readFrame()).startsWith("1:0{");
    return socket;
  }

  private void assertClosed(int code, byte[]... frames) throws Exception {
    try (RawSocket socket = open()) {
      for (byte[] bytes : frames) {
        socket.write(bytes);
      }
      assertThat(socket.lastFrame()).isEqualTo("8:" + code);
    }
  }

  @Test
  void violationsCloseWithTheirCode() throws Exception {
    assertClosed(1002, new byte[] {(byte) 0x81, 1, '4'}); // not masked
    assertClosed(1002, frame(0xc1, (byte) '4')); // a reserved bit
    assertClosed(1002, frame(0x83, (byte) '4')); // a reserved opcode
    assertClosed(1002, frame(0x80, (byte) '4')); // continues nothing
    assertClosed(1002, frame(0x01, (byte) '4'), text("4")); // begins twice
    assertClosed(1002, frame(0x09, (byte) '4')); // a fragmented ping
    assertClosed(1002, frame(0x89, new byte[126])); // a long ping
    assertClosed(1002, frame(0x88, (byte) 3)); // half a close code
    assertClosed(1007, frame(0x81, (byte) '4', (byte) 0xc3, (byte) 0x28)); // not UTF-8
    assertClosed(1009, frame(0x81, new byte[1_000_001]));
  }

  @Test
  void controlFramesMayComeBetweenFragments() throws Exception {
    try (RawSocket socket = open()) {
      socket.write(frame(0x01, (byte) '4', (byte) 0xe2));
      socket.write(frame(0x89, (byte) 'p')).write(frame(0x8a));
      socket.write(frame(0x00, (byte) 0x82)).write(frame(0x80, (byte) 0xac));
      assertThat(socket.readFrame()).isEqualTo("10:p");
      assertThat(socket.readFrame()).isEqualTo("1:4€");
    }
  }

  @Test
  void aFrameMayComeByteByByteAndManyAtOnce() throws Exception {
    try (RawSocket socket = open()) {
      for (byte one : text("4hello")) {
        socket.write(one);
      }
      assertThat(socket.readFrame()).isEqualTo("1:4hello");
      byte[] ping = text("4x");
      byte[] many = new byte[ping.length * 1000];
      for (int i = 0; i < 1000; i++) {
        System.arraycopy(ping, 0, many, i * ping.length, ping.length);
      }
      socket.write(many);
      for (int i = 0; i < 1000; i++) {
        assertThat(socket.readFrame()).isEqualTo("1:4x");
      }
    }
  }

  @Test
  void textsOfAnyLengthInAnyPiecesComeInTheirOrder() throws Exception {
    var random = new Random(25);
    try (RawSocket socket = open()) {
      for (int round = 0; round < 200; round++) {
        var expected = new ArrayList<String>();
        var bytes = new ByteArrayOutputStream();
        for (int texts = 1 + random.nextInt(6); texts > 0; texts--) {
          String said = "4" + "aé€".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(140));
          expected.add("1:" + said);
          bytes.writeBytes(random.nextBoolean() ? text(said) : inTwo(said));
          if (random.nextInt(4) == 0) {
            bytes.writeBytes(frame(0x8a)); // a pong that nobody asked for
          }
        }
        byte[] all = bytes.toByteArray();
        for (int at = 0; at < all.length; ) {
          int end = Math.min(all.length, at + 1 + random.nextInt(all.length));
          socket.write(Arrays.copyOfRange(all, at, end));
          at = end;
        }
        for (String text : expected) {
          assertThat(socket.readFrame()).isEqualTo(text);
        }
      }
    }
  }

  /** As two fragments with a pong between them. */
  private static byte[] inTwo(String text) {
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    int half = all.length / 2;
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(frame(0x01, Arrays.copyOf(all, half)));
    bytes.writeBytes(frame(0x8a));
    bytes.writeBytes(frame(0x80, Arrays.copyOfRange(all, half, all.length)));
    return bytes.toByteArray();
  }

  @Test
  void whatComesBehindACloseIsNotHeard() throws Exception {
    try (RawSocket socket = open()) {
      var bytes = new ByteArrayOutputStream();
      bytes.writeBytes(text("4before"));
      bytes.writeBytes(frame(0x88));
      bytes.writeBytes(text("4behind"));
      socket.write(bytes.toByteArray());
      assertThat(socket.readFrame()).isEqualTo("1:4before");
      assertThat(socket.lastFrame()).isEqualTo("8:1000");
    }
  }

  @Test
  void aTextWithinAMessageIsRefusedHoweverShort() throws Exception {
    try (RawSocket socket = open()) {
      var bytes = new ByteArrayOutputStream();
      bytes.writeBytes(text("4before"));
      bytes.writeBytes(frame(0x01, (byte) '4'));
      bytes.writeBytes(frame(0x8a));
      socket.write(bytes.toByteArray());
      assertThat(socket.readFrame()).isEqualTo("1:4before");
      socket.write(text("4x"));
      assertThat(socket.lastFrame()).isEqualTo("8:1002");
    }
  }

  @Test
  void whoeverIsPausedByShortTextsIsNotReadForTheRestOfAFrame() {
    var reads = new AtomicInteger();
    var counting =
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void read(ChannelHandlerContext context) throws Exception {
            reads.incrementAndGet();
            super.read(context);
          }
        };
    var frames = new WebSocketFrames(WebSocketDecoderConfig.newBuilder().build());
    var channel = new EmbeddedChannel(counting, frames);
    List<String> heard = new ArrayList<>();
    frames.shortTextsTo(utf8 -> {
      heard.add(new String(utf8, StandardCharsets.UTF_8));
      channel.config().setAutoRead(false);
    });
    reads.set(0);
    byte[] beginning = Arrays.copyOf(frame(0x81, new byte[1000]), 100);
    assertThat(channel.writeInbound(Unpooled.wrappedBuffer(text("4a"), text("4b"), beginning)))
        .isFalse();
    assertThat(heard).containsExactly("4a", "4b");
    assertThat(reads).hasValue(0);
    channel.config().setAutoRead(true);
    assertThat(reads).hasPositiveValue();
    assertThat(channel.finishAndReleaseAll()).isFalse();
  }

  @Test
  void extensionsAreNotNegotiated() throws Exception {
    try (RawSocket socket = new RawSocket(server.port())) {
      socket.write(
          "GET "
              + TARGET
              + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
              + "Sec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      assertThat(socket.head())
          .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .doesNotContainIgnoringCase("extensions");
    }
  }

  @Test
  void anImproperHandshakeIsRefused() throws Exception {
    try (RawSocket socket = new RawSocket(server.port())) {
      socket.write(
          "GET "
              + TARGET
              + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 8\r\n\r\n");
      assertThat(socket.head()).startsWith("HTTP/1.1 400").containsIgnoringCase("close");
    }
  }
}
