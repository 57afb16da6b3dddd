// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a field of the wire is in the tables.
 *
 * @param column an expression over the tables of the query
 * @param unique whether no two rows of one query have the same value, which settles their order
 * @param key the column by which rows are put in order
 * @param rows where the many values of the field are, FROM and WHERE; null for a field of one value
 */
record QueryColumn(String column, Type type, boolean unique, String key, @Nullable String rows) {

  enum Type {
    TEXT,
    /** The column has the key of the address. */
    EMAIL,
    /** The column has the canonical form. */
    NAME,
    NUMBER,
    FLAG,
    TIME
  }

  private static QueryColumn of(String column, Type type, boolean unique) {
    return new QueryColumn(column, type, unique, column, null);
  }

  static QueryColumn text(String column) {
    return of(column, Type.TEXT, false);
  }

  static QueryColumn email(String key) {
    return of(key, Type.EMAIL, false);
  }

  static QueryColumn name(String column, String key) {
    return new QueryColumn(column, Type.NAME, false, key, null);
  }

  static QueryColumn id(String column) {
    return of(column, Type.TEXT, true);
  }

  static QueryColumn number(String column) {
    return of(column, Type.NUMBER, true);
  }

  /** One that several rows may have. */
  static QueryColumn repeatedNumber(String column) {
    return of(column, Type.NUMBER, false);
  }

  static QueryColumn flag(String column) {
    return of(column, Type.FLAG, false);
  }

  static QueryColumn time(String column) {
    return of(column, Type.TIME, false);
  }

  /** The value as the column has it; null if this field never has such a value. */
  @Nullable Object stored(Object value) {
    return switch (type) {
      case TEXT -> value instanceof String text ? text : null;
      case EMAIL -> value instanceof String text ? EmailAddress.key(text) : null;
      case NAME -> value instanceof String text ? Name.canonical(text) : null;
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
            ? key
            : "(SELECT " + (descending ? "max(" : "min(") + column + ") " + rows + ")";
    return value + (descending ? " DESC" : " ASC");
  }
}
