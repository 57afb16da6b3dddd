// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Rejection;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The query language of Feathers over the fields of one service: {@code $limit $skip $sort $select
 * $or $and $in $nin $lt $lte $gt $gte $ne} and equality. Whatever it does not know is a 400 that
 * names it.
 *
 * @see <a href="https://feathersjs.com/api/databases/querying">Feathers, querying</a>
 */
public final class QueryLanguage {

  /** Conditions in one query, nested ones counted. */
  private static final int MAX_CONDITIONS = 100;

  /** Values in the lists of one query, all counted. */
  private static final int MAX_VALUES = 1000;

  private final Map<String, FieldType> fields;
  private final Class<? extends Record> payload;

  /**
   * @param fields what queries may name
   * @param payload what the answer is made of, whose fields {@code $select} may name
   */
  public QueryLanguage(Map<String, FieldType> fields, Class<? extends Record> payload) {
    this.fields = Map.copyOf(fields);
    this.payload = payload;
  }

  /** A query and the fields of the answer that were asked for; empty for all. */
  public record Parsed(Query query, Set<String> select) {}

  /** What queries may name, and what its values are. */
  public Map<String, FieldType> fields() {
    return fields;
  }

  /** What {@code $select} may name. */
  public Set<String> selectable() {
    return Answers.fieldsOf(payload);
  }

  /**
   * The selected fields of a query that may say nothing but {@code $select}.
   *
   * @throws Rejection 400 that names what else it says
   */
  public Set<String> selection(JsonNode query) {
    for (String name : query.propertyNames()) {
      if (!name.equals("$select")) {
        throw Rejection.badField(
            name, "has no place here", "'" + name + "' is for find; here there is '$select' only.");
      }
    }
    return query.isEmpty() ? Set.of() : parse(query).select();
  }

  public Parsed parse(JsonNode query) {
    return parseWithout(Set.of(), query);
  }

  /** The same, without what a query says in those fields, which a service reads by itself. */
  public Parsed parseWithout(Set<String> others, JsonNode query) {
    int limit = Query.DEFAULT_LIMIT;
    int skip = 0;
    List<Order> sort = List.of();
    Set<String> select = Set.of();
    var conditions = new LinkedHashMap<String, JsonNode>();
    for (Map.Entry<String, JsonNode> entry : query.properties()) {
      JsonNode value = entry.getValue();
      switch (entry.getKey()) {
        case "$limit" -> limit = Math.min(wholeNumber("$limit", value), Query.MAX_LIMIT);
        case "$skip" -> skip = wholeNumber("$skip", value);
        case "$sort" -> sort = sort(value);
        case "$select" -> select = select(value);
        default -> {
          if (!others.contains(entry.getKey())) {
            conditions.put(entry.getKey(), value);
          }
        }
      }
    }
    Filter filter = all(conditions, new Budget());
    return new Parsed(new Query(filter, sort, limit, skip), select);
  }

  private Filter all(Map<String, JsonNode> conditions, Budget budget) {
    var parts = new ArrayList<Filter>();
    conditions.forEach((key, value) -> parts.add(condition(key, value, budget)));
    return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
  }

  private Filter condition(String key, JsonNode value, Budget budget) {
    budget.spend();
    return switch (key) {
      case "$or" -> new Filter.Or(branches(key, value, budget));
      case "$and" -> new Filter.And(branches(key, value, budget));
      default -> onField(key, value, budget);
    };
  }

  private List<Filter> branches(String key, JsonNode list, Budget budget) {
    if (!list.isArray() || list.isEmpty()) {
      throw Rejection.badField(key, "is not a list", "'" + key + "' is a list of conditions.");
    }
    var branches = new ArrayList<Filter>();
    for (JsonNode branch : list) {
      if (!branch.isObject()) {
        throw Rejection.badField(
            key, "holds something else", "'" + key + "' is a list of conditions.");
      }
      var conditions = new LinkedHashMap<String, JsonNode>();
      branch.properties().forEach(entry -> conditions.put(entry.getKey(), entry.getValue()));
      branches.add(all(conditions, budget));
    }
    return branches;
  }

  private Filter onField(String field, JsonNode value, Budget budget) {
    FieldType type = type(field);
    if (!value.isObject()) {
      return Filter.equal(field, type.value(field, value));
    }
    var parts = new ArrayList<Filter>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      budget.spend();
      parts.add(operation(field, type, entry.getKey(), entry.getValue(), budget));
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
  }

