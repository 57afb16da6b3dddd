// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.audit.AuditLog;
import homeroom.chat.audit.AuditTally;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteAuditLog implements AuditLog {

  /** From SELECT up to FROM, as {@link AuditWrites#entry} reads it. */
  static final String COLUMNS =
      """
      SELECT e.chain, e.seq, e.at, e.actor, e.action, e.target, e.detail, e.network, e.count,
        e.reason, e.hash\
      """;

  private static final String NEXT_CHAIN =
      "SELECT e.chain FROM audit_entries e WHERE e.chain > ? ORDER BY e.chain LIMIT 1";

  private static final QuerySql QUERIES =
      new QuerySql(
          Map.of(
              "seq", QueryColumn.number("e.seq"),
              "actor", QueryColumn.text("e.actor"),
              "action", QueryColumn.text("e.action"),
              "target", QueryColumn.text("e.target"),
              "network", QueryColumn.text("e.network"),
              "at", QueryColumn.time("e.at")),
          "e.seq DESC",
          "e.seq");

  private final Database database;

  SqliteAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public AuditEntry record(AuditEvent event) {
    return database.write(session -> AuditWrites.append(session, event));
  }

  @Override
  public void count(AuditTally tally, Instant at) {
    database.write(session -> AuditWrites.count(session, tally, at));
  }

  @Override
  public int settle(Instant latest) {
    boolean due =
        database.read(session ->
            session.exists("SELECT 1 FROM audit_tallies t WHERE t.quarter <= ? LIMIT 1", latest));
    return due ? database.write(session -> AuditWrites.settle(session, latest)) : 0;
  }

  @Override
  public List<AuditChain> chains() {
    return database.read(session -> {
      var chains = new ArrayList<AuditChain>();
      if (session.exists(
          "SELECT 1 FROM audit_entries e WHERE e.chain = ? LIMIT 1",
          AuditChain.INSTALLATION.name())) {
        chains.add(AuditChain.INSTALLATION);
      }
      Optional<String> next = session.first(NEXT_CHAIN, row -> row.text(1), "");
      while (next.isPresent()) {
        chains.add(new AuditChain(next.get()));
        next = session.first(NEXT_CHAIN, row -> row.text(1), next.get());
      }
      return chains;
    });
  }

  @Override
  public List<AuditEntry> entries(AuditChain chain, long after, int limit) {
    return database.read(session ->
        session.list(
            COLUMNS
                + " FROM audit_entries e WHERE e.chain = ? AND e.seq > ? ORDER BY e.seq LIMIT ?",
            AuditWrites::entry,
            chain.name(),
            after,
            limit));
  }

  @Override
  public Page<AuditEntry> find(AuditChain chain, Query query) {
    var source = new Sql("FROM audit_entries e WHERE e.chain = ?", chain.name());
    return database.search(
        session -> QUERIES.page(session, COLUMNS, source, query, AuditWrites::entry));
  }
}
