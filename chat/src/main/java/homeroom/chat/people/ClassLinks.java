// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import java.util.List;
import java.util.stream.Stream;

/** The classes that somebody teaches and attends. */
record ClassLinks(List<ClassTeacher> taught, List<ClassEnrollment> attended) {

  static final ClassLinks NONE = new ClassLinks(List.of(), List.of());

  static ClassLinks of(Roster roster, Caller admin, User user) {
    return new ClassLinks(
        roster.findClassTeachers(admin, where("teacherId", user)).data(),
        roster.findClassEnrollments(admin, where("studentId", user)).data());
  }

  /** What takes them out of all of these. */
  List<RosterChange> removals() {
    return Stream.<RosterChange>concat(
            taught.stream().map(RosterChange.RemoveTeacher::new),
            attended.stream().map(RosterChange.Unenroll::new))
        .toList();
  }

  private static Query where(String field, User user) {
    return new Query(Filter.equal(field, user.id().value()), List.of(), Query.MAX_LIMIT, 0);
  }
}
