// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PackedWriter} wrote, in its order. */
final class PackedReader {

  private final byte[] bytes;
  private int next;

  PackedReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return next == bytes.length;
  }

  long number() {
    long number = 0;
    int shift = 0;
    byte read;
    do {
      read = bytes[next++];
      number |= (read & 0x7fL) << shift;
      shift += 7;
    } while (read < 0);
    return number;
  }

  long signed() {
    long number = number();
    return (number >>> 1) ^ -(number & 1);
  }

  @Nullable Instant time() {
    return bytes[next++] == 0 ? null : Instant.ofEpochMilli(signed());
  }

  String id() {
    int length = bytes[next++];
    var id = new String(bytes, next, length, StandardCharsets.US_ASCII);
    next += length;
    return id;
  }
}
