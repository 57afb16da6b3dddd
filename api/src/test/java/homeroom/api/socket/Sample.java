// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.policy.Rules;
import homeroom.chat.policy.SchoolRules;
import homeroom.chat.policy.Settings;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.SchoolSettings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records with something in every component: {@link #TEXT}, 1, one element, both booleans, each
 * constant of an enum.
 */
final class Sample {

  /** What every text and id says. */
  static final String TEXT = "sample";

  /** No enum in an event has more. */
  private static final int MOST_CONSTANTS = 9;

  /** Rules are made in their own way. */
  private static final Settings.Shown SETTINGS =
      new Settings.Shown(
          Samples.SCHOOL,
          Rules.Current.of(SchoolRules.of(SchoolSettings.DEFAULT), 1, Set.of()),
          Optional.empty());

  private static final Refusal REFUSAL = Refusal.of(RefusalCode.ROSTER_CHANGED, TEXT);

  private Sample() {}

  /** As many as it takes for each boolean and each constant to be there. */
  static <T> Stream<T> of(Class<T> type) {
    return IntStream.range(0, MOST_CONSTANTS)
        .mapToObj(number -> type.cast(of(type, number)))
        .distinct();
  }

  private static Object of(Type type, int number) {
    return switch (type) {
      case ParameterizedType generic -> ofGeneric(generic, number);
      case Class<?> one when one == Settings.Shown.class -> SETTINGS;
      case Class<?> one when one == Refusal.class -> REFUSAL;
      case Class<?> one when one.isRecord() -> ofRecord(one, number);
      case Class<?> one when one.isEnum() -> constant(one, number);
      case Class<?> one when one == String.class -> TEXT;
      case Class<?> one when one == Instant.class -> Samples.NOW;
      case Class<?> one when one == boolean.class -> number % 2 == 0;
      case Class<?> one when one == long.class -> 1L;
      case Class<?> one when one == int.class -> 1;
      default -> throw new AssertionError("no sample of " + type);
    };
  }

  private static Object constant(Class<?> type, int number) {
    @Nullable Object[] constants = Objects.requireNonNull(type.getEnumConstants());
    if (constants.length > MOST_CONSTANTS) {
      throw new AssertionError(type + " has more constants than samples are made of");
    }
    return Objects.requireNonNull(constants[number % constants.length]);
  }

  private static Object ofGeneric(ParameterizedType type, int number) {
    Object first = of(type.getActualTypeArguments()[0], number);
    Type raw = type.getRawType();
    if (raw == Map.class) {
      return Map.of(first, of(type.getActualTypeArguments()[1], number));
    }
    if (raw == Set.class) {
      return Set.of(first);
    }
    if (raw == List.class || raw == Collection.class) {
      return List.of(first);
    }
    throw new AssertionError("no sample of " + type);
  }

  private static Object ofRecord(Class<?> type, int number) {
    RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents());
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components).map(one -> of(one.getGenericType(), number)).toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no sample of " + type, e);
    }
  }
}
