// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.AccessToken;
import homeroom.api.auth.Session;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntBiFunction;

/**
 * The signed-in sockets of this node by what may end them: their token, and its time. Tokens end at
 * whole seconds, so that those of one second share an entry, and asking which are over costs what
 * the answer is long. Guarded by one lock, held for a few map operations; for any thread.
 */
final class SignedInSockets {

  /** How soon a socket that is asked whether it lives has to answer. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** When the dead have been found out, in milliseconds. */
  private static final long RETRY_MILLIS = PATIENCE.toMillis() + 500;

  private final int perUser;
  private final ToIntBiFunction<SchoolId, UserId> elsewhere;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ChatSocket, Session> sessions = new HashMap<>();

  /** Few each, in lists that are replaced: a list of one costs a tenth of a set. */
  private final Map<UserId, List<ChatSocket>> byUser = new HashMap<>();

  private final Map<String, List<ChatSocket>> byToken = new HashMap<>();
  private final NavigableMap<Instant, Set<ChatSocket>> byExpiry = new TreeMap<>();

  /**
   * Nobody yet.
   *
   * @param perUser how many sockets a user may have at once
   */
  SignedInSockets(int perUser) {
    this(perUser, (school, user) -> 0);
  }

  /**
   * The same.
   *
   * @param elsewhere how many the user has on other nodes
   */
  SignedInSockets(int perUser, ToIntBiFunction<SchoolId, UserId> elsewhere) {
    this.perUser = perUser;
    this.elsewhere = elsewhere;
  }

  /**
   * Makes sure that the user may sign in on one more socket. If not, those there are have to show
   * that they live: the places of the dead are free within {@link #PATIENCE}, of those on other
   * nodes when these find out by themselves.
   *
   * @throws Rejection 429
   */
  void demandPlace(SchoolId school, UserId user) {
    int places = perUser - elsewhere.applyAsInt(school, user);
    if (of(user).size() < places) {
      return;
    }
    of(user).forEach(socket -> socket.socket().probe(PATIENCE));
    if (of(user).size() >= places) {
      throw new Rejection(
          ErrorPayload.of(
                  ErrorCode.TOO_MANY_SOCKETS,
                  "A user has at most "
                      + perUser
                      + " sockets at once; close one of them, or come again when those that are"
                      + " dead are found out.")
              .withRetryAfter(RETRY_MILLIS));
    }
  }

  /** Whether the user is signed in on more sockets than allowed. */
  boolean isCrowded(UserId user) {
    return of(user).size() > perUser;
  }

  /** Somebody signed in on the socket; who was before is forgotten. */
  void add(ChatSocket socket, Session session) {
    lock.lock();
    try {
      remove(socket);
      AccessToken token = session.token();
      sessions.put(socket, session);
      byUser.merge(session.user().id(), List.of(socket), SignedInSockets::joined);
      byToken.merge(token.key(), List.of(socket), SignedInSockets::joined);
      byExpiry.computeIfAbsent(token.expiresAt(), key -> new HashSet<>()).add(socket);
    } finally {
      lock.unlock();
    }
  }

  /** The socket closed, or nobody is signed in on it any more. */
  void remove(ChatSocket socket) {
    lock.lock();
    try {
      Session session = sessions.remove(socket);
      if (session != null) {
        drop(byUser, session.user().id(), socket);
        drop(byToken, session.token().key(), socket);
        byExpiry.computeIfPresent(
            session.token().expiresAt(),
            (time, sockets) -> sockets.remove(socket) && sockets.isEmpty() ? null : sockets);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those the user is signed in on. */
  List<ChatSocket> of(UserId user) {
    lock.lock();
    try {
      return byUser.getOrDefault(user, List.of());
    } finally {
      lock.unlock();
    }
  }

  /** Those that somebody is signed in on. */
  List<ChatSocket> all() {
    lock.lock();
    try {
      return List.copyOf(sessions.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Those signed in with the token of that key. */
  List<ChatSocket> ofToken(String key) {
    lock.lock();
    try {
      return byToken.getOrDefault(key, List.of());
    } finally {
      lock.unlock();
    }
  }

  /** Removes those whose token is over at {@code now}. */
  List<ChatSocket> takeExpired(Instant now) {
    lock.lock();
    try {
      var expired = new ArrayList<ChatSocket>();
      byExpiry.headMap(now, true).values().forEach(expired::addAll);
      expired.forEach(this::remove);
      return expired;
    } finally {
      lock.unlock();
    }
  }

  private static List<ChatSocket> joined(List<ChatSocket> known, List<ChatSocket> more) {
    var longer = new ArrayList<>(known);
    longer.addAll(more);
    return List.copyOf(longer);
  }

  private static <K> void drop(Map<K, List<ChatSocket>> index, K key, ChatSocket socket) {
    index.computeIfPresent(
        key,
        (same, sockets) -> {
          var left = new ArrayList<>(sockets);
          left.remove(socket);
          return left.isEmpty() ? null : List.copyOf(left);
        });
  }
}
