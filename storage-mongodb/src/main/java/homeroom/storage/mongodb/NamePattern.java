// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.text.Name;
import java.util.HashMap;
import java.util.Map;

/**
 * What finds a part of a name where names have no keys: each letter stands for all of Latin that
 * have it as their key, and an accent may follow it.
 */
final class NamePattern {

  /** The last letter of Latin that stands for itself and an accent. */
  private static final int LAST_OF_LATIN = 0x24f;

  private static final char ESCAPE = '\\';

  private static final int FIRST_ADDITIONAL = 0x1e00;
  private static final int LAST_ADDITIONAL = 0x1eff;

  private static final Map<String, String> LETTERS = letters();

  private NamePattern() {}

  /** A pattern that finds the text itself: of signs alone it is made where there are no letters. */
  static String literal(String text) {
    var pattern = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (isSign(c)) {
            pattern.append(ESCAPE);
          }
          pattern.appendCodePoint(c);
        });
    return pattern.toString();
  }

  private static boolean isSign(int c) {
    return c < 0x80 && !Character.isLetterOrDigit(c) && c != ' ';
  }

  /**
   * @param literal what finds a name's key or part of it where there are keys
   */
  static String of(String literal) {
    var pattern = new StringBuilder();
    boolean escaped = false;
    for (int at = 0; at < literal.length(); at = literal.offsetByCodePoints(at, 1)) {
      int c = literal.codePointAt(at);
      if (escaped || c == ESCAPE) {
        pattern.appendCodePoint(c);
        escaped = !escaped;
      } else {
        pattern.append(letter(Character.toString(c)));
      }
    }
    return pattern.toString();
  }

  private static String letter(String letter) {
    return letter.isBlank() ? ".*" : LETTERS.getOrDefault(letter, letter) + "[\u0300-\u036f]*";
  }

  private static Map<String, String> letters() {
    var all = new HashMap<String, StringBuilder>();
    for (int c = 'a'; c <= LAST_ADDITIONAL; c = c == LAST_OF_LATIN ? FIRST_ADDITIONAL : c + 1) {
      if (Character.isLetter(c)) {
        all.computeIfAbsent(Name.key(Character.toString(c)), any -> new StringBuilder())
            .appendCodePoint(c);
      }
    }
    var classes = new HashMap<String, String>();
    all.forEach((letter, forms) -> classes.put(letter, "[" + forms + "]"));
    return Map.copyOf(classes);
  }
}
