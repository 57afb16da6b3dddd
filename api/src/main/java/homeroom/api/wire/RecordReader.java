// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads an object into a record, field by field. */
final class RecordReader implements ValueReader {

  private final List<PayloadField> fields;
  private final List<String> names;
  private final List<ValueReader> readers = new ArrayList<>();
  private final MethodHandle constructor;
  private final boolean additionalProperties;

  RecordReader(Class<?> type) {
    Received received = type.getAnnotation(Received.class);
    if (received == null) {
      throw new IllegalArgumentException(type + " is not what clients send");
    }
    this.additionalProperties = received.additionalProperties();
    this.fields = PayloadField.of(type);
    this.names = fields.stream().map(PayloadField::name).toList();
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      readers.add(ValueReader.of(fields.get(i).shape(), components[i].getGenericType()));
    }
    this.constructor = constructor(type, components);
  }

  /** The constructor as a method of an array of objects. */
  private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(canonical)
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " cannot be made", e);
    }
  }

  List<PayloadField> fields() {
    return fields;
  }

  @Override
  public @Nullable Object read(JsonNode node, String field, WrongFields wrong) {
    if (!node.isObject()) {
      wrong.isNot(field, "an object");
      return null;
    }
    if (!additionalProperties) {
      refuseUnknown(node, field, wrong);
    }
    @Nullable Object[] values = new @Nullable Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(i, node, field, wrong);
    }
    return wrong.isEmpty() ? make(values) : null;
  }

  private @Nullable Object value(int index, JsonNode object, String around, WrongFields wrong) {
    PayloadField field = fields.get(index);
    JsonNode node = object.get(field.name());
    if (node != null && !node.isNull()) {
      return readers.get(index).read(node, within(around, field.name()), wrong);
    }
    if (!field.optional()) {
      wrong.missing(within(around, field.name()), field.shape().inWords());
    }
    return null;
  }

  private void refuseUnknown(JsonNode object, String around, WrongFields wrong) {
    for (String name : object.propertyNames()) {
      if (!names.contains(name)) {
        wrong.unknown(within(around, name), names);
      }
    }
  }

  private Object make(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Throwable e) {
      throw new IllegalStateException("What was read made no record", e);
    }
  }

  /** The name of a field, after those around it. */
  static String within(String around, String name) {
    return around.isEmpty() ? name : around + "." + name;
  }
}
