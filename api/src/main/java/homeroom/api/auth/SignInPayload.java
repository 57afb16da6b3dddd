// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.api.wire.Const;
import homeroom.api.wire.Description;
import homeroom.api.wire.Received;

/** How somebody wants to sign in. */
sealed interface SignInPayload {

  /** The name of the way. */
  String strategy();

  @Received
  @Description("With e-mail address and password.")
  record Local(@Const("local") String strategy, String email, String password)
      implements SignInPayload {

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
