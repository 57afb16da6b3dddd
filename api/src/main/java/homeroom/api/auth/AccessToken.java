package homeroom.api.auth;

import com.nimbusds.jwt.SignedJWT;
import homeroom.chat.school.UserId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * A checked access token.
 *
 * @param text the token itself: whoever has it is the user; never logged
 * @param key names the token without being one: a hash of what is signed. (Of the whole text it
 *     would not do: one signature has several spellings.)
 * @param expiresAt from then on it is not accepted any more
 * @param claims as in the token, times in seconds
 */
public record AccessToken(
    String text, String key, UserId userId, Instant expiresAt, Map<String, Object> claims) {

  /** The key of a token, whoever signed it. */
  static String keyOf(SignedJWT jwt) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(jwt.getSigningInput());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  @Override
  public String toString() {
    return "AccessToken[" + userId + " until " + expiresAt + "]";
  }
}
