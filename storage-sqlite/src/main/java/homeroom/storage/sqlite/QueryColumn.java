// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a field of the wire is in the tables.
 *
 * @param column an expression over the tables of the query
 * @param unique whether no two rows of one query have the same value, which settles their order
 * @param rows where the many values of the field are, FROM and WHERE; null for a field of one value
 */
record QueryColumn(String column, Type type, boolean unique, @Nullable String rows) {

  enum Type {
    TEXT,
    /** Compared in lower case; the column has lower case. */
    TEXT_OF_ANY_CASE,
    NUMBER,
    FLAG,
    TIME
  }

  static QueryColumn text(String column) {
    return new QueryColumn(column, Type.TEXT, false, null);
  }

  static QueryColumn textOfAnyCase(String column) {
    return new QueryColumn(column, Type.TEXT_OF_ANY_CASE, false, null);
  }

  static QueryColumn id(String column) {
    return new QueryColumn(column, Type.TEXT, true, null);
  }

  static QueryColumn number(String column) {
    return new QueryColumn(column, Type.NUMBER, true, null);
  }

  static QueryColumn flag(String column) {
    return new QueryColumn(column, Type.FLAG, false, null);
  }

  static QueryColumn time(String column) {
    return new QueryColumn(column, Type.TIME, false, null);
  }

  /** The value as the column has it; null if this field never has such a value. */
  @Nullable Object stored(Object value) {
    return switch (type) {
      case TEXT -> value instanceof String text ? text : null;
      case TEXT_OF_ANY_CASE -> value instanceof String text ? text.toLowerCase(Locale.ROOT) : null;
      case NUMBER -> value instanceof Long number ? number : null;
      case FLAG -> value instanceof Boolean flag ? (flag ? 1L : 0L) : null;
      case TIME -> value instanceof Instant time ? time.toEpochMilli() : null;
    };
  }

  /** The condition on this field, which is written for its column; any one of many may meet it. */
  Sql holds(Sql condition) {
    return rows == null
        ? condition
        : new Sql("EXISTS (SELECT 1 " + rows + " AND ").add(condition).add(")");
  }

  /** A term of ORDER BY; of many values the first in that direction counts. */
  String order(boolean descending) {
    String value =
        rows == null
            ? column
            : "(SELECT " + (descending ? "max(" : "min(") + column + ") " + rows + ")";
    return value + (descending ? " DESC" : " ASC");
  }
}
