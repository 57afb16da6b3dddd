// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.ErrorName;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.PayloadField;
import homeroom.api.wire.Rejection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of a thing that is to be made or changed, and refuses all at once that are
 * missing, unknown or of a wrong type. For one call and thread.
 */
final class Form {

  private final JsonNode data;
  private final Map<String, String> wrong = new LinkedHashMap<>();

  /** Only the fields of the record may be there. */
  Form(JsonNode data, Class<? extends Record> payload) {
    this.data = data;
    List<String> fields = PayloadField.of(payload).stream().map(PayloadField::name).toList();
    for (String name : data.propertyNames()) {
      if (!fields.contains(name)) {
        wrong.put(name, "cannot be set; what can: " + String.join(", ", fields));
      }
    }
  }

  /** The fields that have to be there. */
  Form require(String... fields) {
    for (String field : fields) {
      JsonNode node = data.get(field);
      if (node == null || node.isNull()) {
        wrong.put(field, "is missing");
      }
    }
    return this;
  }

  /** A text; null if it is not there. */
  @Nullable String text(String field) {
    JsonNode node = data.get(field);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      wrong.put(field, "is not a text");
      return null;
    }
    return node.stringValue();
  }

  /** One of few texts; null if it is not there. */
  <T> @Nullable T oneOf(String field, Map<String, T> values) {
    String text = text(field);
    T value = text == null ? null : values.get(text);
    if (text != null && value == null) {
      wrong.put(field, "is none of " + String.join(", ", values.keySet()));
    }
    return value;
  }

  /** True or false; null if it is not there. */
  @Nullable Boolean flag(String field) {
    JsonNode node = data.get(field);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isBoolean()) {
      wrong.put(field, "is neither true nor false");
      return null;
    }
    return node.booleanValue();
  }

  /**
   * What is made of the fields, unless one of them is wrong.
   *
   * @throws Rejection 400 that names every field which is wrong
   */
  <T> T read(Function<Form, T> reader) {
    T value = reader.apply(this);
    if (!wrong.isEmpty()) {
      throw new Rejection(
          ErrorPayload.of(
                  ErrorName.BAD_REQUEST,
                  "invalid-field",
                  "Some fields cannot be as they are: " + String.join(", ", wrong.keySet()) + ".")
              .withFields(wrong));
    }
    return value;
  }

  /** A text that {@link #require} asked for; empty if it is wrong, which {@link #read} refuses. */
  String requiredText(String field) {
    String text = text(field);
    return text == null ? "" : text;
  }
}
