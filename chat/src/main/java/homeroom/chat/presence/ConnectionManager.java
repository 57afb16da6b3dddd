// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Every open connection of this node, found by user, and within a school by role and class; there
 * those who are online on other nodes are found too. Each look-up costs the size of its answer. A
 * user enters the indexes with the first connection, and leaves them when told to after the last.
 *
 * <p>Safe for many threads. Changes within a school happen one after another; finding somebody's
 * connections takes no lock.
 *
 * @param <S> what carries events to a connection
 */
public final class ConnectionManager<S> {

  private final Map<UserId, List<Connection<S>>> byUser = new ConcurrentHashMap<>();
  private final Map<SchoolId, SchoolPresence> bySchool = new ConcurrentHashMap<>();

  /** How many users have a connection. */
  public int onlineUsers() {
    return byUser.size();
  }

  /** How many connections there are. Costs a look at every user. */
  public int openConnections() {
    return byUser.values().stream().mapToInt(List::size).sum();
  }

  /** How many users of a school have a connection. Costs a look at everybody online in it. */
  public long onlineUsers(SchoolId school) {
    return online(school).stream().filter(user -> isConnected(user.userId())).count();
  }

  /** How many connections those of a school have. Costs a look at everybody online in it. */
  public int openConnections(SchoolId school) {
    return online(school).stream().mapToInt(user -> of(user.userId()).size()).sum();
  }

  /**
   * Adds an open connection. A user who is there already keeps role and classes, and the connection
   * takes them over.
   *
   * @return whether its user was not there before
   */
  public boolean add(Connection<S> connection) {
    return inOrder(
        connection.schoolId(),
        () -> {
          SchoolPresence school = school(connection.schoolId());
          boolean entered = school.enter(connection.user(), connection.classIds());
          Connection<S> asKnown = entered ? connection : school.asKnown(connection);
          byUser.merge(connection.userId(), List.of(asKnown), ConnectionManager::joined);
          return entered;
        });
  }

  /**
   * Removes a connection; one that is not there changes nothing. The user stays until {@link
   * #depart}.
   *
   * @return whether it was the last of its user
   */
  public boolean remove(Connection<S> connection) {
    return inOrder(
        connection.schoolId(),
        () -> {
          List<Connection<S>> known = of(connection.userId());
          List<Connection<S>> left =
              known.stream().filter(other -> !other.id().equals(connection.id())).toList();
          if (left.isEmpty()) {
            byUser.remove(connection.userId());
          } else {
            byUser.put(connection.userId(), left);
          }
          return left.isEmpty() && !known.isEmpty();
        });
  }

  /**
   * Takes a user who is online on another node into the indexes.
   *
   * @return whether the user was not there before
   */
  boolean enter(SchoolId school, OnlineUser user, Set<ClassId> classIds) {
    return inOrder(school, () -> school(school).enter(user, classIds));
  }

  /**
   * Takes a user without connections out of the indexes.
   *
   * @return who it was; empty if there are connections, or was nobody
   */
  public Optional<OnlineUser> depart(SchoolId school, UserId user) {
    return inOrder(
        school, () -> of(user).isEmpty() ? school(school).leave(user) : Optional.empty());
  }

  /**
   * Gives a user another role and other classes, in the indexes and on every connection at once.
   *
   * @return what this changes; empty if nothing, or the user is not there
   */
  public Optional<VisibilityChange> change(
      SchoolId school, OnlineUser user, Set<ClassId> classIds) {
    return inOrder(
        school,
        () -> {
          Optional<VisibilityChange> changed = school(school).change(user, classIds);
          if (changed.isPresent()) {
            byUser.computeIfPresent(
                user.userId(),
                (id, known) ->
                    known.stream().map(one -> one.as(user.role(), Set.copyOf(classIds))).toList());
          }
          return changed;
        });
  }

  /** Whether the user has a connection now. */
  public boolean isConnected(UserId user) {
    return byUser.containsKey(user);
  }

  /** The user's connections, the oldest first; none if not connected. */
  public List<Connection<S>> of(UserId user) {
    return byUser.getOrDefault(user, List.of());
  }

  /** Those who are told that the online user came or went: never the user, nobody twice. */
  public Set<UserId> broadcastTargets(SchoolId school, UserId user) {
    return inOrder(school, () -> school(school).targetsOf(user));
  }

  /** The exact inverse: the online users of whom the online user is a target. */
  public Collection<OnlineUser> visibleTo(SchoolId school, UserId user) {
    return inOrder(school, () -> school(school).visibleTo(user));
  }

  /** Whom somebody of that role and those classes sees online now, connected or not. */
  public Collection<OnlineUser> visibleTo(
      SchoolId school, OnlineUser viewer, Collection<ClassId> classIds) {
    return inOrder(school, () -> school(school).visibleTo(viewer, classIds));
  }

  /** Whether the user is online in the school, or was a moment ago. */
  boolean isOnline(SchoolId school, UserId user) {
    return inOrder(school, () -> school(school).has(user));
  }

  /** Everybody who is online in the school. */
  public List<OnlineUser> online(SchoolId school) {
    return inOrder(school, () -> school(school).online());
  }

  /**
   * Runs {@code action} while nobody else changes who is online in the school, so that what is told
   * within reaches everybody in the order of the changes. For short actions that do not wait.
   */
  <T> T inOrder(SchoolId school, Supplier<T> action) {
    return school(school).inOrder(action);
  }

  /** What the indexes of the school hold, in a form that can be compared. */
  String indexes(SchoolId school) {
    return inOrder(school, () -> school(school).toString());
  }

  private SchoolPresence school(SchoolId id) {
    SchoolPresence known = bySchool.get(id);
    return known == null ? bySchool.computeIfAbsent(id, key -> new SchoolPresence()) : known;
  }

  private static <T> List<T> joined(List<T> known, List<T> more) {
    var longer = new ArrayList<>(known);
    longer.addAll(more);
    return List.copyOf(longer);
  }
}
