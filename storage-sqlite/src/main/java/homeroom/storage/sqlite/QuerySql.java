// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.And;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.In;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Filter.Or;
import homeroom.chat.query.Order;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns searches in the words of the wire into SQL: known fields become columns, values become
 * parameters, nothing else of a query reaches the text.
 *
 * @param fields by their names on the wire
 * @param ownOrder the order of a query that asks for none
 * @param ties the order of rows that sort alike
 * @param places where rows have their number, if they have one
 */
record QuerySql(
    Map<String, QueryColumn> fields, String ownOrder, String ties, @Nullable Places places) {

  /**
   * The rows of a source are numbered in the order of a field, without gaps: so a range of it is
   * counted by its first and its last row, however long it is.
   *
   * @param field its name on the wire
   * @param column the column of the field
   * @param number the column of the numbers
   */
  record Places(String field, String column, String number) {

    private boolean areRange(Filter filter) {
      return switch (filter) {
        case Compare compare ->
            compare.field().equals(field) && compare.operator() != Operator.NOT_EQUAL;
        case And and -> and.parts().stream().allMatch(this::areRange);
        case In in -> false;
        case Or or -> false;
      };
    }

    private long count(StatementCache session, Sql found) throws SQLException {
      long last = end(session, found, " DESC");
      return last == 0 ? 0 : last - end(session, found, " ASC") + 1;
    }

    private long end(StatementCache session, Sql found, String direction) throws SQLException {
      Sql end =
          new Sql("SELECT " + number + " ")
              .add(found)
              .add(" ORDER BY " + column + direction + " LIMIT 1");
      return session.number(end.text(), end.arguments());
    }
  }

  QuerySql {
    fields = Map.copyOf(fields);
  }

  QuerySql(Map<String, QueryColumn> fields, String ownOrder, String ties) {
    this(fields, ownOrder, ties, null);
  }

  /**
   * @param columns from SELECT up to FROM
   * @param source FROM and WHERE of everything that may be found, ready for another AND
   */
  <T> Page<T> page(
      StatementCache session, String columns, Sql source, Query query, Row.Reader<T> reader)
      throws SQLException {
    Sql found = new Sql("").add(source).add(" AND ").add(condition(query.filter()));
    return page(session, new Sql(columns).add(" ").add(found), found, query, reader);
  }

  /**
   * @param select what is found, and perhaps no more of it than the page can have, without an order
   * @param found FROM and WHERE of all that is found
   */
  <T> Page<T> page(StatementCache session, Sql select, Sql found, Query query, Row.Reader<T> reader)
      throws SQLException {
    String order = order(query.sort());
    List<T> data = List.of();
    if (query.limit() > 0) {
      Sql ordered =
          new Sql("")
              .add(select)
              .add(" ORDER BY " + order + " LIMIT ? OFFSET ?", query.limit(), query.skip());
      data = session.list(ordered.text(), reader, ordered.arguments());
    }
    return new Page<>(total(session, found, query, data.size()), query.limit(), query.skip(), data);
  }

  /** Counts only what the page does not tell already. */
  private int total(StatementCache session, Sql found, Query query, int size) throws SQLException {
    boolean last = size < query.limit() && (size > 0 || query.skip() == 0);
    if (last) {
      return Math.min(query.skip() + size, Query.MAX_TOTAL);
    }
    if (places != null && places.areRange(query.filter())) {
      return (int) Math.min(places.count(session, found), Query.MAX_TOTAL);
    }
    Sql count =
        new Sql("SELECT count(*) FROM (SELECT 1 ").add(found).add(" LIMIT ?)", Query.MAX_TOTAL);
    return (int) session.number(count.text(), count.arguments());
  }

  /**
   * @throws IllegalArgumentException if it names a field that is not there
   */
  Sql condition(Filter filter) {
    return switch (filter) {
      case Compare compare -> compare(compare);
      case In in -> in(in);
      case And and -> joined(and.parts(), " AND ", "1");
      case Or or -> joined(or.parts(), " OR ", "0");
    };
  }

  private Sql joined(List<Filter> parts, String word, String ifNone) {
    if (parts.isEmpty()) {
      return new Sql(ifNone);
    }
    var sql = new Sql("(");
    for (int i = 0; i < parts.size(); i++) {
      sql.add(i == 0 ? "" : word).add(condition(parts.get(i)));
    }
    return sql.add(")");
  }

  private Sql compare(Compare compare) {
    QueryColumn field = field(compare.field());
    Object value = compare.value();
    return field.holds(
        value == null ? withNull(field, compare.operator()) : withValue(field, compare, value));
  }

  /** Nothing is less or greater than null, so "less or equal" is "equal". */
  private static Sql withNull(QueryColumn field, Operator operator) {
    return switch (operator) {
      case EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> new Sql(field.column() + " IS NULL");
      case NOT_EQUAL -> new Sql(field.column() + " IS NOT NULL");
      case LESS, GREATER, CONTAINS -> new Sql("0");
    };
  }

  private static Sql withValue(QueryColumn field, Compare compare, Object value) {
    @Nullable Object stored = field.stored(value);
    if (stored == null) {
      return new Sql(compare.operator() == Operator.NOT_EQUAL ? "1" : "0");
    }
    if (compare.operator() == Operator.CONTAINS) {
      return new Sql("instr(" + field.key() + ", ?) > 0", value);
    }
    return new Sql(field.column() + word(compare.operator()) + "?", stored);
  }

  private static String word(Operator operator) {
    return switch (operator) {
      case EQUAL -> " = ";
      case NOT_EQUAL -> " IS NOT ";
      case LESS -> " < ";
      case LESS_OR_EQUAL -> " <= ";
      case GREATER -> " > ";
      case GREATER_OR_EQUAL -> " >= ";
      case CONTAINS -> throw new IllegalArgumentException("it is no comparison");
    };
  }

  /** A list never has null in it: {@link In} does not take one. */
  private Sql in(In in) {
    QueryColumn field = field(in.field());
    String values =
        JsonList.of(in.values().stream().map(field::stored).filter(Objects::nonNull).toList());
    String among = "(SELECT ids.value FROM json_each(?) ids)";
    String column = field.column();
    return field.holds(
        in.negated()
            ? new Sql("(" + column + " IS NULL OR " + column + " NOT IN " + among + ")", values)
            : new Sql(column + " IN " + among, values));
  }

  /** The terms of ORDER BY. */
  String order(List<Order> sort) {
    if (sort.isEmpty()) {
      return ownOrder;
    }
    var terms = new ArrayList<String>();
    for (Order order : sort) {
      QueryColumn field = field(order.field());
      terms.add(field.order(order.descending()));
      if (field.unique()) {
        return String.join(", ", terms);
      }
    }
    terms.add(ties);
    return String.join(", ", terms);
  }

  private QueryColumn field(String name) {
    QueryColumn field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("there is no field '" + name + "'");
    }
    return field;
  }
}
