// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The roster of one school as everybody sees it while its rows are brought there. What it answers
 * is what a store would. Safe for many threads.
 */
sealed interface RosterPicture permits RosterSnapshot, ChangedPeople {

  Optional<School> school();

  /** Somebody whom it has without asking the rows. */
  Optional<User> known(UserId id);

  /** Somebody whom it has without asking the rows, by their address. */
  Optional<User> withEmail(String email);

  /** The same by their user name. */
  Optional<User> withUsername(String username);

  /** As it has the user, of whom the rows say that; empty if it has none. */
  Optional<User> shown(User stored);

  Optional<User> user(UserId id);

  List<User> users(Collection<UserId> ids);

  Collection<User> users();

  Optional<SchoolClass> schoolClass(ClassId id);

  Collection<SchoolClass> classes();

  Collection<ClassTeacher> teachers();

  Collection<ClassEnrollment> enrollments();

  Set<ClassId> classesTaughtBy(UserId teacher);

  Set<ClassId> classesAttendedBy(UserId student);

  ClassMembers members(ClassId id);

  Set<UserId> admins();

  /** All of it. */
  SchoolRoster roster();

  /** What it says of some people, and all classes. */
  SchoolRoster rosterOf(Set<UserId> people);
}
