// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.Map;

/** Who of one class is online: an index of {@link SchoolPresence}, under its lock. */
final class ClassPresence {

  final Map<UserId, OnlineUser> teachers = new HashMap<>(2);
  final Map<UserId, OnlineUser> students = new HashMap<>();

  void add(OnlineUser user) {
    those(user.role()).put(user.userId(), user);
  }

  void remove(OnlineUser user) {
    those(user.role()).remove(user.userId());
  }

  boolean isEmpty() {
    return teachers.isEmpty() && students.isEmpty();
  }

  private Map<UserId, OnlineUser> those(Role role) {
    return role == Role.TEACHER ? teachers : students;
  }

  @Override
  public String toString() {
    return teachers.keySet().stream().sorted().toList()
        + " teach "
        + students.keySet().stream().sorted().toList();
  }
}
