// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import java.util.List;

/** All that a roster says of one school, in no order. */
public record SchoolRoster(
    List<User> users,
    List<SchoolClass> classes,
    List<ClassTeacher> teachers,
    List<ClassEnrollment> enrollments) {

  public static final SchoolRoster EMPTY =
      new SchoolRoster(List.of(), List.of(), List.of(), List.of());

  public SchoolRoster {
    users = List.copyOf(users);
    classes = List.copyOf(classes);
    teachers = List.copyOf(teachers);
    enrollments = List.copyOf(enrollments);
  }
}
