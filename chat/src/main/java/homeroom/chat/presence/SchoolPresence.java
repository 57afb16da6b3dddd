package homeroom.chat.presence;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who of one school is online, by role and by class, and who is told of whom:
 *
 * <ul>
 *   <li>of a student: the teachers and students of the student's classes;
 *   <li>of a teacher: all other teachers, and the students of the classes taught;
 *   <li>of an admin: everyone.
 * </ul>
 *
 * <p>Guarded by its own lock, held for the time of a few map operations.
 */
final class SchoolPresence {

  private record Entry(OnlineUser user, Set<ClassId> classIds) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<UserId, Entry> users = new HashMap<>();
  private final Map<Role, Set<UserId>> byRole = new EnumMap<>(Role.class);
  private final Map<ClassId, Set<UserId>> byClass = new HashMap<>();

  void enter(OnlineUser user, Set<ClassId> classIds) {
    lock.lock();
    try {
      users.put(user.userId(), new Entry(user, classIds));
      byRole.computeIfAbsent(user.role(), role -> new HashSet<>()).add(user.userId());
      for (ClassId id : classIds) {
        byClass.computeIfAbsent(id, key -> new HashSet<>()).add(user.userId());
      }
    } finally {
      lock.unlock();
    }
  }

  void leave(UserId user) {
    lock.lock();
    try {
      Entry entry = users.remove(user);
      if (entry == null) {
        return;
      }
      drop(byRole, entry.user.role(), user);
      entry.classIds.forEach(id -> drop(byClass, id, user));
    } finally {
      lock.unlock();
    }
  }

  Set<UserId> targetsOf(UserId user) {
    lock.lock();
    try {
      Entry entry = users.get(user);
      return entry == null ? Set.of() : targetsOf(entry);
    } finally {
      lock.unlock();
    }
  }

  List<OnlineUser> visibleTo(UserId viewer) {
    lock.lock();
    try {
      Entry entry = users.get(viewer);
      return entry == null ? List.of() : visibleTo(entry);
    } finally {
      lock.unlock();
    }
  }

  private Set<UserId> targetsOf(Entry of) {
    var targets = new HashSet<UserId>();
    switch (of.user.role()) {
      case STUDENT -> addClassmates(of, null, targets);
      case TEACHER -> {
        targets.addAll(withRole(Role.TEACHER));
        addClassmates(of, Role.STUDENT, targets);
      }
      case ADMIN -> targets.addAll(users.keySet());
    }
    targets.remove(of.user.userId());
    return targets;
  }

  /** Teachers tell all teachers, so the teachers of a class are found without asking which. */
  private List<OnlineUser> visibleTo(Entry viewer) {
    var seen = new HashSet<>(withRole(Role.ADMIN));
    switch (viewer.user.role()) {
      case STUDENT -> addClassmates(viewer, null, seen);
      case TEACHER -> {
        seen.addAll(withRole(Role.TEACHER));
        addClassmates(viewer, Role.STUDENT, seen);
      }
      case ADMIN -> {}
    }
    seen.remove(viewer.user.userId());
    var answer = new ArrayList<OnlineUser>(seen.size());
    for (UserId id : seen) {
      Entry entry = users.get(id);
      if (entry != null) {
        answer.add(entry.user);
      }
    }
    return answer;
  }

  /** Adds the online people of the classes, all or those of one role. */
  private void addClassmates(Entry of, @Nullable Role only, Set<UserId> to) {
    for (ClassId id : of.classIds) {
      for (UserId user : byClass.getOrDefault(id, Set.of())) {
        Entry entry = users.get(user);
        if (only == null || (entry != null && entry.user.role() == only)) {
          to.add(user);
        }
      }
    }
  }

  private Set<UserId> withRole(Role role) {
    return byRole.getOrDefault(role, Set.of());
  }

  private static <K> void drop(Map<K, Set<UserId>> index, K key, UserId user) {
    Set<UserId> at = index.get(key);
    if (at != null && at.remove(user) && at.isEmpty()) {
      index.remove(key);
    }
  }
}
