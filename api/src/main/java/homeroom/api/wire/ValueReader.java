// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.school.IdFormat;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a value of one shape. */
@FunctionalInterface
interface ValueReader {

  /**
   * Reads a value that is there and not null.
   *
   * @param field the name of the field, those around it before it; "" for the whole payload
   * @param wrong what is wrong is added here
   * @return null if something is wrong
   */
  @Nullable Object read(JsonNode node, String field, WrongFields wrong);

  /** A value, or null if it is not of the shape. */
  @FunctionalInterface
  interface Attempt {
    @Nullable Object read(JsonNode node);
  }

  /**
   * The reader of values of a shape.
   *
   * @param type the Java type that they get
   * @throws IllegalArgumentException if nobody receives such values
   */
  static ValueReader of(Shape shape, Type type) {
    return switch (shape) {
      case Shape.Text _ -> simple(shape, node -> node.isString() ? node.stringValue() : null);
      case Shape.IdText() ->
          simple(shape, node -> node.isString() ? idOrNull(node.stringValue()) : null);
      case Shape.OneOfTexts(List<String> texts) -> simple(shape, oneOf(texts, type));
      case Shape.ConstText(String text) -> simple(shape, oneOf(List.of(text), type));
      case Shape.TruthValue() ->
          simple(shape, node -> node.isBoolean() ? node.booleanValue() : null);
      case Shape.WholeNumber number -> {
        boolean small = type == int.class || type == Integer.class;
        yield simple(shape, node -> wholeNumber(number, small, node));
      }
      case Shape.ListOf(Shape items) -> list(shape, of(items, argument(type, 0)));
      case Shape.MapOf map -> map(map, of(map.values(), argument(type, 1)));
      case Shape.Thing(Class<?> thing) -> ofThing(thing);
      case Shape.TimeText(), Shape.ConstTruth _, Shape.Anything() ->
          throw new IllegalArgumentException("Nobody receives " + shape.inWords());
    };
  }

  /** The reader of a record, or of a sealed interface of records. */
  static ValueReader ofThing(Class<?> type) {
    return type.isSealed() ? new ChoiceReader(type) : new RecordReader(type);
  }

  private static ValueReader simple(Shape shape, Attempt attempt) {
    return (node, field, wrong) -> {
      Object value = attempt.read(node);
      if (value == null) {
        wrong.isNot(field, shape.inWords());
      }
      return value;
    };
  }

  private static @Nullable String idOrNull(String text) {
    return IdFormat.matches(text) ? text : null;
  }

  private static Attempt oneOf(List<String> texts, Type type) {
    var values = new HashMap<String, Object>();
    if (type instanceof Class<?> plain && plain.isEnum()) {
      for (Object constant : plain.getEnumConstants()) {
        values.put(WireWord.of((Enum<?>) constant), constant);
      }
    } else {
      texts.forEach(text -> values.put(text, text));
    }
    return node -> node.isString() ? values.get(node.stringValue()) : null;
  }

  private static @Nullable Object wholeNumber(
      Shape.WholeNumber wanted, boolean small, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      return null;
    }
    long number = node.longValue();
    if (number < wanted.minimum() || number > wanted.maximum()) {
      return null;
    }
    if (small) {
      return Math.toIntExact(number);
    }
    return number;
  }

  /** A list of one may come without its brackets. */
  private static ValueReader list(Shape shape, ValueReader items) {
    return simple(
        shape,
        node -> {
          var values = new ArrayList<Object>();
          for (JsonNode item : node.isArray() ? node : List.of(node)) {
            Object value = attempt(items, item);
            if (value == null) {
              return null;
            }
            values.add(value);
          }
          return List.copyOf(values);
        });
  }

  private static ValueReader map(Shape.MapOf shape, ValueReader values) {
    return simple(
        shape,
        node -> {
          if (!node.isObject() || node.size() > shape.maxProperties()) {
            return null;
          }
          var read = new LinkedHashMap<String, Object>();
          for (Map.Entry<String, JsonNode> entry : node.properties()) {
            boolean keyIsRight =
                !(shape.keys() instanceof Shape.IdText) || IdFormat.matches(entry.getKey());
            Object value = keyIsRight ? attempt(values, entry.getValue()) : null;
            if (value == null) {
              return null;
            }
            read.put(entry.getKey(), value);
          }
          return read;
        });
  }

  /** What is wrong within a list or map is said of the whole. */
  private static @Nullable Object attempt(ValueReader reader, JsonNode node) {
    var wrong = new WrongFields();
    Object value = reader.read(node, "", wrong);
    return wrong.isEmpty() ? value : null;
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }
}
