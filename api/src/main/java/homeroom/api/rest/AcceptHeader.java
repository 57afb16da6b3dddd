// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import java.util.Locale;
import java.util.Set;

/** What a client takes for an answer (RFC 9110, section 12.5.1). */
final class AcceptHeader {

  private static final Set<String> JSON_RANGES = Set.of("*/*", "application/*", "application/json");

  private AcceptHeader() {}

  /**
   * Whether a range that JSON is in is named with a weight above 0.
   *
   * @param accept the values of all {@code Accept} headers, joined by commas; "" takes all
   */
  static boolean takesJson(String accept) {
    if (accept.isEmpty()) {
      return true;
    }
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      int semicolon = range.indexOf(';');
      String type = (semicolon < 0 ? range : range.substring(0, semicolon)).strip();
      if (JSON_RANGES.contains(type)
          && (semicolon < 0 || !isZeroWeight(range.substring(semicolon + 1).strip()))) {
        return true;
      }
    }
    return false;
  }

  /** {@code q=0}, or with a dot and any number of zeros. */
  private static boolean isZeroWeight(String parameters) {
    return parameters.equals("q=0")
        || (parameters.startsWith("q=0.") && parameters.chars().skip(4).allMatch(c -> c == '0'));
  }
}
