// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import homeroom.chat.school.UserId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked access token. Every signed-in socket keeps one, so it holds no more than is needed.
 *
 * @param text the token itself: whoever has it is the user; never logged
 * @param key names the token without being one: a hash of what is signed. (Of the whole text it
 *     would not do: one signature has several spellings.)
 * @param issuedAt when it was issued, in whole seconds; the epoch if it does not say
 * @param generation of the user's tokens; {@link #NO_GENERATION} if it does not say
 * @param audience whom it is for: of several in the token, the one meant for this server
 * @param expiresAt from then on it is not accepted any more
 */
public record AccessToken(
    String text,
    String key,
    UserId userId,
    Instant issuedAt,
    long generation,
    String audience,
    Instant expiresAt) {

  /** Such a token is judged by when it was issued alone. */
  static final long NO_GENERATION = Long.MAX_VALUE;

  /** The claims that clients are told, where the token has them; times in seconds. */
  private static final List<String> TOLD = List.of("sub", "iss", "iat", "exp", "jti");

  /** The key of a token, whoever signed it. */
  static String keyOf(SignedJWT jwt) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(jwt.getSigningInput());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  /** What the token says of itself, read from its text. */
  Map<String, Object> claims() {
    try {
      JWTClaimsSet all = SignedJWT.parse(text).getJWTClaimsSet();
      var told = new HashMap<String, Object>(all.toJSONObject());
      told.keySet().retainAll(TOLD);
      told.put("aud", audience);
      return Map.copyOf(told);
    } catch (ParseException e) {
      throw new IllegalStateException("A checked token can be read.", e);
    }
  }

  @Override
  public String toString() {
    return "AccessToken[" + userId + " until " + expiresAt + "]";
  }
}
