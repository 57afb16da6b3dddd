// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Rejection;
import homeroom.chat.school.IdFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of what a client sent, and refuses with a 400 that names the field. */
public final class Fields {

  private Fields() {}

  /** A text that must be there; it may be empty. */
  public static String text(JsonNode object, String field) {
    String text = optionalText(object, field);
    if (text == null) {
      throw Rejection.badField(field, "is missing", "'" + field + "' is needed: a text.");
    }
    return text;
  }

  /** A text, or null if the field is missing or null. */
  public static @Nullable String optionalText(JsonNode object, String field) {
    JsonNode node = object.get(field);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      throw Rejection.badField(field, "is not a text", "'" + field + "' is a text.");
    }
    return node.stringValue();
  }

  /** An id that must be there. */
  public static String id(JsonNode object, String field) {
    String id = optionalId(object, field);
    if (id == null) {
      throw Rejection.badField(field, "is missing", "'" + field + "' is needed: an id.");
    }
    return id;
  }

  /** A whole number from 0 that must be there. */
  public static long count(JsonNode object, String field) {
    JsonNode node = object.get(field);
    if (node == null
        || !node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < 0) {
      throw Rejection.badField(
          field,
          "is not a whole number from 0",
          "'" + field + "' is needed: a whole number from 0.");
    }
    return node.longValue();
  }

  /** The ids of a list; empty if the field is missing or null. */
  public static List<String> ids(JsonNode object, String field) {
    JsonNode node = object.get(field);
    if (node == null || node.isNull()) {
      return List.of();
    }
    var ids = new ArrayList<String>();
    for (JsonNode item : node.isArray() ? node : List.of(node)) {
      if (!item.isString() || !IdFormat.matches(item.stringValue())) {
        throw Rejection.badField(
            field, "is not a list of ids", "'" + field + "' is a list of ids.");
      }
      ids.add(item.stringValue());
    }
    return ids;
  }

  /** The payload of a call if it is an object. */
  public static JsonNode object(JsonNode payload) {
    if (!payload.isObject()) {
      throw Rejection.badField("payload", "is not an object", "Send one JSON object.");
    }
    return payload;
  }

  /** Only these fields may be there. */
  public static void only(JsonNode object, String... fields) {
    for (String name : object.propertyNames()) {
      if (!List.of(fields).contains(name)) {
        throw Rejection.badField(
            name,
            "cannot be changed",
            "'" + name + "' cannot be changed; what can: " + String.join(", ", fields) + ".");
      }
    }
  }

  /** An id, or null if the field is missing or null. */
  public static @Nullable String optionalId(JsonNode object, String field) {
    String text = optionalText(object, field);
    if (text != null && !IdFormat.matches(text)) {
      throw Rejection.badField(
          field,
          "is no id",
          "'" + field + "' is an id: 1 to 64 of the characters A-Z a-z 0-9 . _ ~ : @ -");
    }
    return text;
  }
}
