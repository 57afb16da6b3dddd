// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.util.Map;

/** The answer to a sign-in, in the form of Feathers. */
@Description("A session.")
public record AuthenticationPayload(
    @Description("To be sent as 'Authorization: Bearer ...', or as auth: { token } of a socket.")
        String accessToken,
    Strategy authentication,
    UserPayload user) {

  /**
   * How the sign-in was done.
   *
   * @param payload the claims of the access token
   */
  @Description("How the sign-in was done.")
  public record Strategy(
      @OneOf({"local", "jwt", "code", "oidc"}) String strategy,
      @Description("The claims of the access token.") Map<String, Object> payload) {}

  @Override
  public String toString() {
    return "AuthenticationPayload[" + user.id() + "]";
  }
}
