// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records of one type: a length, a bit for each component that is there, and those components in
 * their order. What is null, 0, false or empty is not there. So a version that has more components
 * at the end and one that has fewer read each other's.
 */
final class RecordCodec implements ValueCodec {

  private static final int MAX_COMPONENTS = 63;

  /**
   * One component.
   *
   * @param optional whether it may not be there
   * @param absent what it is then
   */
  private record Component(
      String name, ValueCodec codec, boolean optional, @Nullable Object absent) {}

  private final Class<?> type;
  private final Components reflected;
  private final Component[] components;

  /**
   * Of a record whose components can be written.
   *
   * @param codecs finds how values of a type are
   */
  RecordCodec(Class<?> type, Function<Type, ValueCodec> codecs) {
    RecordComponent[] declared = type.getRecordComponents();
    if (declared.length > MAX_COMPONENTS) {
      throw new IllegalArgumentException(type + " has too many components");
    }
    this.type = type;
    this.reflected = new Components(type);
    this.components =
        Arrays.stream(declared)
            .map(one -> component(one, codecs.apply(one.getGenericType())))
            .toArray(Component[]::new);
  }

  private static Component component(RecordComponent component, ValueCodec codec) {
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    Object absent = nullable ? null : absent(component.getType());
    return new Component(component.getName(), codec, nullable || absent != null, absent);
  }

  private static @Nullable Object absent(Class<?> type) {
    if (type == long.class) {
      return 0L;
    } else if (type == int.class) {
      return 0;
    } else if (type == boolean.class) {
      return false;
    } else if (type == List.class) {
      return List.of();
    } else if (type == Set.class) {
      return Set.of();
    } else if (type == Map.class) {
      return Map.of();
    }
    return type == Optional.class ? Optional.empty() : null;
  }

  @Override
  public void write(Object value, ByteWriter out) {
    var values = new @Nullable Object[components.length];
    long there = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = reflected.get(value, i);
      if (!Objects.equals(values[i], components[i].absent())) {
        there |= 1L << i;
      }
    }
    int begun = out.begin();
    out.bits(there);
    for (int i = 0; i < values.length; i++) {
      Object component = values[i];
      if ((there & (1L << i)) != 0 && component != null) {
        components[i].codec().write(component, out);
      }
    }
    out.end(begun);
  }

  @Override
  public Object read(ByteReader in) {
    int outer = in.enter();
    long there = in.bits();
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < values.length; i++) {
      Component component = components[i];
      if ((there & (1L << i)) != 0) {
        values[i] = component.codec().read(in);
      } else if (component.optional()) {
        values[i] = component.absent();
      } else {
        throw new UnreadableBytes(type.getSimpleName() + " lacks " + component.name() + ".");
      }
    }
    in.leave(outer);
    return reflected.make(values);
  }
}
