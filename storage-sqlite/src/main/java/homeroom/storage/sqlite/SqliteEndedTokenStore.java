// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.session.EndedToken;
import homeroom.chat.session.EndedTokenStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteEndedTokenStore implements EndedTokenStore {

  private final Database database;

  SqliteEndedTokenStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(EndedToken token) {
    database.write(session ->
        session.update(
            "INSERT INTO ended_tokens VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            token.key(),
            token.endedAt(),
            token.expiresAt()));
  }

  @Override
  public List<EndedToken> endedSince(Instant from) {
    return database.read(session ->
        session.list(
            "SELECT t.key, t.ended_at, t.expires_at FROM ended_tokens t WHERE t.ended_at >= ?",
            SqliteEndedTokenStore::token,
            from));
  }

  @Override
  public List<EndedToken> beginningWith(String prefix) {
    return database.read(session ->
        session.list(
            "SELECT t.key, t.ended_at, t.expires_at FROM ended_tokens t"
                + " WHERE t.key >= ? AND t.key < ?",
            SqliteEndedTokenStore::token,
            prefix,
            prefix + Character.MAX_VALUE));
  }

  @Override
  public void purge(Instant now) {
    database.write(
        session -> session.update("DELETE FROM ended_tokens WHERE expires_at <= ?", now));
  }

  private static EndedToken token(Row row) throws SQLException {
    return new EndedToken(row.text(1), row.time(2), row.time(3));
  }
}
