// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The passwords that people who guess try first: those of a list, and whatever repeats one or two
 * characters or goes along a row of keys, digits or letters. Case does not matter.
 */
final class CommonPasswords {

  private static final String FILE = "common-passwords.txt";

  /** What people go along, forwards or backwards. */
  private static final String ROWS =
      "0123456789012345678901234567890 abcdefghijklmnopqrstuvwxyz qwertyuiopasdfghjklzxcvbnm"
          + " qwertzuiopasdfghjklyxcvbnm azertyuiopqsdfghjklmwxcvbn 1q2w3e4r5t6y7u8i9o0p"
          + " 1qaz2wsx3edc4rfv5tgb6yhn 1a2b3c4d5e6f7g8h9i";

  private static final String BACKWARDS = new StringBuilder(ROWS).reverse().toString();

  private static final Set<String> LISTED = read();

  private CommonPasswords() {}

  static boolean contains(String password) {
    String plain = password.toLowerCase(Locale.ROOT);
    return LISTED.contains(plain)
        || plain.codePoints().distinct().count() <= 2
        || ROWS.contains(plain)
        || BACKWARDS.contains(plain);
  }

  private static Set<String> read() {
    try (InputStream in = CommonPasswords.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("The program lacks its list " + FILE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
