package homeroom.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * The one event that is measured, on its way in ({@code say}) and out ({@code said}). Its text
 * names a slot, one character, and the number of the message in that slot, eight digits, and is
 * filled up so that the packet that comes back has {@link #PACKET_BYTES}.
 */
final class Saying {

  /** Bytes of the Socket.IO packet {@code 42["said","…"]}. */
  static final int PACKET_BYTES = 250;

  /** Slots can be told apart by one character that JSON does not escape. */
  static final int SLOTS = 32;

  /** FIN and text, then a length of 16 bits: how every delivery begins. */
  static final int DELIVERY_HEAD = 0x817e_0000 | PACKET_BYTES;

  /** The bytes of a delivery, header included. */
  static final int DELIVERY_BYTES = 4 + PACKET_BYTES;

  /** The eight bytes behind {@link #DELIVERY_HEAD}. */
  static final long DELIVERY_NAME = word("42[\"said");

  static final int SLOT_AT = 4 + "42[\"said\",\"".length();
  static final int STAMP_AT = SLOT_AT + 1;

  private static final char FIRST_SLOT = '0';
  private static final int STAMPS = 100_000_000;
  private static final int MASK = 0x5a17_c3e9;
  private static final byte[] TEMPLATE = template();

  private Saying() {}

  private static byte[] template() {
    int filling = PACKET_BYTES - "42[\"said\",\"\"]".length() - 1 - Long.BYTES;
    String packet = "42[\"say\",\"" + "0".repeat(1 + Long.BYTES) + "x".repeat(filling) + "\"]";
    return packet.getBytes(StandardCharsets.US_ASCII);
  }

  private static long word(String eightCharacters) {
    byte[] bytes = eightCharacters.getBytes(StandardCharsets.US_ASCII);
    long word = 0;
    for (byte each : bytes) {
      word = (word << Byte.SIZE) | each;
    }
    return word;
  }

  /** The number as its eight digits, in one machine word. */
  static long stamp(long number) {
    long word = 0;
    long rest = number % STAMPS;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      word |= ('0' + rest % 10) << shift;
      rest /= 10;
    }
    return word;
  }

  /** The slot that this character names; out of range if it names none. */
  static int slot(byte character) {
    return character - FIRST_SLOT;
  }

  /** A masked frame with what the client says. */
  static ByteBuf frame(ByteBufAllocator allocator, int slot, long stamp) {
    byte[] packet = TEMPLATE.clone();
    int at = "42[\"say\",\"".length();
    packet[at] = (byte) (FIRST_SLOT + slot);
    for (int i = 0; i < Long.BYTES; i++) {
      packet[at + 1 + i] = (byte) (stamp >>> ((Long.BYTES - 1 - i) * Byte.SIZE));
    }
    return masked(allocator, packet);
  }

  /** A masked text frame (RFC 6455, 5.3). */
  static ByteBuf masked(ByteBufAllocator allocator, byte[] payload) {
    ByteBuf frame = allocator.directBuffer(payload.length + 8);
    frame.writeByte(0x81);
    if (payload.length < 126) {
      frame.writeByte(0x80 | payload.length);
    } else {
      frame.writeByte(0x80 | 126).writeShort(payload.length);
    }
    frame.writeInt(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ (MASK >>> ((3 - i % 4) * Byte.SIZE)));
    }
    return frame;
  }
}
