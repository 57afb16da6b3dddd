// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts numbers, times and ids into as few bytes as they need; for {@link PackedReader}. */
final class PackedWriter {

  private byte[] bytes;
  private int length;

  /**
   * @param size how many bytes there will be, about
   */
  PackedWriter(int size) {
    bytes = new byte[size];
  }

  /** Seven bits a byte, the low ones first; few for small numbers that are not negative. */
  PackedWriter number(long number) {
    long left = number;
    while ((left & ~0x7f) != 0) {
      put((byte) (left | 0x80));
      left >>>= 7;
    }
    put((byte) left);
    return this;
  }

  /** Few bytes for a small number of either sign. */
  PackedWriter signed(long number) {
    return number((number << 1) ^ (number >> 63));
  }

  /** To the millisecond. */
  PackedWriter time(@Nullable Instant time) {
    put((byte) (time == null ? 0 : 1));
    return time == null ? this : signed(time.toEpochMilli());
  }

  /** At most 127 characters of ASCII, as ids are. */
  PackedWriter id(String id) {
    byte[] ascii = id.getBytes(StandardCharsets.US_ASCII);
    put((byte) ascii.length);
    reserve(ascii.length);
    System.arraycopy(ascii, 0, bytes, length, ascii.length);
    length += ascii.length;
    return this;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void put(byte next) {
    reserve(1);
    bytes[length++] = next;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }
}
