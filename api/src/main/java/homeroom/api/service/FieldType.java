// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Rejection;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the values of a field are. In a URL every value is a text, so texts are read as numbers,
 * times and truth values where the field has those.
 */
public enum FieldType {
  TEXT {
    @Override
    Object read(String text) {
      return text;
    }
  },
  NUMBER {
    @Override
    Object read(String text) {
      return Long.valueOf(text);
    }
  },
  BOOLEAN {
    @Override
    Object read(String text) {
      if (text.equals("true") || text.equals("false")) {
        return text.equals("true");
      }
      throw new IllegalArgumentException(text);
    }
  },
  TIME {
    @Override
    Object read(String text) {
      return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    }
  };

  /**
   * @throws IllegalArgumentException or {@link DateTimeException} if the text is no such value
   */
  abstract Object read(String text);

  /**
   * The value as filters have it: {@link String}, {@link Long}, {@link Boolean}, {@link Instant} or
   * null.
   *
   * @throws Rejection 400 naming {@code field}
   */
  @Nullable Object value(String field, JsonNode node) {
    if (node.isNull() || (this != TEXT && node.isString() && node.stringValue().equals("null"))) {
      return null;
    }
    if (!node.isValueNode()) {
      throw wrong(field);
    }
    try {
      return read(node.asString());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw wrong(field);
    }
  }

  private Rejection wrong(String field) {
    String wanted =
        switch (this) {
          case TEXT -> "a text";
          case NUMBER -> "a whole number";
          case BOOLEAN -> "true or false";
          case TIME -> "a time such as 2026-11-22T08:15:30.123Z";
        };
    return Rejection.badField(field, "is not " + wanted, "'" + field + "' is " + wanted + ".");
  }
}
