// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document of a school's own application as one of Homeroom's: what it lacks has its usual
 * value, so that the few fields it must have are enough.
 */
record RosterReading(RosterShape shape) {

  private static final List<String> IDS =
      List.of("_id", "schoolId", "classId", "teacherId", "studentId");

  /** Whole numbers below it are the same as a double and as a long. */
  private static final double MAX_EXACT = 1L << 53;

  Document ours(Document theirs) {
    var ours = new Document();
    for (String id : IDS) {
      @Nullable Object stored = theirs.get(shape.theirs(id));
      if (stored != null) {
        ours.append(id, id.equals("_id") && isLink() ? text(stored) : id(stored));
      }
    }
    if (shape.school() != null) {
      ours.append("schoolId", shape.school());
    }
    if (theirs.get("settings") instanceof Document settings) {
      ours.append("settings", settings);
    }
    shape.fields().keySet().stream()
        .filter(field -> !ours.containsKey(field))
        .forEach(field ->
            Optional.ofNullable(value(field, theirs))
                .ifPresent(value -> ours.append(field, value)));
    if (shape.has("email")) {
      String email = ours.getString("email");
      String username = ours.getString("username");
      ours.append("emailKey", email.isEmpty() ? "\n" + ours.get("_id") : EmailAddress.key(email));
      if (!username.isEmpty()) {
        ours.append("usernameKey", ours.get("schoolId") + "/" + UserName.key(username));
      }
      if (ours.getString("name").isEmpty()) {
        ours.append("name", email.isEmpty() ? username : email);
      }
    }
    ours.computeIfAbsent("createdAt", field -> createdAt(theirs));
    return ours;
  }

  /** Nobody but its own class and person asks for a link, so that its id may be of any type. */
  private boolean isLink() {
    return shape.has("classId");
  }

  private static String text(Object id) {
    return id(id).toString();
  }

  /** Texts, ObjectIds and whole numbers as texts; anything else as it is, which no id may be. */
  private static Object id(Object stored) {
    return switch (stored) {
      case ObjectId object -> object.toHexString();
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Double number when number == Math.rint(number) && Math.abs(number) < MAX_EXACT ->
          Long.toString(number.longValue());
      default -> stored;
    };
  }

  private @Nullable Object value(String field, Document theirs) {
    return switch (field) {
      case "schoolId", "classId", "teacherId", "studentId" -> null;
      case "active" -> !Boolean.FALSE.equals(theirs.get(shape.theirs(field)));
      case "archived" -> Boolean.TRUE.equals(theirs.get(shape.theirs(field)));
      case "createdAt" -> time(theirs.get(shape.theirs(field)), createdAt(theirs));
      case "updatedAt" ->
          time(
              theirs.get(shape.theirs(field)),
              time(theirs.get(shape.theirs("createdAt")), createdAt(theirs)));
      case "role" -> role(theirs.get(shape.theirs(field)));
      default -> parts(field, theirs);
    };
  }

  private String parts(String field, Document theirs) {
    return shape.fields().getOrDefault(field, List.of(field)).stream()
        .map(theirs::get)
        .filter(Objects::nonNull)
        .map(Object::toString)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining(" "));
  }

  private String role(@Nullable Object theirs) {
    return shape.roles().entrySet().stream()
        .filter(role -> theirs != null && role.getValue().contains(theirs.toString()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(String.valueOf(theirs));
  }

  /** ObjectIds tell when they were made. */
  private static Date createdAt(Document theirs) {
    return theirs.get("_id") instanceof ObjectId id
        ? Date.from(Instant.ofEpochSecond(id.getTimestamp()))
        : Date.from(Instant.EPOCH);
  }

  private static Date time(@Nullable Object stored, Date otherwise) {
    return switch (stored) {
      case Date date -> date;
      case Number millis -> Date.from(Instant.ofEpochMilli(millis.longValue()));
      case String text -> parsed(text, otherwise);
      case null, default -> otherwise;
    };
  }

  private static Date parsed(String text, Date otherwise) {
    try {
      return Date.from(Instant.parse(text));
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
