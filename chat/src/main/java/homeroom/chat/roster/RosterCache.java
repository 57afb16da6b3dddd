// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What was read of one version of the roster. A change throws the whole memory away, so that a slow
 * read of the old version can only land in a memory that nobody asks any more.
 */
final class RosterCache {

  /** Entries remembered at most, a few hundred bytes each; then it starts anew. */
  private static final int MAX_ENTRIES = 200_000;

  private final long version;
  private final Map<UserId, Optional<User>> users = new ConcurrentHashMap<>();
  private final Map<UserId, Set<ClassId>> classes = new ConcurrentHashMap<>();
  private final Map<ClassKey, ClassMembers> members = new ConcurrentHashMap<>();
  private final Map<SchoolId, Set<UserId>> admins = new ConcurrentHashMap<>();
  private final Map<SchoolId, Optional<School>> schools = new ConcurrentHashMap<>();

  RosterCache(long version) {
    this.version = version;
  }

  long version() {
    return version;
  }

  boolean isFull() {
    return users.size() + classes.size() + members.size() > MAX_ENTRIES;
  }

  Optional<User> userById(UserId id, Supplier<Optional<User>> read) {
    return remember(users, id, read);
  }

  Set<ClassId> classes(UserId user, Supplier<Set<ClassId>> read) {
    return remember(classes, user, read);
  }

  ClassMembers members(SchoolId school, ClassId id, Supplier<ClassMembers> read) {
    return remember(members, new ClassKey(school, id), read);
  }

  Set<UserId> admins(SchoolId school, Supplier<Set<UserId>> read) {
    return remember(admins, school, read);
  }

  Optional<School> school(SchoolId school, Supplier<Optional<School>> read) {
    return remember(schools, school, read);
  }

  /** Two threads may both read what neither remembers; both find the same. */
  private static <K, V> V remember(Map<K, V> known, K key, Supplier<V> read) {
    V value = known.get(key);
    if (value == null) {
      value = read.get();
      known.put(key, value);
    }
    return value;
  }

  /** A class id alone may be known to two schools. */
  private record ClassKey(SchoolId school, ClassId id) {}
}
