// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

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
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Name;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies roster changes within one write of the store; runs on its writer thread. */
final class RosterWrites {

  /** Undoes the changes before it; nothing is wrong with the store. */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RosterResult result;

    Refused(RosterResult result) {
      super(null, null, false, false);
      this.result = result;
    }

    RosterResult result() {
      return result;
    }
  }

  // One statement of what a district has ten thousand times, or sixty: why it puts nothing is asked
  // only then.

  private static final String ADD_USER =
      """
      INSERT INTO users SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
      WHERE EXISTS (SELECT 1 FROM schools s WHERE s.id = ?2) ON CONFLICT DO NOTHING\
      """;

  private static final String TEACH = link("class_teachers");

  private static final String ENROLL = link("class_enrollments");

  private final StatementCache session;

  RosterWrites(StatementCache session) {
    this.session = session;
  }

  /**
   * @throws Refused for what is not {@code Applied}
   */
  RosterResult apply(List<RosterChange> changes) throws SQLException {
    for (RosterChange change : changes) {
      apply(change);
    }
    return new RosterResult.Applied();
  }

  private void apply(RosterChange change) throws SQLException {
    switch (change) {
      case AddSchool(School school) -> add(change, school);
      case UpdateSchool(School school) -> update(change, school);
      case AddUser(User user, String passwordHash) -> add(change, user, passwordHash);
      case UpdateUser(User user, User known) -> update(change, user, known);
      case SetPassword(SchoolId school, UserId user, String passwordHash) ->
          found(
              change,
              session.update(
                  "UPDATE users SET password_hash = ? WHERE id = ? AND school_id = ?",
                  passwordHash,
                  user,
                  school));
      case AddClass(SchoolClass schoolClass) -> add(change, schoolClass);
      case UpdateClass(SchoolClass schoolClass, SchoolClass known) ->
          update(change, schoolClass, known);
      case AddTeacher(ClassTeacher teacher) -> add(change, teacher);
      case RemoveTeacher(ClassTeacher teacher) ->
          found(
              change,
              session.update(
                  """
                  DELETE FROM class_teachers
                  WHERE id = ? AND school_id = ? AND class_id = ? AND teacher_id = ?\
                  """,
                  teacher.id(),
                  teacher.schoolId(),
                  teacher.classId(),
                  teacher.teacherId()));
      case Enroll(ClassEnrollment enrollment) -> add(change, enrollment);
      case Unenroll(ClassEnrollment enrollment) ->
          found(
              change,
              session.update(
                  """
                  DELETE FROM class_enrollments
                  WHERE id = ? AND school_id = ? AND class_id = ? AND student_id = ?\
                  """,
                  enrollment.id(),
                  enrollment.schoolId(),
                  enrollment.classId(),
                  enrollment.studentId()));
    }
  }

  private void add(RosterChange change, School school) throws SQLException {
    free(change, "_id", "SELECT 1 FROM schools WHERE id = ?", school.id());
    session.update(
        "INSERT INTO schools VALUES (?, ?, ?, ?, ?)",
        school.id(),
        school.name(),
        school.settings().studentToStudentDirect(),
        school.settings().studentGroups(),
        school.createdAt());
  }

  private void update(RosterChange change, School school) throws SQLException {
    found(
        change,
        session.update(
            """
            UPDATE schools SET name = ?, student_to_student_direct = ?, student_groups = ?
            WHERE id = ?\
            """,
            school.name(),
            school.settings().studentToStudentDirect(),
            school.settings().studentGroups(),
            school.id()));
  }

  private void add(RosterChange change, User user, String passwordHash) throws SQLException {
    int rows =
        session.update(
            ADD_USER,
            user.id(),
            user.schoolId(),
            name(user.role()),
            user.name(),
            RosterRows.email(user),
            RosterRows.emailKey(user),
            passwordHash,
            user.active(),
            user.createdAt(),
            user.updatedAt(),
            Name.key(user.name()),
            user.username(),
            RosterRows.usernameKey(user));
    if (rows == 0) {
      there(change, "SELECT 1 FROM schools WHERE id = ?", user.schoolId());
      free(change, "_id", "SELECT 1 FROM users WHERE id = ?", user.id());
      free(change, "email", "SELECT 1 FROM users WHERE email_key = ?", RosterRows.emailKey(user));
      throw new Refused(new RosterResult.Taken(change, "username"));
    }
  }

  private void update(RosterChange change, User user, @Nullable User known) throws SQLException {
    hasUser(change, user.schoolId(), user.id());
    if (known != null) {
      String sql = RosterRows.USER + " FROM users u WHERE u.id = ?";
      still(change, known, session.first(sql, RosterRows::user, user.id()));
    }
    free(
        change,
        "email",
        "SELECT 1 FROM users WHERE email_key = ? AND id <> ?",
        RosterRows.emailKey(user),
        user.id());
    if (user.username() != null) {
      free(
          change,
          "username",
          "SELECT 1 FROM users WHERE school_id = ? AND username_key = ? AND id <> ?",
          user.schoolId(),
          RosterRows.usernameKey(user),
          user.id());
    }
    session.update(
        """
        UPDATE users
        SET role = ?, name = ?, name_key = ?, email = ?, email_key = ?, username = ?,
          username_key = ?, active = ?, created_at = ?, updated_at = ?
        WHERE id = ?\
        """,
        name(user.role()),
        user.name(),
        Name.key(user.name()),
        RosterRows.email(user),
        RosterRows.emailKey(user),
        user.username(),
        RosterRows.usernameKey(user),
        user.active(),
        user.createdAt(),
        user.updatedAt(),
        user.id());
  }

  private void add(RosterChange change, SchoolClass schoolClass) throws SQLException {
    there(change, "SELECT 1 FROM schools WHERE id = ?", schoolClass.schoolId());
    free(change, "_id", "SELECT 1 FROM classes WHERE id = ?", schoolClass.id());
    session.update(
        "INSERT INTO classes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        schoolClass.id(),
        schoolClass.schoolId(),
        schoolClass.name(),
        schoolClass.code(),
        schoolClass.archived(),
        schoolClass.createdAt(),
        schoolClass.updatedAt(),
        Name.key(schoolClass.name()));
  }

  private void update(RosterChange change, SchoolClass schoolClass, @Nullable SchoolClass known)
      throws SQLException {
    if (known != null) {
      hasClass(change, schoolClass.schoolId(), schoolClass.id());
      String sql = RosterRows.CLASS + " FROM classes k WHERE k.id = ?";
      still(change, known, session.first(sql, RosterRows::schoolClass, schoolClass.id()));
    }
    found(
        change,
        session.update(
            """
            UPDATE classes
            SET name = ?, name_key = ?, code = ?, archived = ?, created_at = ?, updated_at = ?
            WHERE id = ? AND school_id = ?\
            """,
            schoolClass.name(),
            Name.key(schoolClass.name()),
            schoolClass.code(),
            schoolClass.archived(),
            schoolClass.createdAt(),
            schoolClass.updatedAt(),
            schoolClass.id(),
            schoolClass.schoolId()));
  }

  private void add(RosterChange change, ClassTeacher teacher) throws SQLException {
    int rows =
        session.update(
            TEACH, teacher.id(), teacher.schoolId(), teacher.classId(), teacher.teacherId());
    if (rows == 0) {
      hasClass(change, teacher.schoolId(), teacher.classId());
      hasUser(change, teacher.schoolId(), teacher.teacherId());
      free(change, "_id", "SELECT 1 FROM class_teachers WHERE id = ?", teacher.id());
      throw new Refused(new RosterResult.Taken(change, "classId"));
    }
  }

  private void add(RosterChange change, ClassEnrollment enrollment) throws SQLException {
    int rows =
        session.update(
            ENROLL,
            enrollment.id(),
            enrollment.schoolId(),
            enrollment.classId(),
            enrollment.studentId());
    if (rows == 0) {
      hasClass(change, enrollment.schoolId(), enrollment.classId());
      hasUser(change, enrollment.schoolId(), enrollment.studentId());
      free(change, "_id", "SELECT 1 FROM class_enrollments WHERE id = ?", enrollment.id());
      throw new Refused(new RosterResult.Taken(change, "classId"));
    }
  }

  private static String link(String table) {
    return """
    INSERT INTO %s SELECT ?1, ?2, ?3, ?4
    WHERE EXISTS (SELECT 1 FROM classes k WHERE k.id = ?3 AND k.school_id = ?2)
    AND EXISTS (SELECT 1 FROM users u WHERE u.id = ?4 AND u.school_id = ?2)
    ON CONFLICT DO NOTHING\
    """
        .formatted(table);
  }

  private void hasUser(RosterChange change, SchoolId school, UserId user) throws SQLException {
    there(change, "SELECT 1 FROM users WHERE id = ? AND school_id = ?", user, school);
  }

  private void hasClass(RosterChange change, SchoolId school, ClassId id) throws SQLException {
    there(change, "SELECT 1 FROM classes WHERE id = ? AND school_id = ?", id, school);
  }

  private void there(RosterChange change, String sql, Object... arguments) throws SQLException {
    if (!session.exists(sql, arguments)) {
      throw new Refused(new RosterResult.Missing(change));
    }
  }

  private void free(RosterChange change, String field, String sql, @Nullable Object... arguments)
      throws SQLException {
    if (session.exists(sql, arguments)) {
      throw new Refused(new RosterResult.Taken(change, field));
    }
  }

  private static <T> void still(RosterChange change, T known, Optional<T> stored) {
    if (!stored.equals(Optional.of(known))) {
      throw new Refused(new RosterResult.Outdated(change));
    }
  }

  private static void found(RosterChange change, int rows) {
    if (rows == 0) {
      throw new Refused(new RosterResult.Missing(change));
    }
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
