// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Who of one school is online, by role and by class, and who is told of whom:
 *
 * <ul>
 *   <li>of a student: the teachers and students of the student's classes;
 *   <li>of a teacher: all other teachers, and the students of the classes taught;
 *   <li>of an admin: everyone.
 * </ul>
 *
 * <p>Everything but {@link #inOrder} is called within it: one lock per school, held for the time of
 * a few map operations and of offering events to outboxes.
 */
final class SchoolPresence {

  private record Entry(OnlineUser user, Set<ClassId> classIds) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<UserId, Entry> users = new HashMap<>();
  private final Map<Role, Map<UserId, OnlineUser>> byRole = new EnumMap<>(Role.class);
  private final Map<ClassId, ClassPresence> byClass = new HashMap<>();

  SchoolPresence() {
    for (Role role : Role.values()) {
      byRole.put(role, new HashMap<>());
    }
  }

  <T> T inOrder(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  boolean has(UserId user) {
    return users.containsKey(user);
  }

  /** Whether the user was not there; one who was stays as known. */
  boolean enter(OnlineUser user, Set<ClassId> classIds) {
    if (users.containsKey(user.userId())) {
      return false;
    }
    index(new Entry(user, Set.copyOf(classIds)));
    return true;
  }

  /** The connection with the role and classes that its user has here. */
  <S> Connection<S> asKnown(Connection<S> connection) {
    Entry entry = users.get(connection.userId());
    return entry == null ? connection : connection.as(entry.user.role(), entry.classIds);
  }

  Optional<OnlineUser> leave(UserId id) {
    Entry entry = users.get(id);
    if (entry == null) {
      return Optional.empty();
    }
    unindex(entry);
    return Optional.of(entry.user);
  }

  Optional<VisibilityChange> change(OnlineUser user, Set<ClassId> classIds) {
    Entry before = users.get(user.userId());
    var after = new Entry(user, Set.copyOf(classIds));
    if (before == null || before.equals(after)) {
      return Optional.empty();
    }
    Set<UserId> told = targetsOf(before);
    Set<OnlineUser> seen = new HashSet<>(visibleTo(before.user, before.classIds));
    unindex(before);
    index(after);
    Set<UserId> toldNow = targetsOf(after);
    Collection<OnlineUser> seenNow = visibleTo(user, after.classIds);
    return Optional.of(
        new VisibilityChange(
            user,
            VisibilityChange.without(toldNow, told),
            VisibilityChange.without(told, toldNow),
            VisibilityChange.without(seenNow, seen),
            VisibilityChange.without(seen, seenNow),
            VisibilityChange.without(after.classIds, before.classIds),
            VisibilityChange.without(before.classIds, after.classIds)));
  }

  Set<UserId> targetsOf(UserId user) {
    Entry entry = users.get(user);
    return entry == null ? Set.of() : targetsOf(entry);
  }

  Collection<OnlineUser> visibleTo(UserId viewer) {
    Entry entry = users.get(viewer);
    return entry == null ? List.of() : visibleTo(entry.user, entry.classIds);
  }

  /** Teachers tell all teachers, so the teachers of a class are found without asking which. */
  Collection<OnlineUser> visibleTo(OnlineUser viewer, Collection<ClassId> classIds) {
    var seen = new HashMap<>(withRole(Role.ADMIN));
    switch (viewer.role()) {
      case STUDENT -> {
        for (ClassId id : classIds) {
          ClassPresence present = byClass.get(id);
          if (present != null) {
            seen.putAll(present.teachers);
            seen.putAll(present.students);
          }
        }
      }
      case TEACHER -> {
        seen.putAll(withRole(Role.TEACHER));
        for (ClassId id : classIds) {
          ClassPresence present = byClass.get(id);
          if (present != null) {
            seen.putAll(present.students);
          }
        }
      }
      case ADMIN -> {}
    }
    seen.remove(viewer.userId());
    return seen.values();
  }

  List<OnlineUser> online() {
    return users.values().stream().map(Entry::user).toList();
  }

  private Set<UserId> targetsOf(Entry of) {
    var targets = new HashSet<UserId>();
    switch (of.user.role()) {
      case STUDENT -> {
        for (ClassId id : of.classIds) {
          ClassPresence present = byClass.get(id);
          if (present != null) {
            targets.addAll(present.teachers.keySet());
            targets.addAll(present.students.keySet());
          }
        }
      }
      case TEACHER -> {
        targets.addAll(withRole(Role.TEACHER).keySet());
        for (ClassId id : of.classIds) {
          ClassPresence present = byClass.get(id);
          if (present != null) {
            targets.addAll(present.students.keySet());
          }
        }
      }
      case ADMIN -> targets.addAll(users.keySet());
    }
    targets.remove(of.user.userId());
    return targets;
  }

  private void index(Entry entry) {
    users.put(entry.user.userId(), entry);
    withRole(entry.user.role()).put(entry.user.userId(), entry.user);
    for (ClassId id : entry.classIds) {
      byClass.computeIfAbsent(id, key -> new ClassPresence()).add(entry.user);
    }
  }

  private void unindex(Entry entry) {
    users.remove(entry.user.userId());
    withRole(entry.user.role()).remove(entry.user.userId());
    for (ClassId id : entry.classIds) {
      byClass.computeIfPresent(
          id,
          (key, present) -> {
            present.remove(entry.user);
            return present.isEmpty() ? null : present;
          });
    }
  }

  private Map<UserId, OnlineUser> withRole(Role role) {
    return byRole.getOrDefault(role, Map.of());
  }

  @Override
  public String toString() {
    var roles = new TreeMap<Role, Object>();
    byRole.forEach((role, present) -> roles.put(role, present.keySet().stream().sorted().toList()));
    var known = new TreeMap<UserId, Object>();
    users.forEach(
        (id, entry) -> known.put(id, entry.user.role() + " " + new TreeSet<>(entry.classIds)));
    return known + "\n" + roles + "\n" + new TreeMap<>(byClass);
  }
}
