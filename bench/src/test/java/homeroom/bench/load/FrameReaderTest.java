package homeroom.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

  private final List<String> found = new ArrayList<>();
  private final FrameReader.Listener listener =
      new FrameReader.Listener() {
        @Override
        public void said(int slot, long stamp) {
          found.add("said " + slot + " " + number(stamp));
        }

        @Override
        public void text(String packet) {
          found.add("text " + packet);
        }

        @Override
        public void unexpected(int firstByte) {
          found.add("unexpected " + firstByte);
        }
      };

  private static String number(long stamp) {
    return Unpooled.copyLong(stamp).toString(UTF_8);
  }

  /** What a client says, as every server sends it on. */
  private static byte[] delivery(int slot, long number) {
    ByteBuf said = Saying.frame(Unpooled.buffer().alloc(), slot, Saying.stamp(number));
    byte[] mask = new byte[4];
    said.skipBytes(4).readBytes(mask);
    byte[] payload = new byte[said.readableBytes()];
    said.readBytes(payload);
    said.release();
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return frame(new String(payload, UTF_8).replace("\"say\"", "\"said\""));
  }

  private static byte[] frame(String text) {
    byte[] payload = text.getBytes(UTF_8);
    ByteBuf frame = Unpooled.buffer().writeByte(0x81);
    if (payload.length < 126) {
      frame.writeByte(payload.length);
    } else {
      frame.writeByte(126).writeShort(payload.length);
    }
    return bytes(frame.writeBytes(payload));
  }

  private static byte[] bytes(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    return bytes;
  }

  @Test
  void aDeliveryIsKnownByItsSlotAndNumberAndHasTheSizeAnnounced() {
    byte[] delivery = delivery(31, 1_234);
    FrameReader.read(Unpooled.wrappedBuffer(delivery), listener);

    assertThat(delivery).hasSize(Saying.DELIVERY_BYTES);
    assertThat(found).containsExactly("said 31 00001234");
  }

  @Test
  void deliveriesAndOtherPacketsAreFoundInTheirOrder() {
    FrameReader.read(
        Unpooled.wrappedBuffer(
            frame("2"), delivery(0, 1), delivery(1, 7), frame("42[\"ready\"]"), delivery(0, 2)),
        listener);

    assertThat(found)
        .containsExactly(
            "text 2",
            "said 0 00000001",
            "said 1 00000007",
            "text 42[\"ready\"]",
            "said 0 00000002");
  }

  @Test
  void aFrameMayComeInAnyTwoParts() {
    byte[] whole = bytes(Unpooled.wrappedBuffer(delivery(0, 1), frame("x".repeat(200))));
    for (int cut = 0; cut <= whole.length; cut++) {
      found.clear();
      ByteBuf in = Unpooled.buffer().writeBytes(whole, 0, cut);
      FrameReader.read(in, listener);
      FrameReader.read(in.writeBytes(whole, cut, whole.length - cut), listener);

      assertThat(found).containsExactly("said 0 00000001", "text " + "x".repeat(200));
      assertThat(in.isReadable()).isFalse();
    }
  }

  @Test
  void anotherEventOfTheSameSizeIsNoDelivery() {
    String other = "42[\"other\",\"" + "x".repeat(Saying.PACKET_BYTES - 14) + "\"]";
    FrameReader.read(Unpooled.wrappedBuffer(frame(other)), listener);

    assertThat(found).containsExactly("text " + other);
  }

  @Test
  void aCloseFrameIsUnexpected() {
    FrameReader.read(Unpooled.wrappedBuffer(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8}), listener);

    assertThat(found).containsExactly("unexpected " + 0x88);
  }
}
