package homeroom.chat.presence;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every open connection of this node, found by user, and within a school by role and class. Each
 * look-up costs the size of its answer. Safe for many threads and never blocks on anything but
 * another change in the same school.
 *
 * @param <S> what carries events to a connection
 */
public final class ConnectionManager<S> {

  private final Map<UserId, List<Connection<S>>> byUser = new ConcurrentHashMap<>();
  private final Map<SchoolId, SchoolPresence> bySchool = new ConcurrentHashMap<>();

  /**
   * Adds an open connection.
   *
   * @return whether it is the first of its user
   */
  public boolean add(Connection<S> connection) {
    SchoolPresence school = school(connection.schoolId());
    var first = new boolean[1];
    byUser.compute(
        connection.userId(),
        (user, known) -> {
          first[0] = known == null;
          if (first[0]) {
            school.enter(new OnlineUser(user, connection.role()), connection.classIds());
          }
          return known == null ? List.of(connection) : plus(known, connection);
        });
    return first[0];
  }

  /**
   * Removes a connection; one that is not there changes nothing.
   *
   * @return whether it was the last of its user
   */
  public boolean remove(Connection<S> connection) {
    SchoolPresence school = school(connection.schoolId());
    var last = new boolean[1];
    byUser.computeIfPresent(
        connection.userId(),
        (user, known) -> {
          List<Connection<S>> left =
              known.stream().filter(other -> !other.id().equals(connection.id())).toList();
          last[0] = left.isEmpty();
          if (last[0]) {
            school.leave(user);
          }
          return left.isEmpty() ? null : left;
        });
    return last[0];
  }

  /** The user's connections, the oldest first; none if not online. */
  public List<Connection<S>> of(UserId user) {
    return byUser.getOrDefault(user, List.of());
  }

  /** Those who are told that the online user came or went: never the user, nobody twice. */
  public Set<UserId> broadcastTargets(SchoolId school, UserId user) {
    return school(school).targetsOf(user);
  }

  /** The exact inverse: the online users of whom the online user is a target. */
  public List<OnlineUser> visibleTo(SchoolId school, UserId user) {
    return school(school).visibleTo(user);
  }

  private SchoolPresence school(SchoolId id) {
    return bySchool.computeIfAbsent(id, key -> new SchoolPresence());
  }

  private static <T> List<T> plus(List<T> list, T more) {
    var longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }
}
