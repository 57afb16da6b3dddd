// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteRosterStore implements RosterStore {

  private static final String USERS_AMONG =
      RosterRows.USER
          + " FROM users u WHERE u.id IN (SELECT ids.value FROM json_each(?) ids)"
          + " AND u.school_id = ?";

  private final Database database;

  SqliteRosterStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<User> userById(UserId id) {
    return first(RosterRows.USER + " FROM users u WHERE u.id = ?", RosterRows::user, id);
  }

  @Override
  public Optional<Credentials> credentials(String email) {
    return first(
        RosterRows.CREDENTIALS + " FROM users u WHERE u.email_key = ?",
        RosterRows::credentials,
        EmailAddress.key(email));
  }

  @Override
  public Optional<Credentials> credentials(SchoolId school, String username) {
    return first(
        RosterRows.CREDENTIALS + " FROM users u WHERE u.school_id = ? AND u.username_key = ?",
        RosterRows::credentials,
        school,
        UserName.key(username));
  }

  @Override
  public Optional<Credentials> credentials(UserId id) {
    return first(
        RosterRows.CREDENTIALS + " FROM users u WHERE u.id = ?", RosterRows::credentials, id);
  }

  @Override
  public List<School> schools() {
    return list(RosterRows.SCHOOL + " FROM schools s ORDER BY s.id", RosterRows::school);
  }

  @Override
  public Optional<School> school(SchoolId id) {
    return first(RosterRows.SCHOOL + " FROM schools s WHERE s.id = ?", RosterRows::school, id);
  }

  @Override
  public Optional<User> user(SchoolId school, UserId id) {
    return first(
        RosterRows.USER + " FROM users u WHERE u.id = ? AND u.school_id = ?",
        RosterRows::user,
        id,
        school);
  }

  @Override
  public List<User> users(SchoolId school, Collection<UserId> ids) {
    return list(USERS_AMONG, RosterRows::user, JsonList.of(ids), school);
  }

  @Override
  public Optional<SchoolClass> schoolClass(SchoolId school, ClassId id) {
    return first(
        RosterRows.CLASS + " FROM classes k WHERE k.id = ? AND k.school_id = ?",
        RosterRows::schoolClass,
        id,
        school);
  }

  @Override
  public List<SchoolClass> classes(SchoolId school) {
    return list(
        RosterRows.CLASS + " FROM classes k WHERE k.school_id = ? ORDER BY k.id",
        RosterRows::schoolClass,
        school);
  }

  @Override
  public List<User> people(SchoolId school) {
    return database.atLength(session ->
        session.list(
            RosterRows.USER + " FROM users u WHERE u.school_id = ?", RosterRows::user, school));
  }

  @Override
  public Set<ClassId> classesTaughtBy(SchoolId school, UserId teacher) {
    return Set.copyOf(
        list(
            """
            SELECT k.id FROM class_teachers t JOIN classes k ON k.id = t.class_id
            WHERE t.teacher_id = ? AND t.school_id = ? AND k.archived = 0\
            """,
            row -> new ClassId(row.text(1)),
            teacher,
            school));
  }

  @Override
  public Set<ClassId> classesAttendedBy(SchoolId school, UserId student) {
    return Set.copyOf(
        list(
            """
            SELECT k.id FROM class_enrollments e JOIN classes k ON k.id = e.class_id
            WHERE e.student_id = ? AND e.school_id = ? AND k.archived = 0\
            """,
            row -> new ClassId(row.text(1)),
            student,
            school));
  }

  @Override
  public ClassMembers members(SchoolId school, ClassId id) {
    String teachers =
        """
        SELECT u.id FROM classes k
        JOIN class_teachers t ON t.class_id = k.id JOIN users u ON u.id = t.teacher_id
        WHERE k.id = ? AND k.school_id = ? AND k.archived = 0
        AND u.active = 1 AND u.role = 'teacher'\
        """;
    String students =
        """
        SELECT u.id FROM classes k
        JOIN class_enrollments e ON e.class_id = k.id JOIN users u ON u.id = e.student_id
        WHERE k.id = ? AND k.school_id = ? AND k.archived = 0
        AND u.active = 1 AND u.role = 'student'\
        """;
    return database.read(session ->
        new ClassMembers(
            Set.copyOf(session.list(teachers, SqliteRosterStore::userId, id, school)),
            Set.copyOf(session.list(students, SqliteRosterStore::userId, id, school))));
  }

  @Override
  public Set<UserId> admins(SchoolId school) {
    return Set.copyOf(
        list(
            """
            SELECT u.id FROM users u
            WHERE u.school_id = ? AND u.role = 'admin' AND u.active = 1\
            """,
            SqliteRosterStore::userId,
            school));
  }

  @Override
  public Page<User> findUsers(SchoolId school, Query query) {
    var source = new Sql("FROM users u WHERE u.school_id = ?", school);
    return page(RosterRows.USERS, RosterRows.USER, source, query, RosterRows::user);
  }

  @Override
  public Page<SchoolClass> findClasses(SchoolId school, Query query) {
    var source = new Sql("FROM classes k WHERE k.school_id = ?", school);
    return page(RosterRows.CLASSES, RosterRows.CLASS, source, query, RosterRows::schoolClass);
  }

  @Override
  public Page<ClassTeacher> findClassTeachers(SchoolId school, Query query) {
    var source = new Sql("FROM class_teachers t WHERE t.school_id = ?", school);
    return page(RosterRows.TEACHERS, RosterRows.TEACHER, source, query, RosterRows::teacher);
  }

  @Override
  public Page<ClassEnrollment> findClassEnrollments(SchoolId school, Query query) {
    var source = new Sql("FROM class_enrollments e WHERE e.school_id = ?", school);
    return page(
        RosterRows.ENROLLMENTS, RosterRows.ENROLLMENT, source, query, RosterRows::enrollment);
  }

  @Override
  public SchoolRoster everything(SchoolId school) {
    return database.atLength(session -> {
      var ids = new KnownIds();
      return new SchoolRoster(
          session.list(
              RosterRows.USER + " FROM users u WHERE u.school_id = ?", RosterRows::user, school),
          classes(session, school),
          session.list(
              RosterRows.TEACHER + " FROM class_teachers t WHERE t.school_id = ?",
              row -> RosterRows.teacher(row, ids),
              school),
          session.list(
              RosterRows.ENROLLMENT + " FROM class_enrollments e WHERE e.school_id = ?",
              row -> RosterRows.enrollment(row, ids),
              school));
    });
  }

  @Override
  public SchoolRoster everythingOf(SchoolId school, Collection<UserId> people) {
    String among = JsonList.of(people);
    return database.atLength(session -> {
      var ids = new KnownIds();
      return new SchoolRoster(
          session.list(USERS_AMONG, RosterRows::user, among, school),
          classes(session, school),
          session.list(
              RosterRows.TEACHER
                  + " FROM class_teachers t"
                  + " WHERE t.teacher_id IN (SELECT ids.value FROM json_each(?) ids)"
                  + " AND t.school_id = ?",
              row -> RosterRows.teacher(row, ids),
              among,
              school),
          session.list(
              RosterRows.ENROLLMENT
                  + " FROM class_enrollments e"
                  + " WHERE e.student_id IN (SELECT ids.value FROM json_each(?) ids)"
                  + " AND e.school_id = ?",
              row -> RosterRows.enrollment(row, ids),
              among,
              school));
    });
  }

  private static List<SchoolClass> classes(StatementCache session, SchoolId school)
      throws SQLException {
    return session.list(
        RosterRows.CLASS + " FROM classes k WHERE k.school_id = ?",
        RosterRows::schoolClass,
        school);
  }

  @Override
  public RosterResult bringIn(List<RosterChange> changes) {
    List<RosterChange> all = List.copyOf(changes);
    try {
      return database.writeBehind(session -> new RosterWrites(session).apply(all));
    } catch (RosterWrites.Refused refused) {
      return refused.result();
    }
  }

  @Override
  public RosterResult apply(List<RosterChange> changes, List<AuditEvent> events) {
    List<RosterChange> all = List.copyOf(changes);
    List<AuditEvent> written = List.copyOf(events);
    try {
      return database.write(session -> {
        RosterResult result = new RosterWrites(session).apply(all);
        for (AuditEvent event : written) {
          var _ = AuditWrites.append(session, event);
        }
        return result;
      });
    } catch (RosterWrites.Refused refused) {
      return refused.result();
    }
  }

  @Override
  public boolean renewsHashes() {
    return true;
  }

  @Override
  public boolean replaceHash(Credentials known, String passwordHash) {
    int rows =
        database.write(session ->
            session.update(
                "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?",
                passwordHash,
                known.user().id(),
                known.passwordHash()));
    return rows > 0;
  }

  @Override
  public long version() {
    return database.read(session -> session.number("SELECT version FROM roster_version"));
  }

  private static UserId userId(Row row) throws SQLException {
    return new UserId(row.text(1));
  }

  private <T> Optional<T> first(String sql, Row.Reader<T> reader, @Nullable Object... arguments) {
    return database.read(session -> session.first(sql, reader, arguments));
  }

  private <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... arguments) {
    return database.read(session -> session.list(sql, reader, arguments));
  }

  private <T> Page<T> page(
      QuerySql fields, String columns, Sql source, Query query, Row.Reader<T> reader) {
    return database.read(session -> fields.page(session, columns, source, query, reader));
  }
}
