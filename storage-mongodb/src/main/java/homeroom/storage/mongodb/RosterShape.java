// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.text.EmailAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How the documents of one roster look where they lie: what their fields are called there, and how
 * ids and roles are written. "Ours" is a document as {@link RosterDocuments} knows it, "theirs" one
 * as the school's application does.
 *
 * @param collection its name
 * @param fields theirs by ours; several where a name has parts
 * @param roles theirs by ours
 * @param school the school of every document, where they name none; null if they do
 * @param namesSchool whether a document says which school it belongs to
 * @param objectIds whether new ids of 24 hex digits are written as ObjectIds
 * @param keepsTimes whether every change of a document leaves its time in it
 */
record RosterShape(
    String collection,
    Map<String, List<String>> fields,
    Map<String, List<String>> roles,
    @Nullable String school,
    boolean namesSchool,
    boolean objectIds,
    boolean keepsTimes) {

  private static final Set<String> IDS =
      Set.of("_id", "schoolId", "classId", "teacherId", "studentId");

  /** What is the same as a number and as a text. */
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

  /** Whether the documents have that field of ours. */
  boolean has(String ours) {
    return ours.equals("schoolId") ? namesSchool : fields.containsKey(ours);
  }

  /** What that field of ours is called there, the first part of it if there are several. */
  String theirs(String ours) {
    return parts(ours).getFirst();
  }

  /** All parts of what that field of ours is called there, which has no keys. */
  List<String> parts(String ours) {
    // Addresses are looked for in lower case; whose application keeps them otherwise maps a field.
    String named =
        switch (ours) {
          case "emailKey" -> "email";
          case "usernameKey" -> "username";
          case "nameKey" -> "name";
          default -> ours;
        };
    return fields.getOrDefault(named, List.of(named));
  }

  boolean isId(String ours) {
    return IDS.contains(ours);
  }

  /** Every way in which a value of that field may be written there. */
  List<Object> writings(String ours, Object value) {
    if (isId(ours) && value instanceof String id) {
      if (ObjectId.isValid(id)) {
        return List.of(id, new ObjectId(id));
      }
      if (NUMBER.matcher(id).matches()) {
        return List.of(id, Long.valueOf(id));
      }
    }
    if (ours.equals("emailKey") && value instanceof String key) {
      return List.copyOf(EmailAddress.writings(key));
    }
    if (ours.equals("usernameKey") && value instanceof String key) {
      return List.of(key.substring(key.indexOf('/') + 1));
    }
    return ours.equals("role") && value instanceof String role
        ? List.copyOf(roles.getOrDefault(role, List.of(role)))
        : List.of(value);
  }

  /** The one way in which a value of that field is written anew. */
  Object written(String ours, Object value) {
    List<Object> ways = writings(ours, value);
    return objectIds && ways.getLast() instanceof ObjectId id ? id : ways.getFirst();
  }

  /** Collects the parts of a shape. */
  static final class Builder {

    private final String collection;
    private final Map<String, List<String>> fields = new HashMap<>();
    private final Map<String, List<String>> roles = new HashMap<>();
    private @Nullable String school;
    private boolean namesSchool = true;
    private boolean objectIds;
    private boolean keepsTimes;

    Builder(String collection) {
      this.collection = collection;
    }

    void objectIds(boolean asObjectIds) {
      objectIds = asObjectIds;
    }

    void keepsTimes(boolean known) {
      keepsTimes = known;
    }

    void field(String ours, List<String> theirs) {
      fields.put(ours, List.copyOf(theirs));
    }

    void role(String ours, List<String> theirs) {
      roles.put(ours, List.copyOf(theirs));
    }

    void school(String ofAll) {
      school = ofAll;
      namesSchool = false;
    }

    void withoutSchool() {
      namesSchool = false;
    }

    RosterShape build() {
      return new RosterShape(
          collection,
          Map.copyOf(fields),
          Map.copyOf(roles),
          school,
          namesSchool,
          objectIds,
          keepsTimes);
    }
  }

  /** A document of theirs as one of ours. */
  Document ours(Document theirs) {
    return new RosterReading(this).ours(theirs);
  }

  /** A new document of ours as one of theirs, which has no empty addresses or user names. */
  Document inserted(Document ours) {
    var theirs = new Document();
    ours.forEach((field, value) -> {
      if (!("".equals(value) && (field.equals("email") || field.equals("username")))) {
        put(theirs, field, value);
      }
    });
    return theirs;
  }

  /** A filter, an update, an order or a projection of ours as one of theirs. */
  Document theirs(Document ours) {
    return new RosterFilter(this).theirs(ours);
  }

  /** Sets what a new value of that field is there. */
  void put(Document theirs, String field, @Nullable Object value) {
    if (field.equals("emailKey")
        || field.equals("usernameKey")
        || field.equals("nameKey")
        || (field.equals("schoolId") && !namesSchool)) {
      return;
    }
    List<String> parts = fields.getOrDefault(field, List.of(field));
    if (value instanceof String name && parts.size() > 1) {
      var words = new ArrayList<>(List.of(name.split(" ", parts.size())));
      parts.forEach(part -> theirs.put(part, words.isEmpty() ? "" : words.removeFirst()));
    } else {
      theirs.put(parts.getFirst(), value == null ? null : written(field, value));
    }
  }
}
