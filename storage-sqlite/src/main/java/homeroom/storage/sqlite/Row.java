// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The row that a statement stands on; columns are counted from 1. */
record Row(ResultSet cells) {

  /** Makes a value of the row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  String text(int column) throws SQLException {
    String text = textOrNull(column);
    if (text == null) {
      throw new SQLException("column " + column + " is null");
    }
    return text;
  }

  @Nullable String textOrNull(int column) throws SQLException {
    return cells.getString(column);
  }

  byte[] bytes(int column) throws SQLException {
    byte[] bytes = cells.getBytes(column);
    if (bytes == null) {
      throw new SQLException("column " + column + " is null");
    }
    return bytes;
  }

  boolean isNull(int column) throws SQLException {
    return cells.getString(column) == null;
  }

  long number(int column) throws SQLException {
    return cells.getLong(column);
  }

  boolean flag(int column) throws SQLException {
    return cells.getInt(column) != 0;
  }

  Instant time(int column) throws SQLException {
    return Instant.ofEpochMilli(cells.getLong(column));
  }

  @Nullable Instant timeOrNull(int column) throws SQLException {
    long millis = cells.getLong(column);
    return cells.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