  private Filter operation(
      String field, FieldType type, String operator, JsonNode value, Budget budget) {
    return switch (operator) {
      case "$in" -> new Filter.In(field, List.copyOf(list(field, type, value, budget)), false);
      case "$nin" -> new Filter.In(field, List.copyOf(list(field, type, value, budget)), true);
      case "$ne" -> compare(field, type, Filter.Operator.NOT_EQUAL, value);
      case "$lt" -> compare(field, type, Filter.Operator.LESS, value);
      case "$lte" -> compare(field, type, Filter.Operator.LESS_OR_EQUAL, value);
      case "$gt" -> compare(field, type, Filter.Operator.GREATER, value);
      case "$gte" -> compare(field, type, Filter.Operator.GREATER_OR_EQUAL, value);
      default ->
          throw Rejection.badField(
              field + "." + operator,
              "is no operator",
              "'" + operator + "' is no operator; use $in $nin $lt $lte $gt $gte $ne.");
    };
  }

  private static Filter compare(
      String field, FieldType type, Filter.Operator operator, JsonNode value) {
    if (!type.isOrdered() && operator != Filter.Operator.NOT_EQUAL) {
      throw unordered(field, field);
    }
    return new Filter.Compare(field, operator, type.value(field, value));
  }

  private static Set<Object> list(String field, FieldType type, JsonNode value, Budget budget) {
    Iterable<JsonNode> items = value.isArray() ? value : List.of(value);
    var list = new LinkedHashSet<Object>();
    for (JsonNode item : items) {
      Object read = type.value(field, item);
      if (read == null || !budget.hasValue()) {
        throw Rejection.badField(
            field,
            "is not a list of at most " + MAX_VALUES + " values",
            "The lists of a query have at most " + MAX_VALUES + " values, none of them null.");
      }
      list.add(read);
    }
    return list;
  }

  private List<Order> sort(JsonNode value) {
    if (!value.isObject()) {
      throw Rejection.badField(
          "$sort", "is not an object", "'$sort' gives 1 or -1 for each field to sort by.");
    }
    var orders = new ArrayList<Order>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!type(entry.getKey()).isOrdered()) {
        throw unordered("$sort." + entry.getKey(), entry.getKey());
      }
      String direction = entry.getValue().asString("");
      if (!direction.equals("1") && !direction.equals("-1")) {
        throw Rejection.badField(
            "$sort." + entry.getKey(), "is not 1 or -1", "A sort direction is 1 or -1.");
      }
      orders.add(new Order(entry.getKey(), direction.equals("-1")));
    }
    return orders;
  }

  private static Rejection unordered(String at, String field) {
    return Rejection.badField(
        at,
        "has no order",
        "No '" + field + "' is before another: it takes a value, $ne, $in or $nin.");
  }

  private Set<String> select(JsonNode value) {
    Iterable<JsonNode> items = value.isArray() ? value : List.of(value);
    Set<String> selectable = selectable();
    var names = new LinkedHashSet<String>();
    for (JsonNode item : items) {
      String name = item.asString("");
      if (!selectable.contains(name)) {
        throw Rejection.badField(
            "$select", "names '" + name + "'", "The answer has no field '" + name + "'.");
      }
      names.add(name);
    }
    return names;
  }

  private FieldType type(String field) {
    FieldType type = fields.get(field);
    if (type == null) {
      throw Rejection.badField(
          field,
          "cannot be queried",
          "A query cannot name '" + field + "'; it may name " + String.join(", ", known()) + ".");
    }
    return type;
  }

  private List<String> known() {
    return fields.keySet().stream().sorted().toList();
  }

  private static int wholeNumber(String field, JsonNode value) {
    Object number = FieldType.NUMBER.value(field, value);
    if (number instanceof Long n && n >= 0 && n <= Integer.MAX_VALUE) {
      return n.intValue();
    }
    throw Rejection.badField(
        field, "is not a whole number from 0", "'" + field + "' is a whole number from 0.");
  }

  /** Keeps a query from being a program. */
  private static final class Budget {
    private int left = MAX_CONDITIONS;
    private int values = MAX_VALUES;

    boolean hasValue() {
      return values-- > 0;
    }

    void spend() {
      if (left-- == 0) {
        throw Rejection.badField(
            "query", "is too long", "A query has at most " + MAX_CONDITIONS + " conditions.");
      }
    }
  }
}
