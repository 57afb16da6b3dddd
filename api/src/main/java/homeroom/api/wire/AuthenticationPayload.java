package homeroom.api.wire;

import java.util.Map;

/** The answer to a sign-in, in the form of Feathers. */
public record AuthenticationPayload(String accessToken, Strategy authentication, UserPayload user) {

  /**
   * How the sign-in was done.
   *
   * @param payload the claims of the access token
   */
  public record Strategy(String strategy, Map<String, Object> payload) {}

  @Override
  public String toString() {
    return "AuthenticationPayload[" + user.id() + "]";
  }
}
