// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words that a message is found by: in one case, without accents, each once. */
final class Words {

  /** In characters; of a longer word only so much is kept, and asked for. */
  private static final int MAX_LENGTH = 64;

  /** Marks in a row. */
  private static final int MAX_MARKS = 30;

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+");

  /** Accents of Latin, Greek and Cyrillic letters; marks that spell words elsewhere stay. */
  private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f\\u1ab0-\\u1aff]+");

  private Words() {}

  static List<String> of(String text) {
    return Arrays.stream(BETWEEN.split(folded(text)))
        .filter(word -> !word.isEmpty())
        .map(Words::bounded)
        .distinct()
        .toList();
  }

  /** What some word of the message must match, for each of these words. */
  static List<Pattern> prefixes(String words) {
    return of(words).stream().map(word -> Pattern.compile("^" + word)).toList();
  }

  /** By way of upper case, so that ß is ss and the sigma at the end of a word is a sigma. */
  private static String folded(String text) {
    String bare =
        ACCENTS
            .matcher(Normalizer.normalize(streamSafe(text), Normalizer.Form.NFKD))
            .replaceAll("");
    var folded = new StringBuilder(bare.length());
    Normalizer.normalize(bare, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .codePoints()
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /**
   * The text without marks after the thirtieth of a run: sorting a run of marks takes as long as
   * its square, and no language has such (UAX 15, section 13).
   */
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

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static String bounded(String word) {
    if (word.length() <= MAX_LENGTH) {
      return word;
    }
    boolean splitsPair = Character.isHighSurrogate(word.charAt(MAX_LENGTH - 1));
    return word.substring(0, splitsPair ? MAX_LENGTH - 1 : MAX_LENGTH);
  }
}
