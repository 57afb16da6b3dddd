// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes that grow: numbers of one to ten bytes, and whatever has its length before it. */
final class ByteWriter {

  private byte[] bytes = new byte[512];
  private int length;

  void octet(int value) {
    demand(1);
    bytes[length++] = (byte) value;
  }

  /** Of either sign, short if it is near 0. */
  void number(long value) {
    bits((value << 1) ^ (value >> 63));
  }

  /**
   * Without a sign: seven bits in each byte, the lowest first, and one that says if more follow.
   */
  void bits(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      octet((int) rest | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  void text(String value) {
    raw(value.getBytes(UTF_8));
  }

  private void raw(byte[] value) {
    bits(value.length);
    put(value);
  }

  /** Bytes alone. */
  void put(byte[] value) {
    demand(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  /** Begins something that has its length before it; {@link #end} gets what this returns. */
  int begin() {
    return length;
  }

  void end(int begun) {
    int size = length - begun;
    int width = width(size);
    demand(width);
    System.arraycopy(bytes, begun, bytes, begun + width, size);
    length = begun;
    bits(size);
    length += size;
  }

  private static int width(int size) {
    int width = 1;
    for (int rest = size >>> 7; rest != 0; rest >>>= 7) {
      width++;
    }
    return width;
  }

  private void demand(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
