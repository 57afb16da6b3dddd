package homeroom.api.auth;

import homeroom.api.wire.AuthenticationPayload;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.UserPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The service {@code authentication}: the only one that asks for no session. */
public final class AuthenticationService {

  public static final String NAME = "authentication";

  private final Authenticator authenticator;

  public AuthenticationService(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * Signs in with {@code { strategy: "local", email, password }} or {@code { strategy: "jwt",
   * accessToken }}.
   *
   * @throws Rejection 400 if the data is something else, 401 if it is wrong
   */
  public SignedIn create(JsonNode data) {
    String strategy = text(data, "strategy");
    Session session =
        switch (strategy) {
          case "local" -> authenticator.local(text(data, "email"), text(data, "password"));
          case "jwt" -> authenticator.token(text(data, "accessToken"));
          default ->
              throw Rejection.badField("strategy", "is unknown", "'strategy' is 'local' or 'jwt'.");
        };
    return new SignedIn(session, answer(strategy, session));
  }

  /** The session of the holder of a token, see {@link Authenticator#token}. */
  public Session session(@Nullable String token) {
    return authenticator.token(token);
  }

  /** A new session and what its client is told. */
  public record SignedIn(Session session, AuthenticationPayload payload) {}

  private static AuthenticationPayload answer(String strategy, Session session) {
    return new AuthenticationPayload(
        session.token().text(),
        new AuthenticationPayload.Strategy(strategy, session.token().claims()),
        UserPayload.of(session.user(), session.user().asCaller(null)));
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
