// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterChange.AddClass;
import homeroom.chat.roster.RosterChange.AddSchool;
import homeroom.chat.roster.RosterChange.AddTeacher;
import homeroom.chat.roster.RosterChange.AddUser;
import homeroom.chat.roster.RosterChange.Enroll;
import homeroom.chat.roster.RosterChange.RemoveTeacher;
import homeroom.chat.roster.RosterChange.SetPassword;
import homeroom.chat.roster.RosterChange.Unenroll;
import homeroom.chat.roster.RosterChange.UpdateClass;
import homeroom.chat.roster.RosterChange.UpdateSchool;
import homeroom.chat.roster.RosterChange.UpdateUser;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import java.util.List;

/**
 * The part of the rosters that a list of changes concerns, read with a few queries however long the
 * list is. For one thread.
 */
record RosterView(
    RosterTable schools,
    RosterTable users,
    RosterTable classes,
    RosterTable teachers,
    RosterTable enrollments) {

  static RosterView of(Collections collections, List<RosterChange> changes) {
    var view =
        new RosterView(
            new RosterTable(collections.schools(), List.of()),
            new RosterTable(collections.users(), List.of("emailKey"), "usernameKey"),
            new RosterTable(collections.classes(), List.of()),
            new RosterTable(collections.classTeachers(), List.of("classId", "teacherId")),
            new RosterTable(collections.classEnrollments(), List.of("classId", "studentId")));
    changes.forEach(view::concerns);
    List.of(view.schools, view.users, view.classes, view.teachers, view.enrollments)
        .forEach(RosterTable::read);
    return view;
  }

  private void concerns(RosterChange change) {
    switch (change) {
      case AddSchool add -> schools.concerns(add.school().id().value());
      case UpdateSchool update -> schools.concerns(update.school().id().value());
      case AddUser add -> concerns(add.user());
      case UpdateUser update -> concerns(update.user());
      case SetPassword set -> users.concerns(set.userId().value());
      case AddClass add -> concerns(add.schoolClass());
      case UpdateClass update -> concerns(update.schoolClass());
      case AddTeacher add -> concerns(add.teacher());
      case RemoveTeacher remove -> concerns(remove.teacher());
      case Enroll enroll -> concerns(enroll.enrollment());
      case Unenroll unenroll -> concerns(unenroll.enrollment());
    }
  }

  private void concerns(User user) {
    schools.concerns(user.schoolId().value());
    users.concerns(user.id().value(), RosterDocuments.emailKey(user));
    if (user.username() != null) {
      users.concernsOther(RosterDocuments.usernameKey(user));
    }
  }

  private void concerns(SchoolClass schoolClass) {
    schools.concerns(schoolClass.schoolId().value());
    classes.concerns(schoolClass.id().value());
  }

  private void concerns(ClassTeacher link) {
    concerns(teachers, link.id(), link.classId().value(), link.teacherId().value());
  }

  private void concerns(ClassEnrollment link) {
    concerns(enrollments, link.id(), link.classId().value(), link.studentId().value());
  }

  private void concerns(RosterTable links, String id, String classId, String user) {
    links.concerns(id, classId, user);
    classes.concerns(classId);
    users.concerns(user);
  }
}
