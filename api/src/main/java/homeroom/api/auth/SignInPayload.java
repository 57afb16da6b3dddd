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

  /** What the answer to the first factor gave; null until then. */
  default @Nullable String challenge() {
    return null;
  }

  /** The code of an app. */
  default @Nullable String totp() {
    return null;
  }

  /** The code for whoever lost it. */
  default @Nullable String recoveryCode() {
    return null;
  }

  @Received
  @Description("With e-mail address or user name, and password.")
  record Local(
      @Const("local") String strategy,
      @Description("Without an '@' it is a user name.") @Nullable String email,
      @Nullable String username,
      @Description("With a user name where several schools share the server: the school's name.")
          @Nullable String school,
      @Nullable String password,
      @Description(
              "What a 401 'totp-required' gave; then nothing else but the second factor counts.")
          @Nullable String challenge,
      @Description("The six digits of the app.") @Nullable String totp,
      @Description("One of the codes for whoever lost the app.") @Nullable String recoveryCode)
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

    /**
     * The password.
     *
     * @throws Rejection 400 if there is none
     */
    String demandPassword() {
      if (password == null) {
        throw Rejection.badField("password", "is missing", "Send the password.");
      }
      return password;
    }

    @Override
    public String toString() {
      return "Local";
    }
  }

  @Received
  @Description("With the one-time code that an identity provider's sign-in left behind '#code='.")
  record Oidc(@Const("oidc") String strategy, String code) implements SignInPayload {

    @Override
    public String toString() {
      return "Oidc";
    }
  }

  @Received
  @Description("With a single-use code of the school.")
  record Code(
      @Const("code") String strategy,
      @Nullable String code,
      @Description(
              "What a 401 'totp-required' gave; then nothing else but the second factor counts.")
          @Nullable String challenge,
      @Description("The six digits of the app.") @Nullable String totp,
      @Description("One of the codes for whoever lost the app.") @Nullable String recoveryCode)
      implements SignInPayload {

    /**
     * The code.
     *
     * @throws Rejection 400 if there is none
     */
    String demandCode() {
      if (code == null) {
        throw Rejection.badField("code", "is missing", "Send the code from the card.");
      }
      return code;
    }

    @Override
    public String toString() {
      return "Code";
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
