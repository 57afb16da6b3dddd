// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import homeroom.api.auth.DerivedKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A sign-in that was begun in a browser, which keeps it sealed in a cookie, so that strangers make
 * the server keep nothing.
 *
 * @param provider its name: what was begun with one is not finished with another
 * @param state comes back in the address
 * @param nonce comes back in the ID token
 * @param verifier what the challenge of PKCE was made of
 * @param returnTo the path that the browser goes on to
 * @param expiresAt from then on it is not finished
 */
record PendingSignIn(
    String provider,
    String state,
    String nonce,
    String verifier,
    String returnTo,
    Instant expiresAt) {

  private static final String ABOUT = "a sign-in that was begun";
  private static final int PARTS = 6;

  String sealed(DerivedKey key) {
    return key.seal(
        String.join(
            "\n",
            provider,
            state,
            nonce,
            verifier,
            returnTo,
            String.valueOf(expiresAt.toEpochMilli())),
        ABOUT);
  }

  /** Empty if it is none of this server, or too old. */
  static Optional<PendingSignIn> opened(String sealed, DerivedKey key, Instant now) {
    return key.open(sealed, ABOUT)
        .map(text -> text.lines().toList())
        .filter(parts -> parts.size() == PARTS)
        .map(parts ->
            new PendingSignIn(
                parts.get(0),
                parts.get(1),
                parts.get(2),
                parts.get(3),
                parts.get(4),
                Instant.ofEpochMilli(Long.parseLong(parts.get(5)))))
        .filter(pending -> now.isBefore(pending.expiresAt()));
  }

  /** Without its secrets. */
  @Override
  public String toString() {
    return "PendingSignIn[" + provider + "]";
  }
}
