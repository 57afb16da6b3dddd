package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Session;
import homeroom.api.wire.AuthenticationPayload;
import homeroom.api.wire.ConnectedPayload;
import homeroom.api.wire.ErrorName;
import homeroom.api.wire.ErrorPayload;
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
import homeroom.socketio.ConnectRefused;
import homeroom.socketio.DisconnectReason;
import homeroom.socketio.Handshake;
import homeroom.socketio.Namespace;
import homeroom.socketio.Socket;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who is signed in on which socket. A socket signs in with a token when it connects, or afterwards
 * the Feathers way; until then it is anonymous, and closed after {@link #ANONYMOUS_SECONDS}.
 *
 * <p>Handlers run on the virtual thread of their socket; the clean-up of anonymous sockets on the
 * timer's thread.
 */
final class SocketSessions {

  /** How long a socket may stay without signing in, in seconds. */
  static final int ANONYMOUS_SECONDS = 10;

  private final AuthenticationService authentication;
  private final Roster roster;
  private final Presence<ChatSocket> presence;
  private final Clock clock;
  private final ScheduledExecutorService timer;

  SocketSessions(
      AuthenticationService authentication,
      Roster roster,
      Presence<ChatSocket> presence,
      Clock clock,
      ScheduledExecutorService timer) {
    this.authentication = authentication;
    this.roster = roster;
    this.presence = presence;
    this.clock = clock;
    this.timer = timer;
  }

  void register(Namespace namespace) {
    namespace
        .use(this::admit)
        .onConnection(this::connected)
        .onDisconnect((socket, reason) -> left(ChatSocket.of(socket), reason));
  }

  /**
   * The user of the socket as the roster knows them now.
   *
   * @throws Rejection 401 if nobody signed in, or the user is not active any more
   */
  Caller caller(ChatSocket socket) {
    Session session = socket.session();
    if (session == null) {
      throw Rejection.of(
          ErrorName.NOT_AUTHENTICATED,
          "not-signed-in",
          "Sign in first: connect with auth: { token }, or create 'authentication'.");
    }
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

  /** Signs in on an open socket, the Feathers way. */
  AuthenticationPayload authenticate(ChatSocket socket, JsonNode data) {
    AuthenticationService.SignedIn signedIn = authentication.create(data);
    Connection<ChatSocket> before = socket.connection();
    if (before != null && before.userId().equals(signedIn.session().user().id())) {
      socket.signIn(signedIn.session(), Dialect.FEATHERS);
      greet(socket, presence.snapshot(before, socket::holdBack));
    } else {
      leave(socket, true);
      enter(socket, signedIn.session(), Dialect.FEATHERS);
    }
    return signedIn.payload();
  }

  private void admit(Socket socket) throws ConnectRefused {
    Handshake handshake = socket.handshake();
    try {
      var chatSocket = new ChatSocket(socket, chosenDialect(handshake.auth()));
      String token = token(handshake);
      if (token != null) {
        chatSocket.signIn(authentication.session(token), Dialect.CHAT);
      }
      socket.setData(chatSocket);
    } catch (Rejection rejection) {
      ErrorPayload error = rejection.error();
      throw new ConnectRefused(error.message(), error);
    }
  }

  private void connected(Socket socket) {
    ChatSocket chatSocket = ChatSocket.of(socket);
    Session session = chatSocket.session();
    if (session == null) {
      var _ =
          timer.schedule(() -> closeIfAnonymous(chatSocket), ANONYMOUS_SECONDS, TimeUnit.SECONDS);
    } else {
      enter(chatSocket, session, Dialect.CHAT);
    }
  }

  private static void closeIfAnonymous(ChatSocket socket) {
    if (socket.session() == null) {
      socket.socket().disconnect();
    }
  }

  private void enter(ChatSocket socket, Session session, Dialect byDefault) {
    socket.signIn(session, byDefault);
    Connection<ChatSocket> connection =
        presence.connection(new ConnectionId(socket.socket().id()), session.user(), socket);
    socket.subscribe(connection);
    greet(socket, presence.connected(connection));
  }

  private void greet(ChatSocket socket, Presence.Snapshot<ChatSocket> snapshot) {
    socket.open(socket.socket().namespace().encode("connected", payload(snapshot)));
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
