// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import static homeroom.chat.text.Unicode.isIn;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/** What a person or a class is called. */
public final class Name {

  private Name() {}

  /** The one way it is written: composed, every space the same one, none at the ends. */
  public static String canonical(String written) {
    var name = new StringBuilder(written.length());
    Unicode.normal(Unicode.trim(written), Normalizer.Form.NFC)
        .codePoints()
        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
        .forEach(name::appendCodePoint);
    return name.toString();
  }

  /**
   * Whether it is one that people can see and tell from others: some character that shows, no
   * control character, and none that shows nothing, but where spelling needs it: a joiner after a
   * letter of a script that joins or after an emoji, a variation of an emoji.
   *
   * @param name in its canonical form
   * @param limit in code points
   */
  public static boolean isValid(String name, int limit) {
    if (Unicode.isInvisible(name) || Unicode.length(name) > limit) {
      return false;
    }
    int before = ' ';
    for (int i = 0, c; i < name.length(); i += Character.charCount(c)) {
      c = name.codePointAt(i);
      boolean last = i + Character.charCount(c) == name.length();
      if (isNoText(c) || (Unicode.isIgnorable(c) && !mayFollow(before, c, last))) {
        return false;
      }
      before = c;
    }
    return true;
  }

  private static boolean isNoText(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> c == 0x2800;
    };
  }

  private static boolean mayFollow(int before, int c, boolean last) {
    boolean emoji =
        Character.isExtendedPictographic(before)
            || Character.isEmojiModifier(before)
            || before == 0xfe0f;
    return switch (c) {
      case 0x200c -> !last && joins(before);
      case 0x200d -> !last && (joins(before) || emoji);
      case 0xfe0e, 0xfe0f -> emoji;
      default -> false;
    };
  }

  private static boolean joins(int c) {
    return (Character.isLetter(c) || Unicode.isMark(c))
        ? switch (UnicodeScript.of(c)) {
          case LATIN, GREEK, CYRILLIC, COMMON, INHERITED, HAN, HIRAGANA, KATAKANA, HANGUL -> false;
          default -> true;
        }
        : false;
  }

  /**
   * By what names are put in order and searched, the same in every language: their letters and
   * digits, folded, with a space between words.
   */
  public static String key(String name) {
    var key = new StringBuilder(name.length());
    boolean space = false;
    for (int c : Folding.fold(name).codePoints().toArray()) {
      if (Character.isLetterOrDigit(c) || Unicode.isMark(c)) {
        if (space && !key.isEmpty()) {
          key.append(' ');
        }
        key.appendCodePoint(c);
        space = false;
      } else if (!isApostrophe(c)) {
        space = true;
      }
    }
    // Of nothing but signs: they are better than nothing.
    return key.isEmpty() ? Folding.fold(name) : key.toString();
  }

  private static boolean isApostrophe(int c) {
    return c == '\'' || c == '`' || c == Folding.NON_JOINER || isIn(c, 0x2018, 0x201b);
  }
}
