// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** The step that makes chains of what was written down before there were any, in its order. */
final class AuditChaining {

  private static final String SCRIPT = "0003-audit-chains.sql";

  static final Migration STEP = new Migration(SCRIPT, AuditChaining::apply);

  private AuditChaining() {}

  private static void apply(Statement statement) throws SQLException {
    Migration.script(SCRIPT).step().apply(statement);
    try (ResultSet rows =
            statement.executeQuery(
                "SELECT school_id, at, actor, action, target, reason FROM audit"
                    + " ORDER BY school_id, key");
        PreparedStatement insert = statement.getConnection().prepareStatement(AuditWrites.INSERT)) {
      AuditEntry last = null;
      while (rows.next()) {
        AuditEvent event = event(rows);
        last =
            last == null || !last.event().chain().equals(event.chain())
                ? AuditEntry.first(event)
                : last.next(event);
        Object[] values = AuditWrites.values(last);
        for (int i = 0; i < values.length; i++) {
          insert.setObject(i + 1, values[i]);
        }
        insert.executeUpdate();
      }
    }
  }

  private static AuditEvent event(ResultSet row) throws SQLException {
    return new AuditEvent(
        new AuditChain(row.getString(1)),
        Instant.ofEpochMilli(row.getLong(2)),
        new AuditActor(row.getString(3)),
        row.getString(4),
        row.getString(5),
        "",
        "",
        1,
        row.getString(6));
  }
}
