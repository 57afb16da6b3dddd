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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was read of one version of one school's roster. Safe for many threads. */
final class RosterCache {

  /** The school as it was read, which may be that there is none. */
  private record Read(Optional<School> school) {}

  private final SchoolId schoolId;
  private final Map<UserId, User> users = new ConcurrentHashMap<>();
  private final Map<UserId, Set<ClassId>> classes = new ConcurrentHashMap<>();
  private final Map<ClassId, ClassMembers> members = new ConcurrentHashMap<>();
  private volatile @Nullable Set<UserId> admins;
  private volatile @Nullable Read school;

  /** Counts what it remembers, with that of other schools. */
  private final AtomicInteger entries;

  RosterCache(SchoolId schoolId, AtomicInteger entries) {
    this.schoolId = schoolId;
    this.entries = entries;
  }

  SchoolId schoolId() {
    return schoolId;
  }

  /** How many things it remembers, a few hundred bytes each. */
  int size() {
    return users.size() + classes.size() + members.size();
  }

  Set<UserId> users() {
    return users.keySet();
  }

  Optional<User> user(UserId id) {
    return Optional.ofNullable(users.get(id));
  }

  void remember(User user) {
    if (users.put(user.id(), user) == null) {
      var _ = entries.incrementAndGet();
    }
  }

  Set<ClassId> classes(UserId user, Supplier<Set<ClassId>> read) {
    return remember(classes, user, read);
  }

  ClassMembers members(ClassId id, Supplier<ClassMembers> read) {
    return remember(members, id, read);
  }

  Set<UserId> admins(Supplier<Set<UserId>> read) {
    Set<UserId> known = admins;
    if (known == null) {
      known = read.get();
      admins = known;
    }
    return known;
  }

  Optional<School> school(Supplier<Optional<School>> read) {
    Read known = school;
    if (known == null) {
      known = new Read(read.get());
      school = known;
    }
    return known.school();
  }

  /** Two threads may both read what neither remembers; both find the same. */
  private <K, V> V remember(Map<K, V> known, K key, Supplier<V> read) {
    V value = known.get(key);
    if (value == null) {
      value = read.get();
      if (known.put(key, value) == null) {
        var _ = entries.incrementAndGet();
      }
    }
    return value;
  }
}
