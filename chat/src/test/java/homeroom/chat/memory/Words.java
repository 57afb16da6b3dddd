// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The words of a text: letters and digits, in lower case and without accents. */
record Words(List<String> words) {

  static Words of(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .replaceAll("\\p{Mn}", "")
            .toLowerCase(Locale.ROOT);
    return new Words(
        Arrays.stream(plain.split("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+", -1))
            .filter(word -> !word.isEmpty())
            .toList());
  }

  boolean areNone() {
    return words.isEmpty();
  }

  /** Whether each of these begins some word of the text. */
  boolean areIn(String text) {
    List<String> there = of(text).words;
    return words.stream()
        .allMatch(word -> there.stream().anyMatch(other -> other.startsWith(word)));
  }
}
