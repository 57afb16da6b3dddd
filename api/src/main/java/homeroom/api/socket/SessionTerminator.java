// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Session;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions whose token expired or was ended, on every socket that has them: the client hears
 * why and is disconnected. On an executor's thread after expiry, else on the thread that ended the
 * token.
 */
final class SessionTerminator {

  private static final Logger LOG = LoggerFactory.getLogger(SessionTerminator.class);

  /** How late a session may be ended after its token's time. */
  static final Duration EXPIRY_CHECK = Duration.ofMillis(250);

  private final AuthenticationService authentication;
  private final SignedInSockets signedIn;
  private final Clock clock;
  private final Timer timer;
  private final Executor executor;

  /**
   * For the sessions of these sockets.
   *
   * @param executor runs the end of expired sessions, which the timer only finds
   */
  SessionTerminator(
      AuthenticationService authentication,
      SignedInSockets signedIn,
      Clock clock,
      Timer timer,
      Executor executor) {
    this.authentication = authentication;
    this.signedIn = signedIn;
    this.clock = clock;
    this.timer = timer;
    this.executor = executor;
  }

  /** Follows ended tokens and the time; to be called once. */
  void start() {
    authentication.onEnd(key -> end(signedIn.ofToken(key), SessionEnded.Reason.ENDED));
    authentication.onEndOfAll(user -> endEnded(signedIn.of(user), this::why));
    authentication.onEndOfEverybody(
        () -> endEnded(signedIn.all(), session -> SessionEnded.Reason.ENDED));
    checkExpiry();
  }

  /** The token may have been ended since it was checked, and before this socket could be found. */
  void endIfEnded(ChatSocket socket, Session session) {
    if (authentication.isEnded(session)) {
      socket.end(why(session));
    }
  }

  /**
   * Who is deactivated has all tokens ended after that. Of what another process did, the end of the
   * tokens may be noticed first. Whatever the store says, the session ends.
   */
  private SessionEnded.Reason why(Session session) {
    try {
      return authentication.isDeactivated(session)
          ? SessionEnded.Reason.DEACTIVATED
          : SessionEnded.Reason.ENDED;
    } catch (StoreUnavailable e) {
      return SessionEnded.Reason.ENDED; // which is true in any case
    } catch (RuntimeException e) {
      LOG.warn("Why the tokens of user {} were ended cannot be read", session.user().id(), e);
      return SessionEnded.Reason.ENDED;
    }
  }

  private void checkExpiry() {
    List<ChatSocket> expired = signedIn.takeExpired(clock.instant());
    if (!expired.isEmpty()) {
      executor.execute(() -> end(expired, SessionEnded.Reason.EXPIRED));
    }
    var _ = timer.after(EXPIRY_CHECK, this::checkExpiry);
  }

  /** All for one reason, which is asked for once. */
  private void endEnded(List<ChatSocket> sockets, Function<Session, SessionEnded.Reason> why) {
    SessionEnded.Reason reason = null;
    for (ChatSocket socket : sockets) {
      Session session = socket.session();
      if (session != null && authentication.isEnded(session)) {
        if (reason == null) {
          reason = why.apply(session);
        }
        socket.end(reason);
      }
    }
  }

  private static void end(List<ChatSocket> sockets, SessionEnded.Reason reason) {
    sockets.forEach(socket -> socket.end(reason));
  }
}
