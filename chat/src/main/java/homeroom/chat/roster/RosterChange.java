// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import org.jspecify.annotations.Nullable;

/** One change of a roster, as a store applies it and as the other packages hear of it. */
public sealed interface RosterChange {

  record AddSchool(School school) implements RosterChange {}

  record UpdateSchool(School school) implements RosterChange {}

  record AddUser(User user, String passwordHash) implements RosterChange {
    @Override
    public String toString() {
      return "AddUser[" + user.id() + "]";
    }
  }

  /**
   * Replaces the fields of the user with that id and school; the password stays.
   *
   * @param known what is replaced: if it is another by now, nothing is changed; null if it may be
   *     any
   */
  record UpdateUser(User user, @Nullable User known) implements RosterChange {

    /** Whatever is replaced. */
    public UpdateUser(User user) {
      this(user, null);
    }
  }

  record SetPassword(SchoolId schoolId, UserId userId, String passwordHash)
      implements RosterChange {
    @Override
    public String toString() {
      return "SetPassword[" + userId + "]";
    }
  }

  record AddClass(SchoolClass schoolClass) implements RosterChange {}

  /**
   * Replaces the fields of the class with that id and school; archiving is one of them.
   *
   * @param known as of a user
   */
  record UpdateClass(SchoolClass schoolClass, @Nullable SchoolClass known) implements RosterChange {

    /** Whatever is replaced. */
    public UpdateClass(SchoolClass schoolClass) {
      this(schoolClass, null);
    }
  }

  record AddTeacher(ClassTeacher teacher) implements RosterChange {}

  record RemoveTeacher(ClassTeacher teacher) implements RosterChange {}

  record Enroll(ClassEnrollment enrollment) implements RosterChange {}

  record Unenroll(ClassEnrollment enrollment) implements RosterChange {}

  /** The school that it changes. */
  default SchoolId schoolId() {
    return switch (this) {
      case AddSchool(School school) -> school.id();
      case UpdateSchool(School school) -> school.id();
      case AddUser(User user, String _) -> user.schoolId();
      case UpdateUser(User user, _) -> user.schoolId();
      case SetPassword set -> set.schoolId;
      case AddClass(SchoolClass schoolClass) -> schoolClass.schoolId();
      case UpdateClass(SchoolClass schoolClass, _) -> schoolClass.schoolId();
      case AddTeacher(ClassTeacher teacher) -> teacher.schoolId();
      case RemoveTeacher(ClassTeacher teacher) -> teacher.schoolId();
      case Enroll(ClassEnrollment enrollment) -> enrollment.schoolId();
      case Unenroll(ClassEnrollment enrollment) -> enrollment.schoolId();
    };
  }
}
