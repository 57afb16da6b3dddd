// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A document as the server gave it, read field by field. */
record DocumentReader(Document document) {

  String text(String field) {
    return required(field, String.class);
  }

  @Nullable String textOrNull(String field) {
    return optional(field, String.class);
  }

  /** A whole number in whatever type it is stored; 0 if it is not there. */
  long number(String field) {
    Number number = optional(field, Number.class);
    return number == null ? 0 : number.longValue();
  }

  /** False if it is not there. */
  boolean flag(String field) {
    return Boolean.TRUE.equals(optional(field, Boolean.class));
  }

  Instant time(String field) {
    return required(field, Date.class).toInstant();
  }

  @Nullable Instant timeOrNull(String field) {
    Date time = optional(field, Date.class);
    return time == null ? null : time.toInstant();
  }

  @Nullable DocumentReader part(String field) {
    Document part = optional(field, Document.class);
    return part == null ? null : new DocumentReader(part);
  }

  /** Empty if it is not there. */
  List<String> texts(String field) {
    return document.getList(field, String.class, List.of());
  }

  /** Empty if it is not there. */
  List<Long> numbers(String field) {
    return document.getList(field, Number.class, List.of()).stream()
        .map(Number::longValue)
        .toList();
  }

  /** Empty if it is not there. */
  List<DocumentReader> parts(String field) {
    return document.getList(field, Document.class, List.of()).stream()
        .map(DocumentReader::new)
        .toList();
  }

  private <T> T required(String field, Class<T> type) {
    T value = optional(field, type);
    if (value == null) {
      throw new MongoFault("A document has no field '%s'.".formatted(field));
    }
    return value;
  }

  private <T> @Nullable T optional(String field, Class<T> type) {
    Object value = document.get(field);
    if (value != null && !type.isInstance(value)) {
      throw new MongoFault("The field '%s' of a document is of a wrong type.".formatted(field));
    }
    return value == null ? null : type.cast(value);
  }
}
