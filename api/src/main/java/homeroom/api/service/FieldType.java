// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Rejection;
import homeroom.chat.school.IdFormat;
import homeroom.chat.text.Unicode;
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
      if (!Unicode.isWhole(text)) {
        throw new IllegalArgumentException("half a character");
      }
      return text;
    }
  },
  /** Of one thing that others belong to: an id, without an order. */
  MEMBERSHIP {
    @Override
    Object read(String text) {
      if (!IdFormat.matches(text)) {
        throw new IllegalArgumentException(text);
      }
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
      Instant time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toInstant();
      if (time.isBefore(FIRST) || time.isAfter(LAST)) {
        throw new IllegalArgumentException(text);
      }
      return time;
    }
  };

  /** Times have four digits of a year. */
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  /** Whether one value is before another, so that they can be compared and put in order. */
  boolean isOrdered() {
    return this != MEMBERSHIP;
  }

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
    if (this == MEMBERSHIP && node.isNull()) {
      throw wrong(field);
    }
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
          case MEMBERSHIP -> "an id";
          case NUMBER -> "a whole number";
          case BOOLEAN -> "true or false";
          case TIME -> "a time such as 2026-11-22T08:15:30.123Z";
        };
    return Rejection.badField(field, "is not " + wanted, "'" + field + "' is " + wanted + ".");
  }
}
