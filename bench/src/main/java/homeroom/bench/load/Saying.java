// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.load;

import homeroom.bench.client.TextFrames;
import io.netty.buffer.ByteBuf;
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

  /** The first eight bytes of every delivery. */
  static final long DELIVERY_NAME = word("42[\"said");

  static final int SLOT_AT = "42[\"said\",\"".length();
  static final int STAMP_AT = SLOT_AT + 1;

  private static final char FIRST_SLOT = '0';
  private static final int STAMPS = 100_000_000;
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

  /** Adds a masked frame with what the client says. */
  static void write(ByteBuf out, int slot, long stamp) {
    byte[] packet = TEMPLATE.clone();
    int at = "42[\"say\",\"".length();
    packet[at] = (byte) (FIRST_SLOT + slot);
    for (int i = 0; i < Long.BYTES; i++) {
      packet[at + 1 + i] = (byte) (stamp >>> ((Long.BYTES - 1 - i) * Byte.SIZE));
    }
    TextFrames.write(out, packet);
  }
}
