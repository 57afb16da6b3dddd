// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a field of the wire is in the documents.
 *
 * @param path its name there
 * @param unique whether no two documents of one query have the same value, which settles their
 *     order
 */
record DocumentField(String path, Type type, boolean unique) {

  enum Type {
    TEXT,
    /** A text, or one as {@link IdOrder} has placed it. */
    ID,
    /** Compared in lower case; the documents have lower case. */
    TEXT_OF_ANY_CASE,
    /** A list of texts; a condition holds if any one meets it. */
    TEXTS,
    NUMBER,
    FLAG,
    TIME
  }

  static DocumentField text(String path) {
    return new DocumentField(path, Type.TEXT, false);
  }

  static DocumentField id() {
    return new DocumentField("_id", Type.ID, true);
  }

  static DocumentField flag(String path) {
    return new DocumentField(path, Type.FLAG, false);
  }

  static DocumentField time(String path) {
    return new DocumentField(path, Type.TIME, false);
  }

  /** The value as the documents have it; null if this field never has such a value. */
  @Nullable Object stored(Object value) {
    return switch (type) {
      case TEXT, TEXTS -> value instanceof String text ? text : null;
      case ID -> value instanceof String || value instanceof BsonValue ? value : null;
      case TEXT_OF_ANY_CASE -> value instanceof String text ? text.toLowerCase(Locale.ROOT) : null;
      case NUMBER -> value instanceof Long number ? number : null;
      case FLAG -> value instanceof Boolean flag ? flag : null;
      case TIME -> value instanceof Instant time ? Date.from(time) : null;
    };
  }
}
