package homeroom.api.auth;

import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Map;

/**
 * A checked access token.
 *
 * @param text the token itself: whoever has it is the user; never logged
 * @param claims as in the token, times in seconds
 */
public record AccessToken(
    String text, UserId userId, Instant expiresAt, Map<String, Object> claims) {

  @Override
  public String toString() {
    return "AccessToken[" + userId + " until " + expiresAt + "]";
  }
}
