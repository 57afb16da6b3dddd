// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.school.IdFormat;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The form of a value on the wire, as the records say that print and parse it. */
public sealed interface Shape {

  /**
   * A text.
   *
   * @param minLength in code points, see {@link MaxLength}
   * @param maxLength in code points; {@link Integer#MAX_VALUE} if nothing is said
   */
  record Text(int minLength, int maxLength) implements Shape {}

  record IdText() implements Shape {}

  record TimeText() implements Shape {}

  record OneOfTexts(List<String> texts) implements Shape {}

  record ConstText(String text) implements Shape {}

  record ConstTruth(boolean value) implements Shape {}

  /**
   * A whole number.
   *
   * @param maximum the largest of the Java type if nothing else is said
   */
  record WholeNumber(long minimum, long maximum) implements Shape {

    /** Whether there is a maximum beside that of the Java type. */
    public boolean isBounded() {
      return maximum < Integer.MAX_VALUE;
    }
  }

  record TruthValue() implements Shape {}

  record ListOf(Shape items) implements Shape {}

  /**
   * An object with any keys.
   *
   * @param keys a text or an id
   * @param maxProperties {@link Integer#MAX_VALUE} if nothing is said
   */
  record MapOf(Shape keys, Shape values, int maxProperties) implements Shape {}

  record Anything() implements Shape {}

  /**
   * An object with known fields, or one of several.
   *
   * @param type a record, or a sealed interface of records
   */
  record Thing(Class<?> type) implements Shape {}

  /**
   * The shape of a type, limited as the annotations of {@code element} say.
   *
   * @throws IllegalArgumentException if the wire has no form for it
   */
  static Shape of(Type type, AnnotatedElement element) {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == List.class ->
          new ListOf(of(generic.getActualTypeArguments()[0], element));
      case ParameterizedType generic when generic.getRawType() == Map.class -> {
        MaxProperties most = element.getAnnotation(MaxProperties.class);
        yield new MapOf(
            element.isAnnotationPresent(Id.class) ? new IdText() : new Text(0, Integer.MAX_VALUE),
            of(generic.getActualTypeArguments()[1], element),
            most == null ? Integer.MAX_VALUE : most.value());
      }
      case Class<?> plain -> ofClass(plain, element);
      default -> throw new IllegalArgumentException("The wire has no form for " + type);
    };
  }

  private static Shape ofClass(Class<?> type, AnnotatedElement element) {
    if (type == String.class) {
      return text(element);
    }
    if (type == int.class || type == Integer.class) {
      return number(Integer.MAX_VALUE, element);
    }
    if (type == long.class || type == Long.class) {
      return number(Long.MAX_VALUE, element);
    }
    if (type == boolean.class || type == Boolean.class) {
      Const always = element.getAnnotation(Const.class);
      return always == null
          ? new TruthValue()
          : new ConstTruth(Boolean.parseBoolean(always.value()));
    }
    if (type == Object.class) {
      return new Anything();
    }
    if (type.isEnum()) {
      return constants(type);
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
    Const always = element.getAnnotation(Const.class);
    if (always != null) {
      return new ConstText(always.value());
    }
    OneOf oneOf = element.getAnnotation(OneOf.class);
    if (oneOf != null) {
      return new OneOfTexts(List.of(oneOf.value()));
    }
    EnumOf enumOf = element.getAnnotation(EnumOf.class);
    if (enumOf != null) {
      return constants(enumOf.value());
    }
    MinLength least = element.getAnnotation(MinLength.class);
    MaxLength most = element.getAnnotation(MaxLength.class);
    return new Text(
        least == null ? 0 : least.value(), most == null ? Integer.MAX_VALUE : most.value());
  }

  private static Shape number(long largest, AnnotatedElement element) {
    Minimum least = element.getAnnotation(Minimum.class);
    Maximum most = element.getAnnotation(Maximum.class);
    return new WholeNumber(
        least == null ? 0 : least.value(), most == null ? largest : most.value());
  }

  private static Shape constants(Class<?> type) {
    return new OneOfTexts(
        Arrays.stream(type.getEnumConstants())
            .map(constant -> WireWord.of((Enum<?>) constant))
            .toList());
  }

  /** What the value is, as part of a sentence: {@code an id}. */
  default String inWords() {
    return switch (this) {
      case Text _ -> "a text";
      case IdText() -> "an id, " + IdFormat.IN_WORDS;
      case TimeText() -> "a time such as 2026-11-22T08:15:30.123Z";
      case OneOfTexts(List<String> texts) -> "one of " + String.join(", ", texts);
      case ConstText(String text) -> "'" + text + "'";
      case ConstTruth(boolean value) -> String.valueOf(value);
      case WholeNumber number -> "a whole number " + range(number);
      case TruthValue() -> "true or false";
      case ListOf(Shape items) -> "a list, each " + items.inWords();
      case MapOf(Shape keys, Shape values, int most) ->
          "an object"
              + (most == Integer.MAX_VALUE ? "" : " of at most " + most)
              + ", each key "
              + keys.inWords()
              + ", each value "
              + values.inWords();
      case Anything() -> "anything";
      case Thing _ -> "an object";
    };
  }

  private static String range(WholeNumber number) {
    return "from " + number.minimum() + (number.isBounded() ? " to " + number.maximum() : "");
  }
}
