// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextFramesTest {

  private final List<String> read = new ArrayList<>();

  private final TextFrames.Listener listener =
      new TextFrames.Listener() {
        @Override
        public void text(ByteBuf in, int at, int length) {
          read.add(in.toString(at, length, StandardCharsets.UTF_8));
        }

        @Override
        public void unexpected(int firstByte) {
          read.add("unexpected " + Integer.toHexString(firstByte));
        }
      };

  private static ByteBuf fromServer(int first, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuf frame = Unpooled.buffer().writeByte(first);
    if (payload.length < 126) {
      frame.writeByte(payload.length);
    } else if (payload.length < 65_536) {
      frame.writeByte(126).writeShort(payload.length);
    } else {
      frame.writeByte(127).writeLong(payload.length);
    }
    return frame.writeBytes(payload);
  }

  @Test
  void framesOfEveryLengthAreReadAndTheRestIsLeft() {
    String large = "x".repeat(70_000);
    ByteBuf in =
        Unpooled.wrappedBuffer(
            fromServer(0x81, "one"), fromServer(0x81, "y".repeat(200)), fromServer(0x81, large));
    ByteBuf begun = in.slice(0, in.readableBytes() - 1);

    TextFrames.read(begun, listener);
    assertThat(read).containsExactly("one", "y".repeat(200));

    TextFrames.read(in.readerIndex(begun.readerIndex()), listener);
    assertThat(read).last().isEqualTo(large);
  }

  @Test
  void framesOfOneReadComeInTheirOrder() {
    ByteBuf in =
        Unpooled.wrappedBuffer(
            fromServer(0x81, "2"), fromServer(0x81, "y".repeat(126)), fromServer(0x81, ""));

    TextFrames.read(in, listener);

    assertThat(read).containsExactly("2", "y".repeat(126), "");
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void aFrameMayComeInAnyTwoParts() {
    for (String text : List.of("2", "x".repeat(200), "x".repeat(65_536))) {
      ByteBuf whole = Unpooled.wrappedBuffer(fromServer(0x81, "3"), fromServer(0x81, text));
      int size = whole.readableBytes();
      for (int cut = 0; cut <= size; cut += cut < 12 || cut > size - 3 ? 1 : size / 9) {
        read.clear();
        ByteBuf in = Unpooled.buffer().writeBytes(whole, 0, cut);
        TextFrames.read(in, listener);
        TextFrames.read(in.writeBytes(whole, cut, size - cut), listener);

        assertThat(read).containsExactly("3", text);
        assertThat(in.isReadable()).isFalse();
      }
    }
  }

  @Test
  void aFrameThatIsNoTextIsUnexpected() {
    TextFrames.read(fromServer(0x88, ""), listener);

    assertThat(read).containsExactly("unexpected 88");
  }

  @Test
  void anAckHasTheDigitsOfItsPacketAndIsMasked() {
    ByteBuf packet = Unpooled.copiedBuffer("4212345[\"message:new\"]", StandardCharsets.US_ASCII);
    ByteBuf out = Unpooled.buffer();

    TextFrames.writeAck(out, packet, 2, 5);

    assertThat(unmasked(out)).isEqualTo("4312345[]");
  }

  @Test
  void aTextIsMasked() {
    ByteBuf out = Unpooled.buffer();

    TextFrames.write(out, "40{\"token\":\"é\"}");

    assertThat(unmasked(out)).isEqualTo("40{\"token\":\"é\"}");
  }

  private static String unmasked(ByteBuf frame) {
    int length = frame.getUnsignedByte(1) & 0x7f;
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (frame.getByte(6 + i) ^ frame.getByte(2 + i % 4));
    }
    return new String(payload, StandardCharsets.UTF_8);
  }
}
