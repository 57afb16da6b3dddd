// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes and reads the values of one type. Safe for many threads. */
interface ValueCodec {

  void write(Object value, ByteWriter out);

  /**
   * Reads a value, which is at least a byte.
   *
   * @throws UnreadableBytes if there is none
   */
  Object read(ByteReader in);

  /** Of a type that is written by these. */
  static <T> ValueCodec of(
      Class<T> type, BiConsumer<T, ByteWriter> writer, Function<ByteReader, T> reader) {
    return new ValueCodec() {
      @Override
      public void write(Object value, ByteWriter out) {
        writer.accept(type.cast(value), out);
      }

      @Override
      public Object read(ByteReader in) {
        return reader.apply(in);
      }
    };
  }
}
