// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.api.service.ServiceDescription;
import homeroom.api.wire.AuthenticationPayload;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.UserPayload;
import homeroom.chat.people.Devices;
import homeroom.chat.rate.CallBudget;
import homeroom.chat.rate.CallLimits;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.SignIn;
import homeroom.http.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The service {@code authentication}: the only one whose {@code create} asks for no session. */
public final class AuthenticationService {

  public static final String NAME = "authentication";

  private static final String STRATEGY = "strategy";

  private static final PayloadReader<SignInPayload> READER = PayloadReader.of(SignInPayload.class);

  /** What it tells of itself. */
  public static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(NAME, "Signing in and out.", AuthenticationPayload.class)
          .create("Signs in.", READER)
          .remove("Signs out: ends the access token that the call was made with.");

  private final Authenticator authenticator;
  private final EndedTokens ended;
  private final Devices devices;
  private final SecondFactors factors;
  private final BrowserSignIns browsers;
  private final AuthLimits limits;
  private final CallBudget budget;

  public AuthenticationService(
      Authenticator authenticator,
      EndedTokens ended,
      Devices devices,
      SecondFactors factors,
      BrowserSignIns browsers,
      AuthLimits limits,
      CallBudget budget) {
    this.authenticator = authenticator;
    this.ended = ended;
    this.devices = devices;
    this.factors = factors;
    this.browsers = browsers;
    this.limits = limits;
    this.budget = budget;
  }

  /**
   * Signs in with {@code { strategy: "local", email, password }}, {@code { strategy: "local",
   * username, school?, password }}, {@code { strategy: "code", code }} or {@code { strategy: "jwt",
   * accessToken }}; whoever has a second factor repeats it with {@code challenge} and {@code totp}
   * or {@code recoveryCode}.
   *
   * @param from the client's address, for counting failures
   * @param device what the client's program calls itself; empty if it does not
   * @param earlier a token that came with the call, or that the socket has: of the same user it
   *     shows a device that failures of others do not slow
   * @param cookies the header of the client; empty if it sent none
   * @throws Rejection 400 if the data is something else, 401 if it is wrong or of no strategy, 429
   *     if too many wait after failures
   */
  public SignedIn create(
      JsonNode data,
      InetSocketAddress from,
      String device,
      @Nullable String earlier,
      String cookies) {
    budget.awaitFresh();
    SignInPayload wish = wish(data);
    boolean isNew = !(wish instanceof SignInPayload.Token);
    Session session =
        wish instanceof SignInPayload.Token(_, String accessToken)
            ? authenticator.token(accessToken)
            : authenticator.open(
                prove(wish, from.getAddress(), earlier, cookies), from.getAddress());
    CallLimits.Costs costs = budget.costs();
    pay(session, isNew ? costs.signIn() : costs.connect());
    if (isNew) {
      keep(session.token(), Network.of(from.getAddress()).name(), device);
    }
    return new SignedIn(session, answer(wish.strategy(), session));
  }

  /** As in Feathers, a strategy that is not there signs nobody in. */
  private static SignInPayload wish(JsonNode data) {
    try {
      return READER.read(data);
    } catch (Rejection wrong) {
      Map<String, String> errors = wrong.error().errors();
      String reason = errors.get(STRATEGY);
      if (reason == null) {
        throw wrong;
      }
      String message = "Nobody can sign in so: '" + STRATEGY + "' " + reason + ".";
      throw new Rejection(ErrorPayload.of(ErrorCode.UNKNOWN_STRATEGY, message).withFields(errors));
    }
  }

  private Proof prove(
      SignInPayload wish, InetAddress from, @Nullable String earlier, String cookies) {
    if (wish.challenge() != null) {
      return authenticator.second(wish, factors, devices, from, earlier);
    }
    if (wish instanceof SignInPayload.Oidc(_, String code)) {
      return authenticator.elsewhere(
          code, browsers, cookies, from); // whose second factors are its own
    }
    Proof first =
        switch (wish) {
          case SignInPayload.Local local ->
              authenticator.password(local.name(), local.demandPassword(), from, earlier);
          case SignInPayload.Code code -> authenticator.code(code.demandCode(), from);
          case SignInPayload.Token _, SignInPayload.Oidc _ ->
              throw new IllegalArgumentException("it is proved otherwise");
        };
    factors.demand(first.user(), first.how(), first.asked());
    return first;
  }

  /** What was issued here is a device that can be signed out from elsewhere. */
  private void keep(AccessToken token, String network, String device) {
    devices.signedIn(
        new SignIn(
            String.valueOf(token.claims().get("jti")),
            token.userId(),
            token.key(),
            token.issuedAt(),
            token.expiresAt(),
            network,
            device));
  }

  /**
   * Pays for a socket that connects with a session.
   *
   * @throws Rejection 429
   */
  public void payForSocket(Session session) {
    pay(session, budget.costs().connect());
  }

  private void pay(Session session, int cost) {
    User user = session.user();
    var _ = Rejection.orThrow(budget.pay(user.id(), user.role(), cost));
  }

  /** Whether the password is the caller's own, see {@link Authenticator#isOwnPassword}. */
  public boolean isOwnPassword(Caller caller, String password) {
    return authenticator.isOwnPassword(caller, password);
  }

  /** The session of the holder of a token, see {@link Authenticator#token}. */
  public Session session(@Nullable String token) {
    budget.awaitFresh();
    return authenticator.token(token);
  }

  /** Makes sure that a session is neither over nor ended, see {@link Authenticator#demandValid}. */
  public void demandValid(Session session) {
    budget.awaitFresh();
    authenticator.demandValid(session.token());
  }

  /** Ends the session's token, durably, wherever it is used. */
  public AuthenticationPayload remove(Session session) {
    authenticator.signOut(session);
    return answer("jwt", session);
  }

  public boolean isEnded(Session session) {
    return authenticator.isEnded(session.token());
  }

  /** Whether its user is not active any more, see {@link Authenticator#isDeactivated}. */
  public boolean isDeactivated(Session session) {
    return authenticator.isDeactivated(session);
  }

  /** Calls {@code listener} with the key of each token that is ended, see {@link AccessToken}. */
  public void onEnd(Consumer<String> listener) {
    ended.onEnd(listener);
  }

  /** Calls {@code listener} with each user all of whose tokens are ended. */
  public void onEndOfAll(Consumer<UserId> listener) {
    ended.onEndOfAll(listener);
  }

  /** Calls {@code listener} when the tokens of everybody are ended. */
  public void onEndOfEverybody(Runnable listener) {
    ended.onEndOfEverybody(listener);
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
}
