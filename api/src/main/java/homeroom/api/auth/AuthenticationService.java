package homeroom.api.auth;

import homeroom.api.wire.AuthenticationPayload;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.UserPayload;
import homeroom.chat.session.EndedTokens;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The service {@code authentication}: the only one whose {@code create} asks for no session. */
public final class AuthenticationService {

  public static final String NAME = "authentication";

  private final Authenticator authenticator;
  private final EndedTokens ended;
  private final AuthLimits limits;

  public AuthenticationService(Authenticator authenticator, EndedTokens ended, AuthLimits limits) {
    this.authenticator = authenticator;
    this.ended = ended;
    this.limits = limits;
  }

  /**
   * Signs in with {@code { strategy: "local", email, password }} or {@code { strategy: "jwt",
   * accessToken }}.
   *
   * @param from the client's address, for counting failures
   * @throws Rejection 400 if the data is something else, 401 if it is wrong, 429 after too many
   *     failures
   */
  public SignedIn create(JsonNode data, InetSocketAddress from) {
    String strategy = text(data, "strategy");
    Session session =
        switch (strategy) {
          case "local" ->
              authenticator.local(text(data, "email"), text(data, "password"), from.getAddress());
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

  /** Makes sure that a session is neither over nor ended, see {@link Authenticator#demandValid}. */
  public void demandValid(Session session) {
    authenticator.demandValid(session.token());
  }

  /** Ends the session's token, durably, wherever it is used. */
  public AuthenticationPayload remove(Session session) {
    authenticator.signOut(session);
    return answer("jwt", session);
  }

  public boolean isEnded(Session session) {
    return ended.contains(session.token().key());
  }

  /** Calls {@code listener} with the key of each token that is ended, see {@link AccessToken}. */
  public void onEnd(Consumer<String> listener) {
    ended.onEnd(listener);
  }

  /** How many sockets one user may have at once. */
  public int socketsPerUser() {
    return limits.socketsPerUser();
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
