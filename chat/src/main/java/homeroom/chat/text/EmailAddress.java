// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import static homeroom.chat.text.Unicode.isIn;

import java.net.IDN;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** What a person signs in with. Whether it can be delivered to is not ours to know. */
public final class EmailAddress {

  /** In characters. */
  public static final int MAX_LENGTH = 254;

  /** Longer ones are not looked at, in characters. */
  private static final int MAX_READ = 1_000;

  private static final int MAX_LABEL = 63;

  /** What has a meaning of its own where addresses are listed. */
  private static final String SPECIALS = "<>()[],;:\\\"";

  private EmailAddress() {}

  /**
   * As it is kept and shown: composed, without space and what shows nothing at its ends, and
   * without a full stop at the end of the domain.
   */
  public static String canonical(String written) {
    if (written.length() > MAX_READ) {
      return written;
    }
    String text = Unicode.normal(trimmed(written), Normalizer.Form.NFC);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * What is the same for every way of writing one address, whoever writes it: in lower case, the
   * domain in letters, never in Punycode. Of two accounts no two have the same.
   */
  public static String key(String written) {
    if (written.length() > MAX_READ) {
      return "";
    }
    String text = canonical(written);
    int at = text.lastIndexOf('@');
    return at < 0 ? lower(text) : lower(text.substring(0, at)) + '@' + domain(text, at + 1);
  }

  /** The ways in which another application may keep the address of that key, in lower case. */
  public static List<String> writings(String key) {
    int at = key.lastIndexOf('@');
    try {
      String ascii = key.substring(0, at + 1) + IDN.toASCII(key.substring(at + 1));
      return at < 0 || ascii.equals(key) ? List.of(key) : List.of(key, ascii);
    } catch (IllegalArgumentException e) {
      return List.of(key); // no domain
    }
  }

  /**
   * Whether something stands on both sides of the one {@code @}, on the right a domain, and nowhere
   * a space, a bracket, a quote, or what shows nothing.
   *
   * @param address in its canonical form
   */
  public static boolean isValid(String address) {
    int at = address.indexOf('@');
    return at > 0
        && address.length() <= MAX_LENGTH
        && address.indexOf('@', at + 1) < 0
        && address.codePoints().allMatch(EmailAddress::mayStand)
        && isDomain(domain(address, at + 1));
  }

  private static boolean mayStand(int c) {
    return isVisible(c) && SPECIALS.indexOf(c) < 0;
  }

  /** Whether the code point is no space, no control character, and shows something. */
  static boolean isVisible(int c) {
    return !(Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE
        || Unicode.isIgnorable(c)
        || c == 0x2800);
  }

  private static boolean isDomain(String domain) {
    int begin = 0;
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', begin)) {
      if (!isLabel(domain.substring(begin, dot))) {
        return false;
      }
      begin = dot + 1;
    }
    return isLabel(domain.substring(begin));
  }

  private static boolean isLabel(String label) {
    return !label.isEmpty()
        && label.length() <= MAX_LABEL
        && !label.startsWith("xn--")
        && label.codePoints().allMatch(EmailAddress::mayStandInDomain);
  }

  private static boolean mayStandInDomain(int c) {
    return Character.isLetterOrDigit(c) || Unicode.isMark(c) || c == '-' || c == '_' || c == 0xb7;
  }

  private static String domain(String address, int from) {
    String compatible = lower(Unicode.normal(address.substring(from), Normalizer.Form.NFKC));
    var domain = new StringBuilder();
    int begin = 0;
    for (int i = 0; i <= compatible.length(); i++) {
      if (i == compatible.length() || isDot(compatible.charAt(i))) {
        domain.append(begin == 0 ? "" : ".").append(label(compatible.substring(begin, i)));
        begin = i + 1;
      }
    }
    return domain.toString();
  }

  private static boolean isDot(char c) {
    return c == '.' || c == '\u3002' || c == '\uff61';
  }

  /**
   * In letters. The JDK has the rules of 2003, which make ss of ß and a sigma of any: such a label
   * is one of its own since 2008, and stays as it is (RFC 5894, section 7.2).
   */
  private static String label(String label) {
    boolean ascii = label.chars().allMatch(c -> c < 0x80);
    if (label.indexOf('ß') >= 0
        || label.indexOf('ς') >= 0
        || (ascii && !label.startsWith("xn--"))) {
      return label;
    }
    try {
      String encoded = ascii ? label : IDN.toASCII(label, IDN.ALLOW_UNASSIGNED);
      return IDN.toUnicode(encoded, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return label; // no domain: whoever makes an account is told so
    }
  }

  private static String lower(String text) {
    return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isOuter(text.charAt(from))) {
      from++;
    }
    while (to > from && isOuter(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isOuter(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Unicode.isIgnorable(c)
        || isIn(c, 0, 0x1f);
  }
}
