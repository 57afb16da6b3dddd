// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Session;
import homeroom.api.wire.AuthenticationPayload;
import homeroom.api.wire.ConnectedPayload;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.Rejection;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.Presence;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.socketio.DisconnectReason;
import homeroom.socketio.Namespace;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import java.time.Clock;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;

/**
 * Who is signed in on which socket. A socket signs in with a token when it connects, or afterwards
 * the Feathers way; until then it is anonymous. Runs on the virtual thread of the socket.
 */
final class SocketSessions {

  private final AuthenticationService authentication;
  private final Roster roster;
  private final Presence<ChatSocket> presence;
  private final SignedInSockets signedIn;
  private final FeathersSockets feathers;
  private final SessionTerminator terminator;
  private final DeliveryBarrier barrier;
  private final SharedFrames frames;
  private final String epoch;
  private final Clock clock;
  private final Executor executor;

  SocketSessions(
      AuthenticationService authentication,
      Roster roster,
      Presence<ChatSocket> presence,
      SignedInSockets signedIn,
      FeathersSockets feathers,
      SessionTerminator terminator,
      DeliveryBarrier barrier,
      SharedFrames frames,
      String epoch,
      Clock clock,
      Executor executor) {
    this.authentication = authentication;
    this.roster = roster;
    this.presence = presence;
    this.signedIn = signedIn;
    this.feathers = feathers;
    this.terminator = terminator;
    this.barrier = barrier;
    this.frames = frames;
    this.epoch = epoch;
    this.clock = clock;
    this.executor = executor;
  }

  void register(Namespace namespace) {
    namespace.onConnection(this::connected).onDisconnect(this::disconnected);
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
        .map(user ->
            user.asCaller(new ConnectionId(socket.socket().id()))
                .signedIn(session.token().issuedAt()))
        .orElseThrow(() ->
            Rejection.of(
                ErrorCode.USER_INACTIVE,
                "The user of this socket is not active any more; ask the school."));
  }

  private Session session(ChatSocket socket) {
    Session session = socket.session();
    if (session == null) {
      throw Rejection.of(
          ErrorCode.NOT_SIGNED_IN,
          "Sign in first: connect with auth: { token }, or create 'authentication'.");
    }
    authentication.demandValid(session);
    return session;
  }

  /** Signs in on an open socket, the Feathers way. */
  AuthenticationPayload authenticate(ChatSocket socket, JsonNode data) {
    Session earlier = socket.session();
    AuthenticationService.SignedIn made =
        authentication.create(
            data,
            socket.socket().handshake().remoteAddress(),
            socket.socket().handshake().header("user-agent").orElse(""),
            earlier == null ? null : earlier.token().text(),
            socket.socket().handshake().header("cookie").orElse(""));
    socket.signing(() -> signIn(socket, made.session()));
    return made.payload();
  }

  private void signIn(ChatSocket socket, Session session) {
    Connection<ChatSocket> before = socket.connection();
    if (before != null && before.userId().equals(session.user().id())) {
      socket.renew(session);
      signedIn.add(socket, session);
      greet(socket, presence.snapshot(before, socket::holdBack));
      terminator.endIfEnded(socket, session);
    } else {
      signedIn.demandPlace(session.user().schoolId(), session.user().id());
      leave(socket, true);
      barrier.await();
      enterOrLeave(socket, session);
    }
    socket.canSignOut(reason -> executor.execute(() -> end(socket, session, reason)));
  }

  /**
   * Ends a session that began after the connection: its socket is anonymous from then on. On a
   * thread of its own, so that whoever signs in meanwhile has come before or comes after.
   */
  private void end(ChatSocket socket, Session session, SessionEnded.Reason why) {
    socket.signing(() -> {
      if (session.equals(socket.session()) && isOver(session, why)) {
        leave(socket, why != SessionEnded.Reason.EXPIRED);
        socket.signOut();
        socket.tellEnded(why);
      }
    });
  }

  /** A session that was renewed in the meantime is not. */
  private boolean isOver(Session session, SessionEnded.Reason why) {
    return switch (why) {
      case EXPIRED -> !clock.instant().isBefore(session.token().expiresAt());
      case ENDED -> authentication.isEnded(session);
      case DEACTIVATED -> true;
    };
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
    socket.signing(() -> {
      leave(socket, true);
      socket.signOut();
    });
    return new SignedOut(payload, () -> {});
  }

  private void connected(Socket socket) {
    ChatSocket chatSocket = ChatSocket.of(socket);
    Session session = chatSocket.session();
    if (session == null) {
      return;
    }
    boolean entered = false;
    try {
      enter(chatSocket, session, Dialect.CHAT);
      entered = true;
    } catch (StoreUnavailable e) {
      // Closed below.
    } finally {
      if (!entered) {
        // Its client connects again; it would hear nothing on this one.
        socket.closeTransport("its sign-in could not be finished");
      }
    }
  }

  /** Who could not be signed in whole is not signed in at all, and may try again. */
  private void enterOrLeave(ChatSocket socket, Session session) {
    boolean entered = false;
    try {
      enter(socket, session, Dialect.FEATHERS);
      entered = true;
    } finally {
      if (!entered) {
        leave(socket, false);
        socket.signOut();
      }
    }
  }

  private void enter(ChatSocket socket, Session session, Dialect byDefault) {
    socket.signIn(session, byDefault);
    signedIn.add(socket, session);
    if (signedIn.isCrowded(session.user().id())) {
      // Two came at once for the last place: the client tries again, and is told.
      socket.socket().closeTransport("too many sockets of one user");
    }
    Connection<ChatSocket> connection =
        presence.connection(new ConnectionId(socket.socket().id()), session.user(), socket);
    socket.subscribe(connection);
    feathers.entered(socket);
    greet(socket, presence.connected(connection));
    terminator.endIfEnded(socket, session);
  }

  private void greet(ChatSocket socket, Presence.Snapshot<ChatSocket> snapshot) {
    socket.open(
        frames,
        frames.encode(
            ServerEvent.CONNECTED.chatName(),
            ConnectedPayload.of(snapshot, epoch, clock.instant())));
  }

  /** Who goes without a goodbye may be back in a moment. */
  private void disconnected(Socket socket, DisconnectReason reason) {
    ChatSocket chatSocket = ChatSocket.of(socket);
    SessionEnded.Reason ended = chatSocket.ended();
    boolean goodbye =
        reason == DisconnectReason.CLIENT_DISCONNECT
            || ended == SessionEnded.Reason.ENDED
            || ended == SessionEnded.Reason.DEACTIVATED;
    leave(chatSocket, goodbye);
  }

  private void leave(ChatSocket socket, boolean goodbye) {
    signedIn.remove(socket);
    feathers.left(socket);
    Connection<ChatSocket> connection = socket.connection();
    if (connection != null) {
      presence.disconnected(connection, goodbye);
    }
  }
}
