// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteFactorStore implements FactorStore {

  static final String COLUMNS =
      "SELECT f.kind, f.key, f.school_id, f.user_id, f.value, f.created_at, f.expires_at";

  private static final String INSERT =
      "INSERT INTO factors VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

  private final Database database;

  SqliteFactorStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(Factor factor) {
    return database.write(session -> put(session, factor)) > 0;
  }

  @Override
  public boolean replace(Factor factor) {
    return database.write(session -> {
      int added = put(session, factor);
      if (added > 0) {
        session.update(
            "DELETE FROM factors WHERE user_id = ? AND kind = ? AND id <> ?",
            factor.userId(),
            factor.kind().text(),
            factor.id());
      }
      return added > 0;
    });
  }

  /** How many rows it made. */
  static int put(StatementCache session, Factor factor) throws SQLException {
    return session.update(
        INSERT,
        factor.id(),
        factor.kind().text(),
        factor.key(),
        factor.schoolId(),
        factor.userId(),
        factor.value(),
        factor.createdAt(),
        factor.expiresAt());
  }

  @Override
  public Optional<Factor> find(FactorKind kind, String key) {
    return database.read(session ->
        session.first(
            COLUMNS + " FROM factors f WHERE f.id = ?",
            SqliteFactorStore::factor,
            Factor.id(kind, key)));
  }

  @Override
  public List<Factor> of(UserId user) {
    return database.read(session ->
        session.list(
            COLUMNS + " FROM factors f WHERE f.user_id = ? ORDER BY f.id",
            SqliteFactorStore::factor,
            user));
  }

  @Override
  public boolean remove(FactorKind kind, String key) {
    return database.write(
            session -> session.update("DELETE FROM factors WHERE id = ?", Factor.id(kind, key)))
        > 0;
  }

  @Override
  public void removeAll(UserId user, Set<FactorKind> kinds) {
    List<String> words = kinds.stream().map(FactorKind::text).toList();
    database.write(session ->
        session.update(
            """
            DELETE FROM factors WHERE user_id = ?
            AND kind IN (SELECT ids.value FROM json_each(?) ids)\
            """,
            user,
            JsonList.of(words)));
  }

  @Override
  public void purge(Instant now) {
    database.write(session -> session.update("DELETE FROM factors WHERE expires_at <= ?", now));
  }

  static Factor factor(Row row) throws SQLException {
    String kind = row.text(1);
    return new Factor(
        Arrays.stream(FactorKind.values())
            .filter(each -> each.text().equals(kind))
            .findFirst()
            .orElseThrow(() -> new SqliteFault("There is no kind of factor '" + kind + "'.", null)),
        row.text(2),
        new SchoolId(row.text(3)),
        new UserId(row.text(4)),
        row.text(5),
        row.time(6),
        row.timeOrNull(7));
  }
}
