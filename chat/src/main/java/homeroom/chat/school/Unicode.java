// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

/** What a text written by people is, whatever its alphabet: messages and titles alike. */
public final class Unicode {

  private Unicode() {}

  /** Without the white space of Unicode at both ends, no-break spaces and byte order marks too. */
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** How long it is, in code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether no surrogate stands alone: half a character cannot be stored, nor sent on. */
  public static boolean isWhole(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\ufeff';
  }
}
