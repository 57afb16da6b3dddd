// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import java.time.Duration;
import java.util.Optional;
import java.util.StringTokenizer;

/** Cookies that scripts do not read and other sites do not send (RFC 6265bis). */
record Cookies(boolean secure) {

  /** What a cookie is called: over TLS no other host or path of the site sets it. */
  String name(String name) {
    return secure ? "__Host-" + name : name;
  }

  /** The header that sets one, for the whole host. */
  String set(String name, String value, Duration lasts) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
        .formatted(name(name), value, lasts.toSeconds(), secure ? "; Secure" : "");
  }

  /** The value of that name in a header, without the quotes that it may have. */
  static Optional<String> value(String header, String name) {
    var cookies = new StringTokenizer(header, ";");
    while (cookies.hasMoreTokens()) {
      String cookie = cookies.nextToken().strip();
      if (cookie.startsWith(name + "=")) {
        return Optional.of(unquoted(cookie.substring(name.length() + 1)));
      }
    }
    return Optional.empty();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
