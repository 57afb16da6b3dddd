// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.query;

import homeroom.chat.query.Filter.And;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.In;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Filter.Or;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a query may name of things of one kind, and which of them it finds in which order.
 *
 * @param fields by their names on the wire
 * @param ownOrder the order of a query that asks for none
 * @param ties the order of things that sort alike
 */
public record Fields<T>(Map<String, Field<T>> fields, Comparator<T> ownOrder, Comparator<T> ties) {

  /** A field of a thing: a text, number, flag, time or null; of many values a collection. */
  public interface Value<T> {
    @Nullable Object of(T thing);
  }

  /**
   * A field and how it is compared.
   *
   * @param form of texts, by which they are compared
   * @param key by which they are put in order
   */
  public record Field<T>(Value<T> value, UnaryOperator<String> form, UnaryOperator<String> key) {

    @Nullable Object of(T thing) {
      return normal(value.of(thing));
    }

    @Nullable Object normal(@Nullable Object given) {
      return given instanceof String text ? form.apply(text) : given;
    }

    /** The value; of many the first in that direction, null if there is none. */
    @Nullable Object first(T thing, boolean descending) {
      Object stored = of(thing);
      if (!(stored instanceof Collection<?> many)) {
        return stored instanceof String text ? key.apply(text) : stored;
      }
      Object first = null;
      for (Object one : many) {
        if (first == null || compare(one, first) > 0 == descending) {
          first = one;
        }
      }
      return first;
    }

    /** Whether the value, or any one of many, meets the condition. */
    boolean any(T thing, Condition condition) {
      Object stored = of(thing);
      return stored instanceof Collection<?> many
          ? many.stream().anyMatch(condition::holds)
          : condition.holds(stored);
    }
  }

  /** What is asked of one value. */
  public interface Condition {
    boolean holds(@Nullable Object stored);
  }

  public Fields {
    fields = Map.copyOf(fields);
  }

  /** With {@code _id} alone, which gives the order. */
  public static <T> Fields<T> byId(Value<T> id) {
    var field = new Field<>(id, UnaryOperator.identity(), UnaryOperator.identity());
    Comparator<T> order = order(field, false);
    return new Fields<>(Map.of("_id", field), order, order);
  }

  public Fields<T> with(String name, Value<T> value) {
    return with(name, new Field<>(value, UnaryOperator.identity(), UnaryOperator.identity()));
  }

  public Fields<T> withEmail(String name, Value<T> value) {
    return with(name, new Field<>(value, EmailAddress::key, UnaryOperator.identity()));
  }

  public Fields<T> withName(String name, Value<T> value) {
    return with(name, new Field<>(value, Name::canonical, Name::key));
  }

  private Fields<T> with(String name, Field<T> field) {
    var more = new HashMap<>(fields);
    more.put(name, field);
    return new Fields<>(more, ownOrder, ties);
  }

  public Fields<T> orderedBy(Comparator<T> order) {
    return new Fields<>(fields, order, ties);
  }

  /**
   * The page of those that the query finds.
   *
   * @throws IllegalArgumentException if it names a field that is not there
   */
  public Page<T> page(Stream<T> things, Query query) {
    check(query.filter());
    return Page.of(
        things.filter(thing -> holds(query.filter(), thing)).sorted(order(query.sort())).toList(),
        query);
  }

  private void check(Filter filter) {
    switch (filter) {
      case Compare compare -> field(compare.field());
      case In in -> field(in.field());
      case And and -> and.parts().forEach(this::check);
      case Or or -> or.parts().forEach(this::check);
    }
  }

  private boolean holds(Filter filter, T thing) {
    return switch (filter) {
      case Compare compare -> holds(compare, thing);
      case In in -> holds(in, thing);
      case And and -> and.parts().stream().allMatch(part -> holds(part, thing));
      case Or or -> or.parts().stream().anyMatch(part -> holds(part, thing));
    };
  }

  private boolean holds(Compare compare, T thing) {
    Field<T> field = field(compare.field());
    Object value = field.normal(compare.value());
    return field.any(thing, stored -> holds(stored, compare.operator(), value));
  }

  private boolean holds(In in, T thing) {
    Field<T> field = field(in.field());
    return field.any(
        thing,
        stored ->
            in.negated()
                != in.values().stream()
                    .anyMatch(value -> Objects.equals(field.normal(value), stored)));
  }

  private static boolean holds(@Nullable Object stored, Operator operator, @Nullable Object value) {
    return switch (operator) {
      case EQUAL -> Objects.equals(stored, value);
      case NOT_EQUAL -> !Objects.equals(stored, value);
      case LESS -> isLess(stored, value);
      case LESS_OR_EQUAL -> isLess(stored, value) || Objects.equals(stored, value);
      case GREATER -> isLess(value, stored);
      case GREATER_OR_EQUAL -> isLess(value, stored) || Objects.equals(stored, value);
      case CONTAINS ->
          stored instanceof String name
              && value instanceof String part
              && Name.key(name).contains(part);
    };
  }

  /** Nothing is less or greater than null or than a value of another kind. */
  private static boolean isLess(@Nullable Object one, @Nullable Object other) {
    return one != null
        && other != null
        && one.getClass() == other.getClass()
        && compare(one, other) < 0;
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  private Comparator<T> order(List<Order> sort) {
    Comparator<T> order = null;
    for (Order one : sort) {
      Comparator<T> next = order(field(one.field()), one.descending());
      order = order == null ? next : order.thenComparing(next);
    }
    return order == null ? ownOrder : order.thenComparing(ties);
  }

  private static <T> Comparator<T> order(Field<T> field, boolean descending) {
    Comparator<T> ascending =
        (one, other) -> order(field.first(one, descending), field.first(other, descending));
    return descending ? ascending.reversed() : ascending;
  }

  /** Null comes first. */
  private static int order(@Nullable Object one, @Nullable Object other) {
    return one == null || other == null
        ? Boolean.compare(one != null, other != null)
        : compare(one, other);
  }

  private Field<T> field(String name) {
    Field<T> field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("there is no field '" + name + "'");
    }
    return field;
  }
}
