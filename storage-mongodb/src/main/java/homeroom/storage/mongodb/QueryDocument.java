// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.And;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.In;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Filter.Or;
import homeroom.chat.query.Order;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Turns searches in the words of the wire into documents that MongoDB searches by: known fields
 * only, and values that are never more than values.
 *
 * @param fields by their names on the wire
 * @param ownOrder the order of a query that asks for none
 */
record QueryDocument(Map<String, DocumentField> fields, Document ownOrder) {

  private static final Document NEVER = new Document("_id", new Document("$in", List.of()));

  QueryDocument {
    fields = Map.copyOf(fields);
  }

  /**
   * @param source everything that may be found, as one plain document
   * @param hidden the fields that are not read
   * @param time how long the server may work on it
   */
  <T> Page<T> page(
      MongoCollection<Document> from,
      Document source,
      Query query,
      Document hidden,
      Duration time,
      Function<List<Document>, List<T>> reader) {
    Document found = found(source, query.filter());
    Document order = order(query.sort());
    List<Document> data = new ArrayList<>();
    if (query.limit() > 0) {
      from.find(found)
          .sort(order)
          .skip(query.skip())
          .limit(query.limit())
          .projection(hidden)
          .maxTime(time.toMillis(), TimeUnit.MILLISECONDS)
          .into(data);
    }
    int total = total(from, found, query, data.size(), time);
    return new Page<>(total, query.limit(), query.skip(), reader.apply(data));
  }

  /** Counts only what the page does not tell already. */
  private static int total(
      MongoCollection<Document> from, Document found, Query query, int size, Duration time) {
    boolean last = size < query.limit() && (size > 0 || query.skip() == 0);
    if (last) {
      return Math.min(query.skip() + size, Query.MAX_TOTAL);
    }
    var options =
        new CountOptions().limit(Query.MAX_TOTAL).maxTime(time.toMillis(), TimeUnit.MILLISECONDS);
    return (int) from.countDocuments(found, options);
  }

  private Document found(Document source, Filter filter) {
    Document condition = condition(filter);
    return condition.isEmpty() ? source : new Document(source).append("$and", List.of(condition));
  }

  /**
   * @return empty if it holds for everything
   * @throws IllegalArgumentException if it names a field that is not there
   */
  Document condition(Filter filter) {
    return switch (filter) {
      case Compare compare -> compare(compare);
      case In in -> in(in);
      case And and -> and(and.parts().stream().map(this::condition).toList());
      case Or or -> or(or.parts().stream().map(this::condition).toList());
    };
  }

  private static Document and(List<Document> parts) {
    List<Document> conditions = parts.stream().filter(part -> !part.isEmpty()).toList();
    return conditions.isEmpty() ? new Document() : new Document("$and", conditions);
  }

  private static Document or(List<Document> parts) {
    if (parts.isEmpty()) {
      return NEVER;
    }
    return parts.stream().anyMatch(Document::isEmpty) ? new Document() : new Document("$or", parts);
  }

  private Document compare(Compare compare) {
    DocumentField field = field(compare.field());
    Object value = compare.value();
    return value == null
        ? withNull(field, compare.operator())
        : withValue(field, compare.operator(), field.stored(value));
  }

  /** Nothing is less or greater than null, so "less or equal" is "equal". */
  private static Document withNull(DocumentField field, Operator operator) {
    return switch (operator) {
      case EQUAL, LESS_OR_EQUAL, GREATER_OR_EQUAL -> holds(field, "$eq", null);
      case NOT_EQUAL -> holds(field, "$ne", null);
      case LESS, GREATER, CONTAINS -> NEVER;
    };
  }

  private static Document withValue(
      DocumentField field, Operator operator, @Nullable Object stored) {
    if (stored == null) {
      return operator == Operator.NOT_EQUAL ? any(field) : NEVER;
    }
    return operator == Operator.CONTAINS
        ? new Document(field.key(), new Document("$regex", NamePattern.literal(stored.toString())))
        : holds(field, word(operator), stored);
  }

  private static String word(Operator operator) {
    return switch (operator) {
      case EQUAL -> "$eq";
      case NOT_EQUAL -> "$ne";
      case LESS -> "$lt";
      case LESS_OR_EQUAL -> "$lte";
      case GREATER -> "$gt";
      case GREATER_OR_EQUAL -> "$gte";
      case CONTAINS -> throw new IllegalArgumentException("it is no comparison");
    };
  }

  private Document in(In in) {
    DocumentField field = field(in.field());
    List<Object> values =
        in.values().stream().<@Nullable Object>map(field::stored).filter(Objects::nonNull).toList();
    return holds(field, in.negated() ? "$nin" : "$in", values);
  }

  private static Document any(DocumentField field) {
    return field.type() == DocumentField.Type.TEXTS ? holds(field, "$ne", null) : new Document();
  }

  private static Document holds(DocumentField field, String operator, @Nullable Object value) {
    var condition = new Document(operator, value);
    return new Document(
        field.path(),
        field.type() == DocumentField.Type.TEXTS
            ? new Document("$elemMatch", condition)
            : condition);
  }

  private Document order(List<Order> sort) {
    if (sort.isEmpty()) {
      return ownOrder;
    }
    var order = new Document();
    for (Order each : sort) {
      DocumentField field = field(each.field());
      order.putIfAbsent(field.key(), each.descending() ? -1 : 1);
      if (field.unique()) {
        return order;
      }
    }
    return order.append("_id", 1);
  }

  private DocumentField field(String name) {
    DocumentField field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("there is no field '" + name + "'");
    }
    return field;
  }
}
