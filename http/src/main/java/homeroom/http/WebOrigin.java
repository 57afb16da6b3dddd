// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a web page comes from (RFC 6454): two in other letters, or with the port that the scheme
 * has by itself, are one.
 *
 * @param scheme in lower case
 * @param host in lower case; an IPv6 address in brackets
 * @param port -1 if the scheme has none by itself and none was given
 */
record WebOrigin(String scheme, String host, int port) {

  private static final int MAX_LENGTH = 300;
  private static final int MAX_PORT = 65_535;

  /** The origin written out, {@code scheme://host} or {@code scheme://host:port}; else null. */
  static @Nullable WebOrigin parse(String text) {
    int end = text.length() > MAX_LENGTH ? -1 : text.indexOf("://");
    if (end < 1 || !isName(text, 0, end, "+-.")) {
      return null;
    }
    String scheme = text.substring(0, end).toLowerCase(Locale.ROOT);
    return at(scheme, text.substring(end + 3));
  }

  /** The origin of that scheme at a {@code Host}; null if it is none. */
  private static @Nullable WebOrigin at(String scheme, String host) {
    int colon = portColon(host);
    String name = colon < 0 ? host : host.substring(0, colon);
    boolean bracketed = name.startsWith("[") && name.endsWith("]") && name.length() > 2;
    boolean good =
        bracketed
            ? isName(name, 1, name.length() - 1, ":.")
            : !name.isEmpty() && isName(name, 0, name.length(), "-._");
    int port = colon < 0 ? usual(scheme) : port(host.substring(colon + 1));
    return good && port > -2 ? new WebOrigin(scheme, name.toLowerCase(Locale.ROOT), port) : null;
  }

  /** Whether a request to that {@code Host} goes to where the page came from, by any scheme. */
  boolean isAt(String host) {
    String authority = host.strip();
    return authority.length() <= MAX_LENGTH && equals(at(scheme, authority));
  }

  @Override
  public String toString() {
    return scheme + "://" + host + (port == usual(scheme) ? "" : ":" + port);
  }

  private static int portColon(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? colon : -1;
  }

  private static int usual(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      default -> -1;
    };
  }

  /** -2 if it is none. */
  private static int port(String digits) {
    boolean good = !digits.isEmpty() && digits.length() <= 5;
    for (int i = 0; i < digits.length() && good; i++) {
      good = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    int port = good ? Integer.parseInt(digits) : -2;
    return port <= MAX_PORT ? port : -2;
  }

  /** Whether it has letters and digits of ASCII and those others only. */
  private static boolean isName(String text, int from, int to, String others) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean good =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || others.indexOf(c) >= 0;
      if (!good) {
        return false;
      }
    }
    return true;
  }
}
