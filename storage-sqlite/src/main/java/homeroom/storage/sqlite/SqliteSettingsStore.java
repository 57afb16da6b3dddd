// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.policy.SettingsStore;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteSettingsStore implements SettingsStore {

  static final String COLUMNS = "SELECT s.school_id, s.version, s.at, s.changed_by, s.text";

  private final Database database;

  SqliteSettingsStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<StoredSettings> newest(SchoolId school) {
    return versions(school, 1).stream().findFirst();
  }

  @Override
  public List<StoredSettings> versions(SchoolId school, int limit) {
    return database.read(session ->
        session.list(
            COLUMNS + " FROM settings s WHERE s.school_id = ? ORDER BY s.version DESC LIMIT ?",
            SqliteSettingsStore::settings,
            school,
            limit));
  }

  @Override
  public boolean add(StoredSettings settings, AuditEvent event) {
    return database.write(session -> {
      int added =
          session.update(
              """
              INSERT INTO settings (school_id, version, at, changed_by, text)
              SELECT ?, ?, ?, ?, ? WHERE ? - 1 =
                (SELECT coalesce(max(s.version), 0) FROM settings s WHERE s.school_id = ?)\
              """,
              settings.schoolId(),
              settings.version(),
              settings.at(),
              settings.by(),
              settings.text(),
              settings.version(),
              settings.schoolId());
      if (added > 0) {
        var _ = AuditWrites.append(session, event);
      }
      return added > 0;
    });
  }

  @Override
  public Set<ClassId> closedClasses(SchoolId school) {
    return database.read(session ->
        Set.copyOf(
            session.list(
                "SELECT k.class_id FROM closed_classes k WHERE k.school_id = ? AND k.closed = 1",
                row -> new ClassId(row.text(1)),
                school)));
  }

  @Override
  public void close(SchoolId school, ClassId classId, boolean closed) {
    database.write(session ->
        session.update(
            """
            INSERT INTO closed_classes VALUES (?, ?, ?, 1)
            ON CONFLICT DO UPDATE SET closed = excluded.closed, changes = changes + 1
            WHERE closed <> excluded.closed\
            """,
            school,
            classId,
            closed));
  }

  @Override
  public long version() {
    return database.read(session ->
        session.number(
            """
            SELECT (SELECT count(*) FROM settings)
              + (SELECT coalesce(sum(k.changes), 0) FROM closed_classes k)\
            """));
  }

  static StoredSettings settings(Row row) throws SQLException {
    return new StoredSettings(
        new SchoolId(row.text(1)), row.number(2), row.time(3), row.text(4), row.text(5));
  }
}
