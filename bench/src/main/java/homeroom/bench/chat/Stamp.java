// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * How the text of a message begins: {@code @}, its slot in four digits, its number in ten. Found
 * behind the first {@code "text":"} of a packet.
 */
final class Stamp {

  static final int MAX_SLOTS = 10_000;

  /** What is said: with the stamp 100 characters, about the length of a message in a school. */
  private static final String SAYING =
      " Homework for Friday: read chapter 4, and answer the questions on page 61 to 63. Ask me!!";

  private static final int SLOT_DIGITS = 4;
  private static final int NUMBER_DIGITS = 10;
  private static final int LENGTH = 1 + SLOT_DIGITS + NUMBER_DIGITS;

  private static final long FIELD = word("\"text\":\"");
  private static final int FIRST = '"';

  /** Where it was last: the fields before it have the same lengths most of the time. */
  private int hint;

  static String text(int slot, long number) {
    return "@%04d%010d%s".formatted(slot, number, SAYING);
  }

  private static long word(String eightCharacters) {
    return java.nio.ByteBuffer.wrap(eightCharacters.getBytes(StandardCharsets.US_ASCII)).getLong();
  }

  /** Where the stamp of the packet begins, or -1 if there is none. */
  int find(ByteBuf in, int at, int length) {
    int last = at + length - Long.BYTES - LENGTH;
    if (at + hint <= last && isAt(in, at + hint)) {
      return at + hint + Long.BYTES;
    }
    for (int i = at; i <= last; i++) {
      if (in.getByte(i) == FIRST && isAt(in, i)) {
        hint = i - at;
        return i + Long.BYTES;
      }
    }
    return -1;
  }

  private static boolean isAt(ByteBuf in, int at) {
    return in.getLong(at) == FIELD && in.getByte(at + Long.BYTES) == '@';
  }

  static int slot(ByteBuf in, int stampAt) {
    return (int) number(in, stampAt + 1, SLOT_DIGITS);
  }

  static long number(ByteBuf in, int stampAt) {
    return number(in, stampAt + 1 + SLOT_DIGITS, NUMBER_DIGITS);
  }

  /** The number that these digits make. */
  static long number(ByteBuf in, int at, int digits) {
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      number = number * 10 + in.getByte(i) - '0';
    }
    return number;
  }
}
