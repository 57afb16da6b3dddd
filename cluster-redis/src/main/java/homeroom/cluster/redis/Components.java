// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes records of one type apart, and makes them. */
final class Components {

  private final Class<?> type;
  private final List<MethodHandle> accessors;
  private final MethodHandle constructor;

  Components(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    this.type = type;
    this.accessors = Arrays.stream(components).map(Components::accessor).toList();
    this.constructor = constructor(type, components);
  }

  private static MethodHandle accessor(RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(constructor)
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** One of them, counted from 0. */
  @Nullable Object get(Object value, int component) {
    try {
      return accessors.get(component).invokeExact(value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The record that has these.
   *
   * @throws UnreadableBytes if there is none
   */
  Object make(@Nullable Object... values) {
    try {
      return constructor.invokeExact(values);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UnreadableBytes(type.getSimpleName() + " is not that.");
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
