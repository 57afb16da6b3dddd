// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.AuditEntry;
import homeroom.chat.school.AuditLog;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.util.List;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteAuditLog implements AuditLog {

  private static final String RECORD =
      """
      INSERT INTO audit (school_id, at, actor, action, target, reason)
      VALUES (?, ?, ?, ?, ?, ?)\
      """;

  private static final String NEWEST =
      """
      SELECT a.school_id, a.at, a.actor, a.action, a.target, a.reason
      FROM audit a WHERE a.school_id = ? ORDER BY a.at DESC, a.key DESC LIMIT ?\
      """;

  private final Database database;

  SqliteAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public void record(AuditEntry entry) {
    database.write(session -> record(session, entry));
  }

  static int record(StatementCache session, AuditEntry entry) throws SQLException {
    return session.update(
        RECORD,
        entry.schoolId(),
        entry.at(),
        entry.actor(),
        entry.action(),
        entry.target(),
        entry.reason());
  }

  @Override
  public List<AuditEntry> newest(SchoolId school, int limit) {
    return database.read(session -> session.list(NEWEST, SqliteAuditLog::entry, school, limit));
  }

  static AuditEntry entry(Row row) throws SQLException {
    return new AuditEntry(
        new SchoolId(row.text(1)),
        row.time(2),
        new UserId(row.text(3)),
        row.text(4),
        row.text(5),
        row.text(6));
  }
}
