// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.audit.AuditTally;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts entries at the ends of their chains, within one write of the store. */
final class AuditWrites {

  static final String INSERT =
      """
      INSERT INTO audit_entries (chain, seq, at, actor, action, target, detail, network, count,
        reason, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String HEAD =
      "SELECT e.seq, e.hash FROM audit_entries e WHERE e.chain = ? ORDER BY e.seq DESC LIMIT 1";

  private static final String COUNT =
      """
      INSERT INTO audit_tallies (quarter, chain, target, network, count, last)
      VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT DO UPDATE
      SET count = count + 1, last = max(last, excluded.last)\
      """;

  private static final String DUE =
      """
      SELECT t.quarter, t.chain, t.target, t.network, t.count, t.last FROM audit_tallies t
      WHERE t.quarter <= ? ORDER BY t.quarter\
      """;

  private record Head(long seq, String hash) {}

  private AuditWrites() {}

  static AuditEntry append(StatementCache session, AuditEvent event) throws SQLException {
    Optional<Head> head =
        session.first(HEAD, row -> new Head(row.number(1), row.text(2)), event.chain().name());
    AuditEntry entry =
        head.isEmpty()
            ? AuditEntry.first(event)
            : AuditEntry.after(head.get().seq(), head.get().hash(), event);
    session.update(INSERT, values(entry));
    return entry;
  }

  /** As a copy brings it; what is there stays. */
  static void put(StatementCache session, AuditEntry entry) throws SQLException {
    session.update(INSERT + " ON CONFLICT DO NOTHING", values(entry));
  }

  static int count(StatementCache session, AuditTally tally, Instant at) throws SQLException {
    return session.update(
        COUNT, tally.quarter(), tally.chain().name(), tally.target(), tally.network(), at);
  }

  static int settle(StatementCache session, Instant latest) throws SQLException {
    List<AuditEvent> due = session.list(DUE, AuditWrites::event, latest);
    for (AuditEvent event : due) {
      var _ = append(session, event);
    }
    if (!due.isEmpty()) {
      session.update("DELETE FROM audit_tallies WHERE quarter <= ?", latest);
    }
    return due.size();
  }

  private static AuditEvent event(Row row) throws SQLException {
    var tally = new AuditTally(new AuditChain(row.text(2)), row.text(3), row.text(4), row.time(1));
    return tally.event(row.number(5), row.time(6));
  }

  static Object[] values(AuditEntry entry) {
    AuditEvent event = entry.event();
    return new Object[] {
      event.chain().name(),
      entry.seq(),
      event.at().toEpochMilli(),
      event.actor().text(),
      event.action(),
      event.target(),
      event.detail(),
      event.network(),
      event.count(),
      event.reason(),
      entry.hash()
    };
  }

  static AuditEntry entry(Row row) throws SQLException {
    var event =
        new AuditEvent(
            new AuditChain(row.text(1)),
            row.time(3),
            new AuditActor(row.text(4)),
            row.text(5),
            row.text(6),
            row.text(7),
            row.text(8),
            row.number(9),
            row.text(10));
    return new AuditEntry(row.number(2), event, row.text(11));
  }
}
