// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import java.text.Normalizer;

/** What a text written by people is, whatever its alphabet: messages and titles alike. */
public final class Unicode {

  /** Marks in a row: no language has more (UAX 15, section 13). */
  private static final int MAX_MARKS = 30;

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

  /** Whether nobody can see anything of it. */
  public static boolean isInvisible(String text) {
    return text.codePoints()
        .allMatch(c ->
            Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || isIgnorable(c)
                || c == 0x2800); // the Braille pattern without a dot
  }

  /** Whether it has some text run against the direction of its letters, whatever they are. */
  public static boolean overridesDirection(String text) {
    return text.codePoints().anyMatch(c -> c == 0x202d || c == 0x202e);
  }

  /**
   * Whether the code point shows nothing by itself: the default ignorable ones of Unicode
   * (DerivedCoreProperties), fillers of Hangul among them.
   */
  static boolean isIgnorable(int c) {
    return switch (c) {
      case 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xfeff, 0xffa0 -> true;
      default ->
          isIn(c, 0x180b, 0x180f)
              || isIn(c, 0x200b, 0x200f)
              || isIn(c, 0x202a, 0x202e)
              || isIn(c, 0x2060, 0x206f)
              || isIn(c, 0xfe00, 0xfe0f)
              || isIn(c, 0xfff0, 0xfff8)
              || isIn(c, 0x1bca0, 0x1bca3)
              || isIn(c, 0x1d173, 0x1d17a)
              || isIn(c, 0xe0000, 0xe0fff);
    };
  }

  static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  static boolean isIn(int c, int first, int last) {
    return c >= first && c <= last;
  }

  /** In the form of normalization, without marks after the thirtieth of a run. */
  static String normal(String text, Normalizer.Form form) {
    return Normalizer.normalize(streamSafe(text), form);
  }

  /** Sorting a run of marks, as normalization does, takes as long as its square. */
  private static String streamSafe(String text) {
    var safe = new StringBuilder(text.length());
    int marks = 0;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      marks = isMark(c) ? marks + 1 : 0;
      if (marks <= MAX_MARKS) {
        safe.appendCodePoint(c);
      }
    }
    return safe.toString();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\ufeff';
  }
}
