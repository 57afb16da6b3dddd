// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import static homeroom.chat.text.Unicode.isIn;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Takes from a text what people leave out when they look for it: case, accents, the vowels of
 * Arabic and Hebrew, ligatures and compatibility forms, and characters that show nothing. What a
 * letter becomes is the same in every language.
 */
final class Folding {

  /** Stands inside words of Persian and others: it is kept. */
  static final int NON_JOINER = 0x200c;

  private Folding() {}

  static String fold(String text) {
    String decomposed = Unicode.normal(text, Normalizer.Form.NFKD);
    var bare = new StringBuilder(decomposed.length());
    decomposed.codePoints().filter(Folding::isKept).forEach(bare::appendCodePoint);
    // By way of upper case, so that ß is ss and the sigma at the end of a word is a sigma.
    String composed = Normalizer.normalize(bare, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    var folded = new StringBuilder(composed.length());
    composed.codePoints().map(Character::toLowerCase).forEach(c -> append(folded, c));
    return folded.toString();
  }

  private static boolean isKept(int c) {
    return c == NON_JOINER
        || !(isAccent(c) || Unicode.isIgnorable(c) || c == 0x640 || Character.isEmojiModifier(c));
  }

  /** Of Latin, Greek, Cyrillic, Hebrew and Arabic; marks that spell words elsewhere stay. */
  private static boolean isAccent(int c) {
    return isIn(c, 0x300, 0x36f)
        || isIn(c, 0x483, 0x487)
        || (isIn(c, 0x591, 0x5c7) && Unicode.isMark(c))
        || isIn(c, 0x610, 0x61a)
        || isIn(c, 0x64b, 0x65f)
        || c == 0x670
        || (isIn(c, 0x6d6, 0x6ed) && Unicode.isMark(c))
        || isIn(c, 0x1ab0, 0x1aff)
        || isIn(c, 0x1dc0, 0x1dff)
        || isIn(c, 0x20d0, 0x20ff)
        || isIn(c, 0xfe20, 0xfe2f);
  }

  /** Letters with a stroke, which no form of normalization takes apart, and yeh and kaf. */
  private static void append(StringBuilder folded, int c) {
    switch (c) {
      case 'ł' -> folded.append('l');
      case 'ø' -> folded.append('o');
      case 'đ', 'ð' -> folded.append('d');
      case 'þ' -> folded.append("th");
      case 'æ' -> folded.append("ae");
      case 'œ' -> folded.append("oe");
      case 'ħ' -> folded.append('h');
      case 'ŧ' -> folded.append('t');
      case 'ı' -> folded.append('i');
      case 'ى', 'ی' -> folded.append('ي');
      case 'ک' -> folded.append('ك');
      default -> folded.appendCodePoint(c);
    }
  }
}
