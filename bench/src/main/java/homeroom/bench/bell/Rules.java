// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.bell;

import homeroom.bench.chat.Account;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom each user of a school sees when everybody is online, worked out from the roster as the rules
 * are written. Users are numbered in the order of their accounts.
 */
final class Rules {

  private static final String ADMIN = "admin";
  private static final String TEACHER = "teacher";

  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<Account> accounts;
  private final List<BitSet> seen = new ArrayList<>();

  private Rules(List<Account> accounts) {
    this.accounts = accounts;
    for (int i = 0; i < accounts.size(); i++) {
      indexes.put(accounts.get(i).userId(), i);
    }
  }

  static Rules of(List<Account> accounts, RosterStore store) {
    var rules = new Rules(accounts);
    SchoolId school =
        store.userById(new UserId(accounts.getFirst().userId())).orElseThrow().schoolId();
    Map<Integer, List<ClassMembers>> classes = new HashMap<>();
    for (SchoolClass one : new Roster(store).classes(school)) {
      ClassMembers members = store.members(school, one.id());
      members
          .all()
          .forEach(user ->
              classes
                  .computeIfAbsent(rules.index(user.value()), i -> new ArrayList<>())
                  .add(members));
    }
    for (int viewer = 0; viewer < accounts.size(); viewer++) {
      rules.seen.add(rules.seenBy(viewer, classes.getOrDefault(viewer, List.of())));
    }
    return rules;
  }

  private BitSet seenBy(int viewer, List<ClassMembers> classes) {
    var users = new BitSet(accounts.size());
    boolean teacher = accounts.get(viewer).role().equals(TEACHER);
    for (int about = 0; about < accounts.size(); about++) {
      String role = accounts.get(about).role();
      users.set(about, role.equals(ADMIN) || (teacher && role.equals(TEACHER)));
    }
    for (ClassMembers members : classes) {
      members.students().forEach(user -> users.set(index(user.value())));
      if (!teacher) {
        members.teachers().forEach(user -> users.set(index(user.value())));
      }
    }
    users.clear(viewer);
    return users;
  }

  /** The number of the user with that id, or -1. */
  int index(String userId) {
    return indexes.getOrDefault(userId, -1);
  }

  /** Whom the user sees, as numbers; not to be changed. */
  BitSet seenBy(int viewer) {
    return seen.get(viewer);
  }

  /** How many see whom, in all. */
  long all() {
    return seen.stream().mapToLong(BitSet::cardinality).sum();
  }
}
