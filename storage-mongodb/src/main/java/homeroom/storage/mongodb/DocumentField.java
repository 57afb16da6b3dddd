// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import java.time.Instant;
import java.util.Date;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a field of the wire is in the documents.
 *
 * @param path its name there
 * @param key the field by which documents are put in order
 * @param unique whether no two documents of one query have the same value, which settles their
 *     order
 */
record DocumentField(String path, Type type, String key, boolean unique) {

  enum Type {
    TEXT,
    /** A text, or one as {@link IdOrder} has placed it. */
    ID,
    /** The documents have the key of the address. */
    EMAIL,
    /** The documents have the canonical form. */
    NAME,
    /** A list of texts; a condition holds if any one meets it. */
    TEXTS,
    NUMBER,
    FLAG,
    TIME
  }

  DocumentField(String path, Type type, boolean unique) {
    this(path, type, path, unique);
  }

  static DocumentField name(String path, String key) {
    return new DocumentField(path, Type.NAME, key, false);
  }

  static DocumentField text(String path) {
    return new DocumentField(path, Type.TEXT, false);
  }

  static DocumentField id() {
    return new DocumentField("_id", Type.ID, true);
  }

  /** A number that no two documents of one query share. */
  static DocumentField number(String path) {
    return new DocumentField(path, Type.NUMBER, true);
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
      case EMAIL -> value instanceof String text ? EmailAddress.key(text) : null;
      case NAME -> value instanceof String text ? Name.canonical(text) : null;
      case NUMBER -> value instanceof Long number ? number : null;
      case FLAG -> value instanceof Boolean flag ? flag : null;
      case TIME -> value instanceof Instant time ? Date.from(time) : null;
    };
  }
}
