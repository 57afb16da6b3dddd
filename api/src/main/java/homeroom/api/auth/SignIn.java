// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.api.wire.About;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.Words;
import tools.jackson.databind.JsonNode;

/** How somebody wants to sign in. */
sealed interface SignIn {

  /** The name of the way. */
  String strategy();

  @Received
  @About("With e-mail address and password.")
  record Local(@Words("local") String strategy, String email, String password) implements SignIn {

    @Override
    public String toString() {
      return "Local";
    }
  }

  @Received
  @About("With an access token, of this server or of an identity provider that it trusts.")
  record Token(@Words("jwt") String strategy, String accessToken) implements SignIn {

    @Override
    public String toString() {
      return "Token";
    }
  }

  static SignIn read(JsonNode data) {
    String strategy = text(data, "strategy");
    return switch (strategy) {
      case "local" -> new Local(strategy, text(data, "email"), text(data, "password"));
      case "jwt" -> new Token(strategy, text(data, "accessToken"));
      default ->
          throw Rejection.badField("strategy", "is unknown", "'strategy' is 'local' or 'jwt'.");
    };
  }

  private static String text(JsonNode data, String field) {
    JsonNode value = data.get(field);
    if (value == null || !value.isString()) {
      throw Rejection.badField(
          field,
          "is missing or not a text",
          "Sign in with { strategy: 'local', email, password } or { strategy: 'jwt', accessToken"
              + " }; '"
              + field
              + "' is missing or not a text.");
    }
    return value.stringValue();
  }
}
