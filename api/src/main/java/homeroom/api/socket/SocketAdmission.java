// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Authorization;
import homeroom.api.auth.Session;
import homeroom.api.wire.ErrorName;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Faults;
import homeroom.api.wire.Rejection;
import homeroom.socketio.ConnectRefused;
import homeroom.socketio.Handshake;
import homeroom.socketio.Middleware;
import homeroom.socketio.Socket;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lets sockets into the chat's namespace. A handshake may bring a token, which then has to be
 * valid; without one the socket is anonymous. It may name the {@link Dialect} of pushed events.
 */
final class SocketAdmission implements Middleware {

  /** What stands beside a token, the last two put there by clients that recover a connection. */
  private static final Set<String> OPTIONAL = Set.of("events", "pid", "offset");

  private final AuthenticationService authentication;
  private final SignedInSockets signedIn;
  private final Faults faults;

  SocketAdmission(AuthenticationService authentication, SignedInSockets signedIn, Faults faults) {
    this.authentication = authentication;
    this.signedIn = signedIn;
    this.faults = faults;
  }

  @Override
  public void admit(Socket socket) throws ConnectRefused {
    Handshake handshake = socket.handshake();
    try {
      var chatSocket = new ChatSocket(socket, dialect(handshake.auth()));
      if (signsIn(handshake)) {
        Session session = authentication.session(token(handshake));
        authentication.payForSocket(session);
        signedIn.demandPlace(session.user().schoolId(), session.user().id());
        chatSocket.signIn(session, Dialect.CHAT);
      }
      socket.setData(chatSocket);
    } catch (RuntimeException thrown) {
      ErrorPayload error = faults.of("connect", thrown);
      throw isForNow(error)
          ? ConnectRefused.comeAgain(error.message(), error)
          : new ConnectRefused(error.message(), error);
    }
  }

  /** Official clients do not come back from a CONNECT_ERROR, but from a transport that closed. */
  private static boolean isForNow(ErrorPayload error) {
    return error.code() == ErrorName.TOO_MANY_REQUESTS.status()
        || error.code() == ErrorName.UNAVAILABLE.status();
  }

  private static @Nullable Dialect dialect(JsonNode auth) {
    JsonNode events = auth.get("events");
    if (events == null || events.isNull()) {
      return null;
    }
    return Optional.of(events.asString(""))
        .flatMap(Dialect::of)
        .orElseThrow(() ->
            Rejection.badField(
                "events", "is unknown", "'events' is 'chat', 'feathers' or 'both'."));
  }

  /** Whether the client means to sign in by connecting. */
  private static boolean signsIn(Handshake handshake) {
    JsonNode token = handshake.auth().get("token");
    boolean named = token != null && !token.isNull();
    boolean header = handshake.header("authorization").isPresent();
    if (token == null && !header) {
      refuseOthers(handshake.auth());
    }
    return named || header;
  }

  /** The token of the handshake, or else of the header; null if the header has none. */
  private static @Nullable String token(Handshake handshake) {
    JsonNode token = handshake.auth().get("token");
    return token != null && !token.isNull()
        ? token.asString("")
        : Authorization.token(handshake.header("authorization").orElse(""));
  }

  /** Who brings something but no token meant to sign in, and would wait for events in vain. */
  private static void refuseOthers(JsonNode auth) {
    for (String name : auth.propertyNames()) {
      if (!OPTIONAL.contains(name)) {
        throw Rejection.badField(
            "token",
            "is missing",
            "Sign in with auth: { token }, or leave 'auth' out to sign in later; here it has '"
                + name
                + "'.");
      }
    }
  }
}
