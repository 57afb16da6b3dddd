// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a payload as it stands on the wire.
 *
 * @param optional it may be missing
 * @param nullable it may be null
 * @param description what it is; "" where its name says it
 */
public record PayloadField(
    String name, Shape shape, boolean optional, boolean nullable, String description) {

  /** Read of each record once, when somebody first asks: a start needs none, a call many. */
  private static final ClassValue<List<PayloadField>> OF_RECORD =
      new ClassValue<>() {
        @Override
        protected List<PayloadField> computeValue(Class<?> payload) {
          return read(payload);
        }
      };

  /** The fields of a payload record, in their order. */
  public static List<PayloadField> of(Class<?> payload) {
    return OF_RECORD.get(payload);
  }

  private static List<PayloadField> read(Class<?> payload) {
    boolean received = payload.isAnnotationPresent(Received.class);
    return Arrays.stream(payload.getRecordComponents())
        .map(component -> field(component, received))
        .toList();
  }

  private static PayloadField field(RecordComponent component, boolean received) {
    var accessor = component.getAccessor();
    JsonProperty renamed = accessor.getAnnotation(JsonProperty.class);
    JsonInclude inclusion = accessor.getAnnotation(JsonInclude.class);
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    boolean leftOut = inclusion != null && inclusion.value() == JsonInclude.Include.NON_NULL;
    Description description = component.getAnnotation(Description.class);
    return new PayloadField(
        renamed == null ? component.getName() : renamed.value(),
        Shape.of(component.getGenericType(), component),
        nullable && (received || leftOut),
        nullable && (received || !leftOut),
        description == null ? "" : description.value());
  }
}
