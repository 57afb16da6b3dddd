// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What a person of a school signs in with who has no e-mail address there, or would rather type
 * less. In one school no two have the same key.
 */
public final class UserName {

  /** In characters. */
  public static final int MAX_LENGTH = 254;

  /** Longer ones are not looked at, in characters. */
  private static final int MAX_READ = 1_000;

  private UserName() {}

  /** As it is kept and shown: composed, without space and what shows nothing at its ends. */
  public static String canonical(String written) {
    return written.length() > MAX_READ
        ? written
        : Unicode.normal(EmailAddress.trimmed(written), Normalizer.Form.NFC);
  }

  /** What is the same for every way of writing one name: in lower case, whatever its width. */
  public static String key(String written) {
    return written.length() > MAX_READ
        ? ""
        : Normalizer.normalize(
            Unicode.normal(canonical(written), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT),
            Normalizer.Form.NFC);
  }

  /**
   * Whether something stands in it, and nowhere a space, a control character, or what shows
   * nothing.
   *
   * @param name in its canonical form
   */
  public static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && !key(name).isEmpty()
        && name.codePoints().allMatch(EmailAddress::isVisible);
  }
}
