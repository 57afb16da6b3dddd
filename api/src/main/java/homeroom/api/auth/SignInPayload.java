// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.api.wire.Const;
import homeroom.api.wire.Description;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import org.jspecify.annotations.Nullable;

/** How somebody wants to sign in. */
sealed interface SignInPayload {

  /** The name of the way. */
  String strategy();

  @Received
  @Description("With e-mail address or user name, and password.")
  record Local(
      @Const("local") String strategy,
      @Description("Without an '@' it is a user name.") @Nullable String email,
      @Nullable String username,
      @Description("With a user name where several schools share the server: the school's name.")
          @Nullable String school,
      String password)
      implements SignInPayload {

    /**
     * What the person signs in as.
     *
     * @throws Rejection 400 if nothing says it
     */
    LoginName name() {
      if (username != null) {
        return new LoginName(username, false, school);
      }
      if (email == null) {
        throw Rejection.badField(
            "email",
            "is missing, or else 'username'",
            "Say who signs in, by 'email' or by 'username'.");
      }
      return new LoginName(email, email.indexOf('@') >= 0, school);
    }

    @Override
    public String toString() {
      return "Local";
    }
  }

  @Received
  @Description("With an access token, of this server or of an identity provider that it trusts.")
  record Token(@Const("jwt") String strategy, String accessToken) implements SignInPayload {

    @Override
    public String toString() {
      return "Token";
    }
  }
}
