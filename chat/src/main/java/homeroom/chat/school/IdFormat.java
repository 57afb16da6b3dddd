// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

/**
 * The form of every id: 1 to 64 of the characters {@code A-Z a-z 0-9 . _ ~ : @ -}. Ours are 24
 * lower-case hex digits; others come from the rosters of schools.
 */
public final class IdFormat {

  public static final int MAX_LENGTH = 64;

  /** The form as part of a sentence. */
  public static final String IN_WORDS =
      "1 to " + MAX_LENGTH + " of the characters A-Z a-z 0-9 . _ ~ : @ -";

  /** The form as a regular expression of ECMA-262, for descriptions of the wire. */
  public static final String PATTERN = "^[A-Za-z0-9._~:@-]{1," + MAX_LENGTH + "}$";

  private IdFormat() {}

  /** Whether {@code value} could be an id. */
  public static boolean matches(String value) {
    int length = value.length();
    for (int i = 0; i < length && length <= MAX_LENGTH; i++) {
      if (!isIdCharacter(value.charAt(i))) {
        return false;
      }
    }
    return length > 0 && length <= MAX_LENGTH;
  }

  static void require(String value) {
    if (!matches(value)) {
      throw new IllegalArgumentException("An id is " + IN_WORDS);
    }
  }

  private static boolean isIdCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._~:@-".indexOf(c) >= 0;
  }
}
