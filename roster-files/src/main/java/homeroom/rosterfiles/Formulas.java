// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

/**
 * Spreadsheets take a cell that begins with one of {@code = + - @} for a formula. What people wrote
 * gets an apostrophe before it there, which spreadsheets do not show and {@link #plain} takes away;
 * keys stay as their source wrote them.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV injection</a>
 */
final class Formulas {

  private static final String BEGINNINGS = "=+-@";

  private Formulas() {}

  static String defused(String text) {
    return isFormula(text, 0) ? "'" + text : text;
  }

  /** What was {@linkplain #defused}, or just written so. */
  static String plain(String text) {
    return text.startsWith("'") && isFormula(text, 1) ? text.substring(1) : text;
  }

  /** Whether it is one once the apostrophes from there on are passed over. */
  private static boolean isFormula(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '\'') {
      at++;
    }
    return at < text.length() && BEGINNINGS.indexOf(text.charAt(at)) >= 0;
  }
}
