// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import java.util.ArrayList;
import java.util.List;

/**
 * A watermark that came to a seq.
 *
 * @param number of the member
 * @param read whether readSeq, not deliveredSeq
 * @param at milliseconds since 1970
 */
record Advance(int number, boolean read, long seq, long at) {

  /** Bytes that an advance takes, about. */
  private static final int SIZE = 5;

  static Advance of(int number, boolean read, WatermarkAdvance advance) {
    return new Advance(number, read, advance.seq(), advance.at().toEpochMilli());
  }

  /** Whether it can be of the member, and not of one who had the number before. */
  boolean isOf(Watermark mark) {
    return seq > mark.joinSeq();
  }

  /**
   * @param highest no seq of them is higher
   */
  static byte[] pack(long highest, List<Advance> advances) {
    var packed = new PackedWriter(16 + advances.size() * SIZE);
    long before = 0;
    for (Advance advance : advances) {
      packed
          .number(2L * advance.number + (advance.read ? 1 : 0))
          .number(highest - advance.seq)
          .signed(advance.at - before);
      before = advance.at;
    }
    return packed.bytes();
  }

  static List<Advance> unpack(long highest, byte[] bytes) {
    var advances = new ArrayList<Advance>(bytes.length / 3);
    var packed = new PackedReader(bytes);
    long at = 0;
    while (!packed.isAtEnd()) {
      long who = packed.number();
      long seq = highest - packed.number();
      at += packed.signed();
      advances.add(new Advance((int) (who >>> 1), (who & 1) == 1, seq, at));
    }
    return advances;
  }
}
