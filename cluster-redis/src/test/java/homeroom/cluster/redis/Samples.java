// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of whatever types events are made of. */
final class Samples {

  private final Random random;

  Samples(Random random) {
    this.random = random;
  }

  Object of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return of(generic.getRawType(), generic.getActualTypeArguments());
    } else if (type == String.class) {
      return "text-" + random.nextInt(1_000);
    } else if (type == int.class || type == Integer.class) {
      return random.nextInt(3) == 0 ? 0 : random.nextInt(1_000);
    } else if (type == long.class || type == Long.class) {
      return random.nextInt(3) == 0 ? 0L : random.nextLong(1L << random.nextInt(1, 60));
    } else if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    } else if (type == Instant.class) {
      return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000) * 1_000_000L);
    } else if (type == LocalDate.class) {
      return LocalDate.ofEpochDay(random.nextInt(30_000));
    }
    return of((Class<?>) type);
  }

  private Object of(Class<?> type) {
    if (type.isEnum()) {
      return one(type.getEnumConstants());
    } else if (type.isSealed()) {
      return of((Type) one(type.getPermittedSubclasses()));
    }
    RecordComponent[] components = type.getRecordComponents();
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(components).map(one -> component(one.getAnnotatedType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.toString(), e);
    }
  }

  private @Nullable Object component(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class) && random.nextBoolean()
        ? null
        : of(type.getType());
  }

  private Object of(Type raw, Type[] arguments) {
    boolean none = random.nextInt(3) == 0;
    if (raw == List.class) {
      return none ? List.of() : List.of(of(arguments[0]), of(arguments[0]));
    } else if (raw == Set.class) {
      return none ? Set.of() : Set.of(of(arguments[0]));
    } else if (raw == Map.class) {
      return none ? Map.of() : Map.of(of(arguments[0]), of(arguments[1]));
    } else if (raw == Optional.class) {
      return none ? Optional.empty() : Optional.of(of(arguments[0]));
    }
    throw new AssertionError(raw);
  }

  private <T> T one(T[] all) {
    return Objects.requireNonNull(all[random.nextInt(all.length)]);
  }
}
