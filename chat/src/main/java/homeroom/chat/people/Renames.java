// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notices who has another name or role, whoever changed it, and tells those who may look them up.
 * It remembers what everybody is called, some 150 bytes each. For one thread at a time; blocks on
 * the store.
 */
public final class Renames {

  /** What somebody is known as. */
  private record Known(String name, Role role) {
    static Known of(User user) {
      return new Known(user.name(), user.role());
    }
  }

  /** By us, whose records are told by whoever changed them, or by another process. */
  private record Renamed(SchoolId school, boolean elsewhere) {}

  private final Roster roster;
  private final Directory directory;
  private final UserNotifier notifier;
  private final Map<SchoolId, Map<UserId, Known>> known = new HashMap<>();

  /** Who was renamed and has yet to be told of. */
  private final Map<UserId, Renamed> waiting = new HashMap<>();

  public Renames(Roster roster, Directory directory, UserNotifier notifier) {
    this.roster = roster;
    this.directory = directory;
    this.notifier = notifier;
  }

  /** Looks at everybody of the school; whoever is new there is called as they are. */
  public void look(SchoolId school) {
    var now = new HashMap<UserId, Known>();
    Map<UserId, Known> before = known.getOrDefault(school, Map.of());
    for (User user : roster.people(school)) {
      Known called = Known.of(user);
      now.put(user.id(), called);
      if (!called.equals(before.getOrDefault(user.id(), called))) {
        waiting.put(user.id(), new Renamed(school, true));
      }
    }
    known.put(school, now);
  }

  /** Looks at one whom this process made or changed. */
  public void look(User user) {
    SchoolId school = user.schoolId();
    Known called = Known.of(user);
    Known before = known.computeIfAbsent(school, key -> new HashMap<>()).put(user.id(), called);
    if (before != null && !before.equals(called)) {
      waiting.put(user.id(), new Renamed(school, false));
    }
  }

  /** Nobody is at that school any more. */
  public void forget(SchoolId school) {
    known.remove(school);
  }

  /** Who was renamed since they were told of last. */
  public List<UserId> waiting() {
    return List.copyOf(waiting.keySet());
  }

  /** Tells what somebody is called now. */
  public void tell(UserId id) {
    Renamed renamed = waiting.get(id);
    if (renamed != null) {
      roster.user(renamed.school, id).ifPresent(user -> tell(user, renamed.elsewhere));
      waiting.remove(id);
    }
  }

  private void tell(User user, boolean record) {
    Set<UserId> viewers = directory.viewersOf(user);
    notifier.tellUpdated(user, viewers);
    if (record) {
      notifier.tell(user, viewers, RosterEvent.UserChanged::new);
    }
  }
}
