// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of the roster: their columns, the fields of the wire, and their rows as records. */
final class RosterRows {

  static final String SCHOOL =
      "SELECT s.id, s.name, s.student_to_student_direct, s.student_groups, s.created_at";
  static final String USER =
      "SELECT u.id, u.school_id, u.role, u.name, u.email, u.username, u.active, u.created_at,"
          + " u.updated_at";
  static final String CREDENTIALS = USER + ", u.password_hash";
  static final String CLASS =
      "SELECT k.id, k.school_id, k.name, k.code, k.archived, k.created_at, k.updated_at";
  static final String TEACHER = "SELECT t.id, t.school_id, t.class_id, t.teacher_id";
  static final String ENROLLMENT = "SELECT e.id, e.school_id, e.class_id, e.student_id";

  static final QuerySql USERS =
      byId(
          "u.id",
          Map.of(
              "_id", QueryColumn.id("u.id"),
              "role", QueryColumn.text("u.role"),
              "name", QueryColumn.name("u.name", "u.name_key"),
              "email", QueryColumn.email("u.email_key"),
              "active", QueryColumn.flag("u.active"),
              "createdAt", QueryColumn.time("u.created_at"),
              "updatedAt", QueryColumn.time("u.updated_at")));

  static final QuerySql CLASSES =
      byId(
          "k.id",
          Map.of(
              "_id", QueryColumn.id("k.id"),
              "name", QueryColumn.name("k.name", "k.name_key"),
              "code", QueryColumn.text("k.code"),
              "archived", QueryColumn.flag("k.archived"),
              "createdAt", QueryColumn.time("k.created_at"),
              "updatedAt", QueryColumn.time("k.updated_at")));

  static final QuerySql TEACHERS =
      byId(
          "t.id",
          Map.of(
              "_id", QueryColumn.id("t.id"),
              "classId", QueryColumn.text("t.class_id"),
              "teacherId", QueryColumn.text("t.teacher_id")));

  static final QuerySql ENROLLMENTS =
      byId(
          "e.id",
          Map.of(
              "_id", QueryColumn.id("e.id"),
              "classId", QueryColumn.text("e.class_id"),
              "studentId", QueryColumn.text("e.student_id")));

  private RosterRows() {}

  static School school(Row row) throws SQLException {
    return new School(
        new SchoolId(row.text(1)),
        row.text(2),
        new SchoolSettings(row.flag(3), row.flag(4)),
        row.time(5));
  }

  static User user(Row row) throws SQLException {
    return new User(
        new UserId(row.text(1)),
        new SchoolId(row.text(2)),
        Role.valueOf(row.text(3).toUpperCase(Locale.ROOT)),
        row.text(4),
        row.text(5).isEmpty() ? null : row.text(5),
        row.textOrNull(6),
        row.flag(7),
        row.time(8),
        row.time(9));
  }

  /** What stands in the column of addresses. */
  static String email(User user) {
    return user.email() == null ? "" : user.email();
  }

  /** No address begins like that of somebody who has none. */
  static String emailKey(User user) {
    return user.email() == null ? "\n" + user.id() : EmailAddress.key(user.email());
  }

  static @Nullable String usernameKey(User user) {
    return user.username() == null ? null : UserName.key(user.username());
  }

  static Credentials credentials(Row row) throws SQLException {
    return new Credentials(user(row), row.text(10));
  }

  static SchoolClass schoolClass(Row row) throws SQLException {
    return new SchoolClass(
        new ClassId(row.text(1)),
        new SchoolId(row.text(2)),
        row.text(3),
        row.text(4),
        row.flag(5),
        row.time(6),
        row.time(7));
  }

  static ClassTeacher teacher(Row row) throws SQLException {
    return teacher(row, new KnownIds());
  }

  static ClassTeacher teacher(Row row, KnownIds ids) throws SQLException {
    return new ClassTeacher(
        row.text(1), ids.school(row.text(2)), ids.schoolClass(row.text(3)), ids.user(row.text(4)));
  }

  static ClassEnrollment enrollment(Row row) throws SQLException {
    return enrollment(row, new KnownIds());
  }

  static ClassEnrollment enrollment(Row row, KnownIds ids) throws SQLException {
    return new ClassEnrollment(
        row.text(1), ids.school(row.text(2)), ids.schoolClass(row.text(3)), ids.user(row.text(4)));
  }

  private static QuerySql byId(String id, Map<String, QueryColumn> fields) {
    return new QuerySql(fields, id, id);
  }
}
