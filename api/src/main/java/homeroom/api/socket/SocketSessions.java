package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Session;
import homeroom.api.wire.AuthenticationPayload;
import homeroom.api.wire.ConnectedPayload;
import homeroom.api.wire.ErrorName;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Faults;
import homeroom.api.wire.OnlinePayload;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.WireTime;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.Presence;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import homeroom.socketio.ConnectRefused;
import homeroom.socketio.DisconnectReason;
import homeroom.socketio.Handshake;
import homeroom.socketio.Namespace;
import homeroom.socketio.Socket;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who is signed in on which socket. A socket signs in with a token when it connects, or afterwards
 * the Feathers way; until then it is anonymous, and closed after {@link #ANONYMOUS_SECONDS}. Once
 * its token is over or ended it hears why and is closed.
 *
 * <p>Handlers run on the virtual thread of their socket; anonymous sockets are closed on the
 * timer's thread, those whose token ended on the thread that ended it.
 */
final class SocketSessions {

  /** How long a socket may stay without signing in, in seconds. */
  static final int ANONYMOUS_SECONDS = 10;

  /** How late a socket may be closed after its token's time. */
  private static final int EXPIRY_CHECK_MILLIS = 250;

  private final AuthenticationService authentication;
  private final Roster roster;
  private final Presence<ChatSocket> presence;
  private final Handover handover;
  private final Faults faults;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final SignedInSockets signedIn = new SignedInSockets();

  SocketSessions(
      AuthenticationService authentication,
      Roster roster,
      Presence<ChatSocket> presence,
      Handover handover,
      Faults faults,
      Clock clock,
      ScheduledExecutorService timer) {
    this.authentication = authentication;
    this.roster = roster;
    this.presence = presence;
    this.handover = handover;
    this.faults = faults;
    this.clock = clock;
    this.timer = timer;
  }

  void register(Namespace namespace) {
    namespace
        .use(this::admit)
        .onConnection(this::connected)
        .onDisconnect((socket, reason) -> left(ChatSocket.of(socket), reason));
    authentication.onEnd(key -> end(signedIn.ofToken(key), SessionEnded.Reason.ENDED));
    authentication.onEndOfAll(this::endThoseOf);
    var _ =
        timer.scheduleWithFixedDelay(
            this::endExpired, EXPIRY_CHECK_MILLIS, EXPIRY_CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * The user of the socket as the roster knows them now.
   *
   * @throws Rejection 401 if nobody signed in, the token is over, or the user is not active any
   *     more
   */
  Caller caller(ChatSocket socket) {
    Session session = session(socket);
    return roster
        .userById(session.user().id())
        .filter(User::active)
        .map(user -> user.asCaller(new ConnectionId(socket.socket().id())))
        .orElseThrow(() ->
            Rejection.of(
                ErrorName.NOT_AUTHENTICATED,
                "user-inactive",
                "The user of this socket is not active any more; ask the school."));
  }

  private Session session(ChatSocket socket) {
    Session session = socket.session();
    if (session == null) {
      throw Rejection.of(
          ErrorName.NOT_AUTHENTICATED,
          "not-signed-in",
          "Sign in first: connect with auth: { token }, or create 'authentication'.");
    }
    authentication.demandValid(session);
    return session;
  }

  /** Signs in on an open socket, the Feathers way. */
  AuthenticationPayload authenticate(ChatSocket socket, JsonNode data) {
    AuthenticationService.SignedIn made =
        authentication.create(data, socket.socket().handshake().remoteAddress());
    Session session = made.session();
    Connection<ChatSocket> before = socket.connection();
    if (before != null && before.userId().equals(session.user().id())) {
      socket.signIn(session, Dialect.FEATHERS);
      signedIn.add(socket, session);
      greet(socket, presence.snapshot(before, socket::holdBack));
      endIfEnded(socket, session);
    } else {
      demandRoom(session);
      leave(socket, true);
      handover.settle();
      enter(socket, session, Dialect.FEATHERS);
    }
    socket.canSignOut();
    return made.payload();
  }

  /** What the client is told, and what is to be done once it was told. */
  record SignedOut(AuthenticationPayload payload, Runnable afterwards) {}

  /**
   * Ends the token of the socket, and with it every other socket that has it. A socket that signed
   * in after connecting is anonymous again; one that connected with the token is closed.
   */
  SignedOut signOut(ChatSocket socket) {
    Session session = session(socket);
    signedIn.remove(socket);
    AuthenticationPayload payload;
    try {
      payload = authentication.remove(session);
    } catch (RuntimeException e) {
      signedIn.add(socket, session);
      throw e;
    }
    if (!socket.isSignedInLater()) {
      return new SignedOut(payload, () -> socket.end(SessionEnded.Reason.ENDED));
    }
    leave(socket, true);
    socket.signOut();
    closeUnlessSignedIn(socket);
    return new SignedOut(payload, () -> {});
  }

  private void admit(Socket socket) throws ConnectRefused {
    Handshake handshake = socket.handshake();
    try {
      var chatSocket = new ChatSocket(socket, chosenDialect(handshake.auth()));
      String token = token(handshake);
      if (token != null) {
        Session session = authentication.session(token);
        demandRoom(session);
        chatSocket.signIn(session, Dialect.CHAT);
      }
      socket.setData(chatSocket);
    } catch (RuntimeException thrown) {
      ErrorPayload error = faults.of("connect", thrown);
      throw new ConnectRefused(error.message(), error);
    }
  }

  private void connected(Socket socket) {
    ChatSocket chatSocket = ChatSocket.of(socket);
    Session session = chatSocket.session();
    if (session == null) {
      closeUnlessSignedIn(chatSocket);
    } else {
      enter(chatSocket, session, Dialect.CHAT);
    }
  }

  private void demandRoom(Session session) {
    int limit = authentication.socketsPerUser();
    if (signedIn.of(session.user().id()).size() >= limit) {
      throw Rejection.of(
          ErrorName.TOO_MANY_REQUESTS,
          "too-many-sockets",
          "A user has at most " + limit + " sockets at once; close one of them.");
    }
  }

  private void closeUnlessSignedIn(ChatSocket socket) {
    int spell = socket.signOuts();
    Runnable close =
        () -> {
          if (socket.session() == null && socket.signOuts() == spell) {
            socket.socket().disconnect();
          }
        };
    var _ = timer.schedule(close, ANONYMOUS_SECONDS, TimeUnit.SECONDS);
  }

  private void endExpired() {
    List<ChatSocket> expired = signedIn.takeExpired(clock.instant());
    if (!expired.isEmpty()) {
      var _ = Thread.startVirtualThread(() -> end(expired, SessionEnded.Reason.EXPIRED));
    }
  }

  private void endThoseOf(UserId user) {
    signedIn.of(user).stream()
        .filter(socket -> {
          Session session = socket.session();
          return session != null && authentication.isEnded(session);
        })
        .forEach(socket -> socket.end(SessionEnded.Reason.ENDED));
  }

  private static void end(List<ChatSocket> sockets, SessionEnded.Reason reason) {
    sockets.forEach(socket -> socket.end(reason));
  }

  private void enter(ChatSocket socket, Session session, Dialect byDefault) {
    socket.signIn(session, byDefault);
    signedIn.add(socket, session);
    if (signedIn.of(session.user().id()).size() > authentication.socketsPerUser()) {
      // Two came at once for the last place: the client tries again, and is told.
      socket.socket().closeTransport("too many sockets of one user");
    }
    Connection<ChatSocket> connection =
        presence.connection(new ConnectionId(socket.socket().id()), session.user(), socket);
    socket.subscribe(connection);
    greet(socket, presence.connected(connection));
    endIfEnded(socket, session);
  }

  /** The token may have been ended since it was checked, and before this socket could be found. */
  private void endIfEnded(ChatSocket socket, Session session) {
    if (authentication.isEnded(session)) {
      socket.end(SessionEnded.Reason.ENDED);
    }
  }

  private void greet(ChatSocket socket, Presence.Snapshot<ChatSocket> snapshot) {
    socket.open(
        socket
            .socket()
            .namespace()
            .sharedFrames()
            .encode(ServerEvent.CONNECTED.chatName(), payload(snapshot)));
  }

  /** Who goes without a goodbye may be back in a moment. */
  private void left(ChatSocket socket, DisconnectReason reason) {
    boolean goodbye =
        reason == DisconnectReason.CLIENT_DISCONNECT
            || socket.ended() == SessionEnded.Reason.ENDED
            || socket.ended() == SessionEnded.Reason.DEACTIVATED;
    leave(socket, goodbye);
  }

  private void leave(ChatSocket socket, boolean goodbye) {
    signedIn.remove(socket);
    Connection<ChatSocket> connection = socket.connection();
    if (connection != null) {
      presence.disconnected(connection, goodbye);
    }
  }

  private ConnectedPayload payload(Presence.Snapshot<ChatSocket> snapshot) {
    Connection<ChatSocket> connection = snapshot.connection();
    return new ConnectedPayload(
        connection.userId().value(),
        lower(connection.role()),
        connection.schoolId().value(),
        connection.classIds().stream().map(ClassId::value).sorted().toList(),
        connection.id().value(),
        WireTime.of(clock.instant()),
        snapshot.online().stream().map(OnlinePayload::of).toList());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Dialect chosenDialect(JsonNode auth) {
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

  private static @Nullable String token(Handshake handshake) {
    JsonNode token = handshake.auth().get("token");
    if (token != null && !token.isNull()) {
      return token.asString("");
    }
    return handshake
        .header("authorization")
        .map(header -> header.replaceFirst("(?i)^bearer +", "").strip())
        .orElse(null);
  }
}
