package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Session;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends sessions whose token expired or was ended, on every socket that has them: the client hears
 * why and is disconnected. On an executor's thread after expiry, else on the thread that ended the
 * token.
 */
final class SessionTerminator {

  /** How late a session may be ended after its token's time, in milliseconds. */
  static final int EXPIRY_CHECK_MILLIS = 250;

  private final AuthenticationService authentication;
  private final SignedInSockets signedIn;
  private final Clock clock;
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
      Executor executor) {
    this.authentication = authentication;
    this.signedIn = signedIn;
    this.clock = clock;
    this.executor = executor;
  }

  /** Follows ended tokens and the time; to be called once. */
  void start(ScheduledExecutorService timer) {
    authentication.onEnd(key -> end(signedIn.ofToken(key), SessionEnded.Reason.ENDED));
    authentication.onEndOfAll(this::endThoseOf);
    var _ =
        timer.scheduleWithFixedDelay(
            this::endExpired, EXPIRY_CHECK_MILLIS, EXPIRY_CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The token may have been ended since it was checked, and before this socket could be found. */
  void endIfEnded(ChatSocket socket, Session session) {
    if (authentication.isEnded(session)) {
      socket.end(SessionEnded.Reason.ENDED);
    }
  }

  private void endExpired() {
    List<ChatSocket> expired = signedIn.takeExpired(clock.instant());
    if (!expired.isEmpty()) {
      executor.execute(() -> end(expired, SessionEnded.Reason.EXPIRED));
    }
  }

  private void endThoseOf(UserId user) {
    for (ChatSocket socket : signedIn.of(user)) {
      Session session = socket.session();
      if (session != null) {
        endIfEnded(socket, session);
      }
    }
  }

  private static void end(List<ChatSocket> sockets, SessionEnded.Reason reason) {
    sockets.forEach(socket -> socket.end(reason));
  }
}
