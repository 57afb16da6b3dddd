// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Records with something in every component: {@link #TEXT}, 1, one element, both booleans. */
final class Sample {

  /** What every text and id says. */
  static final String TEXT = "sample";

  private Sample() {}

  /** Two of that type, which differ in their booleans. */
  static <T> Stream<T> of(Class<T> type) {
    return Stream.of(type.cast(of(type, true)), type.cast(of(type, false)));
  }

  private static Object of(Type type, boolean flag) {
    return switch (type) {
      case ParameterizedType generic -> ofGeneric(generic, flag);
      case Class<?> one when one.isRecord() -> ofRecord(one, flag);
      case Class<?> one when one.isEnum() -> Objects.requireNonNull(one.getEnumConstants())[0];
      case Class<?> one when one == String.class -> TEXT;
      case Class<?> one when one == Instant.class -> Samples.NOW;
      case Class<?> one when one == boolean.class -> flag;
      case Class<?> one when one == long.class -> 1L;
      case Class<?> one when one == int.class -> 1;
      default -> throw new AssertionError("no sample of " + type);
    };
  }

  private static Object ofGeneric(ParameterizedType type, boolean flag) {
    Object first = of(type.getActualTypeArguments()[0], flag);
    Type raw = type.getRawType();
    if (raw == Map.class) {
      return Map.of(first, of(type.getActualTypeArguments()[1], flag));
    }
    if (raw == Set.class) {
      return Set.of(first);
    }
    if (raw == List.class || raw == Collection.class) {
      return List.of(first);
    }
    throw new AssertionError("no sample of " + type);
  }

  private static Object ofRecord(Class<?> type, boolean flag) {
    RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents());
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components).map(one -> of(one.getGenericType(), flag)).toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no sample of " + type, e);
    }
  }
}
