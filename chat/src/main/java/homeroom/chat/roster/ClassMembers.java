// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.Set;

/** The active teachers and students of one class that is not archived. */
public record ClassMembers(Set<UserId> teachers, Set<UserId> students) {

  public static final ClassMembers NONE = new ClassMembers(Set.of(), Set.of());

  public ClassMembers {
    teachers = Set.copyOf(teachers);
    students = Set.copyOf(students);
  }

  public boolean contains(UserId user) {
    return teachers.contains(user) || students.contains(user);
  }

  public Set<UserId> all() {
    var all = new HashSet<>(students);
    all.addAll(teachers);
    return all;
  }
}
