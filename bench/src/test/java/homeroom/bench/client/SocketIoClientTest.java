// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketIoClientTest {

  private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nA: b\r\n\r\n";

  private final List<String> heard = new ArrayList<>();
  private final SocketIoClient client =
      new SocketIoClient(
          "anna",
          "&room=a",
          "{\"token\":\"t\"}",
          new SocketIoClient.Listener() {
            @Override
            public void packet(ByteBuf in, int at, int length) {
              heard.add(SocketIoClient.string(in, at, length));
            }

            @Override
            public void failed(String why) {
              heard.add("failed: " + why);
            }
          });
  private final EmbeddedChannel channel = new EmbeddedChannel(client);

  private void receive(ByteBuf... parts) {
    channel.writeInbound(Unpooled.wrappedBuffer(parts));
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, UTF_8);
  }

  private static ByteBuf frame(String text) {
    return Unpooled.buffer()
        .writeByte(0x81)
        .writeByte(text.length())
        .writeBytes(text.getBytes(UTF_8));
  }

  private void connect() {
    receive(bytes(SWITCHING), frame("0{}"), frame("40{}"));
    channel.releaseOutbound();
  }

  /** All texts of the next write. */
  private List<String> written() {
    List<String> texts = new ArrayList<>();
    ByteBuf out = channel.readOutbound();
    while (out.isReadable()) {
      byte[] payload = new byte[out.skipBytes(1).readByte() & 0x7f];
      int mask = out.readerIndex();
      out.skipBytes(4).readBytes(payload);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= out.getByte(mask + i % 4);
      }
      texts.add(new String(payload, UTF_8));
    }
    out.release();
    return texts;
  }

  @Test
  void itUpgradesAndConnectsWithWhatSignsItIn() {
    ByteBuf request = channel.readOutbound();
    assertThat(request.toString(UTF_8))
        .startsWith("GET /socket.io/?EIO=4&transport=websocket&room=a HTTP/1.1\r\n")
        .endsWith("\r\n\r\n");

    receive(bytes(SWITCHING.substring(0, 20)));
    receive(bytes(SWITCHING.substring(20)), frame("0{\"sid\":\"1\"}"));
    assertThat(written()).containsExactly("40{\"token\":\"t\"}");

    receive(frame("40{\"sid\":\"2\"}"), frame("42[\"ready\"]"));
    assertThat(heard).containsExactly("42[\"ready\"]");
  }

  @Test
  void aPacketMayComeInParts() {
    connect();
    ByteBuf whole = frame("42[\"a\"]");
    receive(frame("42[\"b\"]"), whole.copy(0, 3));
    receive(whole.copy(3, whole.readableBytes() - 3));

    assertThat(heard).containsExactly("42[\"b\"]", "42[\"a\"]");
  }

  @Test
  void whatIsWrittenDuringAReadLeavesInOneWriteWithTheAnswerToAPing() {
    connect();
    client.write("42[\"x\"]");
    receive(frame("2"), frame("2"));

    assertThat(written()).containsExactly("42[\"x\"]", "3", "3");
  }

  @Test
  void aRefusalIsAFailureWhicheverWayItComes() {
    receive(bytes("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
    assertThat(heard)
        .containsExactly("failed: anna was not let in: HTTP/1.1 503 Service Unavailable");

    heard.clear();
    receive(frame("44{\"message\":\"no\"}"));
    assertThat(heard).containsExactly("failed: anna was not connected: 44{\"message\":\"no\"}");
  }

  @Test
  void framesThatNobodyExpectsAndALostConnectionAreFailures() {
    connect();
    receive(Unpooled.buffer().writeByte(0x82).writeByte(0));
    var _ = channel.close();

    assertThat(heard)
        .containsExactly(
            "failed: anna was sent a frame that begins with 0x82",
            "failed: the connection of anna was closed by the server");
  }

  @Test
  void whoSaidGoodbyeStillListensAndIsNotMissed() {
    connect();
    client.disconnect();
    assertThat(written()).containsExactly("41");

    receive(frame("42[\"late\"]"));
    var _ = channel.close();

    assertThat(heard).containsExactly("42[\"late\"]");
  }
}
