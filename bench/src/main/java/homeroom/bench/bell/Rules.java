package homeroom.bench.bell;

import homeroom.bench.chat.Account;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whom each user of a school sees when everybody is online, worked out from the roster as the rules
 * are written. A set of users is compared by its size and the sum of a random number for each.
 */
final class Rules {

  private static final String ADMIN = "admin";
  private static final String TEACHER = "teacher";

  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<Account> accounts;
  private final long[] keys;
  private final int[] counts;
  private final long[] sums;
  private long pairs;

  private Rules(List<Account> accounts) {
    this.accounts = accounts;
    this.keys = new SplittableRandom(1).longs(accounts.size()).toArray();
    this.counts = new int[accounts.size()];
    this.sums = new long[accounts.size()];
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
      rules.add(viewer, classes.getOrDefault(viewer, List.of()));
    }
    return rules;
  }

  private void add(int viewer, List<ClassMembers> classes) {
    boolean[] seen = new boolean[accounts.size()];
    String role = accounts.get(viewer).role();
    for (int about = 0; about < seen.length; about++) {
      String other = accounts.get(about).role();
      seen[about] = other.equals(ADMIN) || (role.equals(TEACHER) && other.equals(TEACHER));
    }
    for (ClassMembers members : classes) {
      members.students().forEach(user -> seen[index(user.value())] = true);
      if (!role.equals(TEACHER)) {
        members.teachers().forEach(user -> seen[index(user.value())] = true);
      }
    }
    for (int about = 0; about < seen.length; about++) {
      if (seen[about] && about != viewer) {
        counts[viewer]++;
        sums[viewer] += keys[about];
        pairs += isAdmin(about) ? 0 : 1;
      }
    }
  }

  /** The number of the user with that id, or -1. */
  int index(String userId) {
    return indexes.getOrDefault(userId, -1);
  }

  long key(int user) {
    return keys[user];
  }

  boolean isAdmin(int user) {
    return accounts.get(user).role().equals(ADMIN);
  }

  boolean isRight(int viewer, int count, long sum) {
    return counts[viewer] == count && sums[viewer] == sum;
  }

  /** How many see whom, in all. */
  long all() {
    long all = 0;
    for (int count : counts) {
      all += count;
    }
    return all;
  }

  /** How many pairs of users who are not admins see each other. */
  long pairs() {
    return pairs / 2;
  }
}
