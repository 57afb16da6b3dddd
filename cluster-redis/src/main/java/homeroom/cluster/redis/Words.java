// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a script writes: words, each behind one space, before whatever follows. */
final class Words {

  private final byte[] text;
  private int position;

  Words(byte[] text) {
    this.text = text;
  }

  /** Whether there are more. */
  boolean hasNext() {
    return position < text.length;
  }

  /** Behind the last one and its space. */
  int position() {
    return position;
  }

  String next() {
    int end = position;
    while (end < text.length && text[end] != ' ') {
      end++;
    }
    if (end == position) {
      throw new UnreadableBytes("There is no word.");
    }
    var word = new String(text, position, end - position, UTF_8);
    position = end + 1;
    return word;
  }

  /** 0 or more. */
  long number() {
    return number(next());
  }

  /** The number that it writes, 0 or more, of 15 digits at most. */
  static long number(String word) {
    long value = 0;
    for (int i = 0; i < word.length(); i++) {
      int digit = word.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i > 14) {
        throw new UnreadableBytes("There is no number.");
      }
      value = 10 * value + digit;
    }
    return value;
  }
}
