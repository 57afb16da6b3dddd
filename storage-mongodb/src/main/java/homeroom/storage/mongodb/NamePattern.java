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

  private static final int FIRST_ADDITIONAL = 0x1e00;
  private static final int LAST_ADDITIONAL = 0x1eff;

  private static final Map<String, String> LETTERS = letters();

  private NamePattern() {}

  /**
   * @param key a name's key or part of it, in which no character has a meaning in a pattern
   */
  static String of(String key) {
    var pattern = new StringBuilder();
    key.codePoints()
        .mapToObj(Character::toString)
        .forEach(letter ->
            pattern.append(
                letter.isBlank()
                    ? ".*"
                    : LETTERS.getOrDefault(letter, letter) + "[\u0300-\u036f]*"));
    return pattern.toString();
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
