// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.UserId;
import homeroom.chat.session.SignIn;
import homeroom.chat.session.SignInStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteSignInStore implements SignInStore {

  private static final String SELECT =
      """
      SELECT s.id, s.user_id, s.key, s.at, s.expires_at, s.network, s.device FROM sign_ins s \
      """;

  private final Database database;

  SqliteSignInStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(SignIn signIn, int most) {
    database.write(session -> {
      session.update(
          "INSERT INTO sign_ins VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          signIn.id(),
          signIn.userId(),
          signIn.key(),
          signIn.at(),
          signIn.expiresAt(),
          signIn.network(),
          signIn.device());
      return session.update(
          """
          DELETE FROM sign_ins WHERE id IN (SELECT s.id FROM sign_ins s WHERE s.user_id = ?
            ORDER BY s.at DESC, s.id DESC LIMIT -1 OFFSET ?)\
          """,
          signIn.userId(),
          most);
    });
  }

  @Override
  public List<SignIn> of(UserId user) {
    return database.read(session ->
        session.list(
            SELECT + "WHERE s.user_id = ? ORDER BY s.at DESC, s.id DESC",
            SqliteSignInStore::signIn,
            user));
  }

  @Override
  public Optional<SignIn> signIn(String id) {
    return database.read(
        session -> session.first(SELECT + "WHERE s.id = ?", SqliteSignInStore::signIn, id));
  }

  @Override
  public void purge(Instant now) {
    database.write(session -> session.update("DELETE FROM sign_ins WHERE expires_at <= ?", now));
  }

  private static SignIn signIn(Row row) throws SQLException {
    return new SignIn(
        row.text(1),
        new UserId(row.text(2)),
        row.text(3),
        row.time(4),
        row.time(5),
        row.text(6),
        row.text(7));
  }
}
