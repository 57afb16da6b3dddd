package homeroom.api.auth;

import homeroom.api.service.ServiceDescription;
import homeroom.api.wire.AuthenticationPayload;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.UserPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The service {@code authentication}: the only one that asks for no session. */
public final class AuthenticationService {

  public static final String NAME = "authentication";

  /** What it tells of itself. */
  public static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(NAME, "Signing in.", AuthenticationPayload.class)
          .create("Signs in.", SignIn.class);

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
    SignIn wish = SignIn.read(data);
    Session session =
        switch (wish) {
          case SignIn.Local(_, String email, String password) ->
              authenticator.local(email, password);
          case SignIn.Token(_, String accessToken) -> authenticator.token(accessToken);
        };
    return new SignedIn(session, answer(wish.strategy(), session));
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
}
