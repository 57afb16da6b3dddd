// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.Session;
import homeroom.api.wire.SessionEndedPayload;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.SessionEnded;
import homeroom.socketio.Frame;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the chat knows of one socket: who signed in on it, and that {@code connected} is the first
 * event it gets. It is subscribed before {@code connected} is written, so that nothing is missed;
 * what comes in between waits here. Safe for any thread.
 */
public final class ChatSocket {

  /** Events that may wait for {@code connected}; one more closes the socket, which then syncs. */
  static final int MAX_HELD = 1000;

  private final Socket socket;
  private final @Nullable Dialect chosen;
  private volatile @Nullable Session session;
  private volatile Dialect dialect = Dialect.CHAT;
  private volatile @Nullable Connection<ChatSocket> connection;
  private final SocketProgress progress = new SocketProgress();
  private volatile @Nullable List<Frame> held;
  private volatile SessionEnded.@Nullable Reason ended;

  /** What ends a session that began after the connection; null if it ends with it. */
  private volatile @Nullable Consumer<SessionEnded.Reason> endOfLaterSession;

  private final ReentrantLock signing = new ReentrantLock();

  /**
   * @param chosen the dialect the client asked for, null if it left the choice to us
   */
  ChatSocket(Socket socket, @Nullable Dialect chosen) {
    this.socket = socket;
    this.chosen = chosen;
  }

  static ChatSocket of(Socket socket) {
    return socket.data(ChatSocket.class);
  }

  Socket socket() {
    return socket;
  }

  SocketProgress progress() {
    return progress;
  }

  @Nullable Session session() {
    return session;
  }

  /** Whose it is, for the log. */
  Map<String, String> about() {
    Session mine = session;
    return mine == null
        ? Map.of()
        : Map.of("user", mine.user().id().value(), "school", mine.user().schoolId().value());
  }

  Dialect dialect() {
    return dialect;
  }

  @Nullable Connection<ChatSocket> connection() {
    return connection;
  }

  /**
   * Somebody signed in.
   *
   * @param byDefault the dialect unless the client chose one
   */
  void signIn(Session signedIn, Dialect byDefault) {
    socket.belongsTo(signedIn.user().id());
    session = signedIn;
    dialect = chosen == null ? byDefault : chosen;
  }

  /** The same user has a new token, and the dialect stays. */
  void renew(Session renewed) {
    session = renewed;
  }

  /**
   * The session began after the connection, which stays when it ends.
   *
   * @param whenEnded takes the place of a DISCONNECT
   */
  void canSignOut(Consumer<SessionEnded.Reason> whenEnded) {
    endOfLaterSession = whenEnded;
  }

  boolean isSignedInLater() {
    return endOfLaterSession != null;
  }

  /** Changes who is signed in here, one change after another. */
  void signing(Runnable change) {
    signing.lock();
    try {
      change.run();
    } finally {
      signing.unlock();
    }
  }

  /** Nobody is signed in any more; the connection stays. */
  synchronized void signOut() {
    socket.belongsTo(null);
    session = null;
    connection = null;
    held = null;
    endOfLaterSession = null;
  }

  /** Tells the client why nobody is signed in any more. */
  void tellEnded(SessionEnded.Reason why) {
    socket.emit(ServerEvent.SESSION_ENDED.chatName(), SessionEndedPayload.of(why));
  }

  /** From now on events wait until {@link #open}. */
  synchronized void subscribe(Connection<ChatSocket> as) {
    held = new ArrayList<>();
    progress.forget();
    connection = as;
  }

  /** As {@link #subscribe} for who is subscribed already: what was sent is remembered. */
  synchronized void holdBack() {
    held = new ArrayList<>();
  }

  /** Sends the first event, then what waited for it. */
  synchronized void open(SharedFrames frames, Frame first) {
    frames.send(first, socket);
    List<Frame> waited = held;
    if (waited != null) {
      waited.forEach(frame -> frames.send(frame, socket));
    }
    held = null;
  }

  /** Keeps the event if {@code connected} was not sent yet; false if it can be sent. */
  synchronized boolean hold(Frame frame) {
    List<Frame> waiting = held;
    if (waiting == null) {
      return false;
    }
    if (waiting.size() == MAX_HELD) {
      socket.closeTransport("too many events before connected");
    } else {
      waiting.add(frame);
    }
    return true;
  }

  /**
   * Ends the session: the client hears why, then gets a DISCONNECT; one that signed in after
   * connecting is anonymous again. For whichever thread finds that the session is over; the second
   * time does nothing.
   */
  void end(SessionEnded.Reason why) {
    Consumer<SessionEnded.Reason> later = endOfLaterSession;
    if (later != null) {
      later.accept(why);
      return;
    }
    synchronized (this) {
      if (ended != null) {
        return;
      }
      ended = why;
      held = null;
    }
    tellEnded(why);
    socket.disconnect();
  }

  /** Why the server ended the session; null if it did not. */
  SessionEnded.@Nullable Reason ended() {
    return ended;
  }

  /** Whether {@link #hold} would keep events; without a lock, for the common case that not. */
  boolean isOpen() {
    return held == null;
  }
}
