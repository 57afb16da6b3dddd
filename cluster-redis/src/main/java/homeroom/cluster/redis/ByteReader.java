// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads what {@link ByteWriter} wrote. Whatever the bytes are, it takes no more memory than they
 * do.
 */
final class ByteReader {

  /** How many things may be within each other. */
  private static final int DEEPEST = 64;

  private final byte[] bytes;
  private int position;
  private int end;
  private int depth;

  ByteReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.position = from;
    this.end = bytes.length;
  }

  boolean isAtEnd() {
    return position == end;
  }

  int octet() {
    if (position >= end) {
      throw new UnreadableBytes("They end too early.");
    }
    return bytes[position++] & 0xff;
  }

  long number() {
    long value = bits();
    return (value >>> 1) ^ -(value & 1);
  }

  long bits() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int octet = octet();
      value |= (octet & 0x7fL) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw new UnreadableBytes("A number is too long.");
  }

  /** Of things that have a byte at least. */
  int count() {
    long count = bits();
    if (count < 0 || count > end - position) {
      throw new UnreadableBytes("There is not so much.");
    }
    return (int) count;
  }

  String text() {
    int length = count();
    var text = new String(bytes, position, length, UTF_8);
    position += length;
    return text;
  }

  /** Begins something that has its length before it; {@link #leave} gets what this returns. */
  int enter() {
    if (++depth > DEEPEST) {
      throw new UnreadableBytes("They are too deep.");
    }
    int length = count();
    int outer = end;
    end = position + length;
    return outer;
  }

  /** Goes on behind it, over what was not read. */
  void leave(int outer) {
    depth--;
    position = end;
    end = outer;
  }
}
