package homeroom.api.service;

import homeroom.api.wire.Rejection;
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

  /** An id, or null if the field is missing or null. */
  public static @Nullable String optionalId(JsonNode object, String field) {
    String text = optionalText(object, field);
    if (text != null && !homeroom.chat.school.IdFormat.matches(text)) {
      throw Rejection.badField(
          field,
          "is no id",
          "'" + field + "' is an id: 1 to 64 of the characters A-Z a-z 0-9 . _ ~ : @ -");
    }
    return text;
  }
}
