// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection and its prepared statements, the latest used kept. For one thread only. */
final class StatementCache implements AutoCloseable {

  private final Connection connection;
  private final int cachedStatements;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

  StatementCache(Connection connection, int cachedStatements) {
    this.connection = connection;
    this.cachedStatements = cachedStatements;
  }

  <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    return query(
        sql,
        arguments,
        cells -> {
          var list = new ArrayList<T>();
          var row = new Row(cells);
          while (cells.next()) {
            list.add(reader.read(row));
          }
          return list;
        });
  }

  <T> Optional<T> first(String sql, Row.Reader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    return query(
        sql,
        arguments,
        cells -> cells.next() ? Optional.of(reader.read(new Row(cells))) : Optional.empty());
  }

  /** The number in the first column of the first row; 0 if there is none. */
  long number(String sql, @Nullable Object... arguments) throws SQLException {
    return query(sql, arguments, cells -> cells.next() ? cells.getLong(1) : 0L);
  }

  boolean exists(String sql, @Nullable Object... arguments) throws SQLException {
    return query(sql, arguments, ResultSet::next);
  }

  /** How many rows the statement changed. */
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return execute(sql, arguments, PreparedStatement::executeUpdate);
  }

  /** Sets something for this session: SQLite does it while it prepares the statement. */
  void set(String pragma) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(pragma);
    }
  }

  /** What this session has prepared and kept. */
  Set<String> statements() {
    return Set.copyOf(statements.keySet());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  @FunctionalInterface
  private interface Use<A, T> {
    T of(A thing) throws SQLException;
  }

  private <T> T query(String sql, @Nullable Object[] arguments, Use<ResultSet, T> use)
      throws SQLException {
    return execute(
        sql,
        arguments,
        statement -> {
          try (ResultSet cells = statement.executeQuery()) {
            return use.of(cells);
          }
        });
  }

  /** The driver finalizes some statements that fail: none of those is used again. */
  private <T> T execute(String sql, @Nullable Object[] arguments, Use<PreparedStatement, T> use)
      throws SQLException {
    PreparedStatement statement = prepared(sql);
    try {
      for (int i = 0; i < arguments.length; i++) {
        bind(statement, i + 1, arguments[i]);
      }
      return use.of(statement);
    } catch (SQLException e) {
      statements.remove(sql);
      statement.close();
      throw e;
    }
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      forgetEldest();
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  private void forgetEldest() throws SQLException {
    if (statements.size() >= cachedStatements) {
      var eldest = statements.entrySet().iterator();
      eldest.next().getValue().close();
      eldest.remove();
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, java.sql.Types.NULL);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setLong(index, number);
      case Boolean flag -> statement.setLong(index, flag ? 1 : 0);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case Instant time -> statement.setLong(index, time.toEpochMilli());
      default -> statement.setString(index, value.toString());
    }
  }
}
