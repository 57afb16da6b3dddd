// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import org.jspecify.annotations.Nullable;

/** The header {@code Authorization} of requests and handshakes. */
public final class Authorization {

  private static final String BEARER = "bearer ";

  private Authorization() {}

  /**
   * The token in it: after {@code Bearer}, or alone, as Feathers has it; null if there is none, as
   * in that of another scheme.
   */
  public static @Nullable String token(String header) {
    String value = header.strip();
    if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return value.substring(BEARER.length()).strip();
    }
    boolean alone = value.indexOf('.') > 0 && value.indexOf(' ') < 0;
    return alone ? value : null;
  }
}
