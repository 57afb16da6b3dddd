// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/** The form of a value on the wire, read from the records that print and parse it. */
public sealed interface Shape {

  record Text() implements Shape {}

  record IdText() implements Shape {}

  record TimeText() implements Shape {}

  record WordText(List<String> words) implements Shape {}

  /** Always this text: what tells the records of a choice apart. */
  record Constant(String text) implements Shape {}

  record WholeNumber() implements Shape {}

  record TruthValue() implements Shape {}

  record AlwaysTruth(boolean value) implements Shape {}

  record ListOf(Shape items) implements Shape {}

  /** An object with keys that are ids or other names. */
  record MapOf(Shape values) implements Shape {}

  record Anything() implements Shape {}

  /**
   * An object with known fields, or one of several.
   *
   * @param type a record, or a sealed interface of records
   */
  record Thing(Class<?> type) implements Shape {}

  /**
   * The shape of a type whose texts are as the annotations of {@code element} say.
   *
   * @throws IllegalArgumentException if the wire has no form for it
   */
  static Shape of(Type type, AnnotatedElement element) {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == List.class ->
          new ListOf(of(generic.getActualTypeArguments()[0], element));
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          new MapOf(of(generic.getActualTypeArguments()[1], element));
      case Class<?> plain -> ofClass(plain, element);
      default -> throw new IllegalArgumentException("The wire has no form for " + type);
    };
  }

  private static Shape ofClass(Class<?> type, AnnotatedElement element) {
    if (type == String.class) {
      return text(element);
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return new WholeNumber();
    }
    if (type == boolean.class || type == Boolean.class) {
      Always always = element.getAnnotation(Always.class);
      return always == null ? new TruthValue() : new AlwaysTruth(always.value());
    }
    if (type == Object.class) {
      return new Anything();
    }
    if (type.isRecord() || type.isSealed()) {
      return new Thing(type);
    }
    throw new IllegalArgumentException("The wire has no form for " + type);
  }

  private static Shape text(AnnotatedElement element) {
    if (element.isAnnotationPresent(Id.class)) {
      return new IdText();
    }
    if (element.isAnnotationPresent(Time.class)) {
      return new TimeText();
    }
    Words words = element.getAnnotation(Words.class);
    if (words == null) {
      return new Text();
    }
    return words.value().length == 1
        ? new Constant(words.value()[0])
        : new WordText(List.of(words.value()));
  }
}
