// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Homeroom asks of a roster into what finds the same in the documents of a school's own
 * application. An id of 24 hex digits is looked for as a text and as an ObjectId, one of digits as
 * a text and as a number, a role in every way it is written, and a flag that is not there has its
 * usual value.
 */
record RosterFilter(RosterShape shape) {

  private static final Set<String> LOGICAL = Set.of("$and", "$or", "$nor");
  private static final Set<String> UPDATING = Set.of("$set", "$setOnInsert", "$unset");
  private static final Document NOTHING = new Document("_id", new Document("$in", List.of()));

  /** What a flag is in documents that lack it. */
  private static final Map<String, Boolean> USUAL = Map.of("active", true, "archived", false);

  Document theirs(Document ours) {
    var theirs = new Document();
    var more = new ArrayList<Document>();
    ours.forEach((name, value) -> {
      if (LOGICAL.contains(name)) {
        theirs.put(name, documents(value).stream().map(this::theirs).toList());
      } else if (UPDATING.contains(name)) {
        theirs.put(name, shape.inserted((Document) value));
      } else if (value instanceof Number) {
        // An order or a projection.
        shape.parts(name).forEach(part -> theirs.put(part, value));
      } else if (name.equals("schoolId") && !shape.namesSchool()) {
        if (shape.school() != null && !shape.school().equals(value)) {
          more.add(NOTHING);
        }
      } else {
        add(theirs, more, name, value);
      }
    });
    if (!more.isEmpty()) {
      more.addAll(documents(theirs.getOrDefault("$and", List.of())));
      theirs.put("$and", List.copyOf(more));
    }
    return theirs;
  }

  private static List<Document> documents(Object value) {
    return ((Collection<?>) value).stream().map(each -> (Document) each).toList();
  }

  private void add(Document theirs, List<Document> more, String name, @Nullable Object value) {
    String field = shape.theirs(name);
    if (value instanceof Document operators) {
      operators.forEach((operator, operand) -> {
        Document condition = condition(name, field, operator, operand);
        if (theirs.containsKey(field) || condition.containsKey("$or")) {
          more.add(condition);
        } else {
          theirs.putAll(condition);
        }
      });
    } else {
      theirs.putAll(condition(name, field, "$eq", value));
    }
  }

  private Document condition(String name, String field, String operator, @Nullable Object operand) {
    @Nullable Boolean usual = USUAL.get(name);
    if (operand == null) {
      return new Document(field, new Document(operator, null));
    }
    if (usual != null && operand instanceof Boolean flag) {
      return flag(field, operator, usual, flag);
    }
    return switch (operator) {
      case "$eq" -> equal(name, field, operand);
      case "$ne" -> new Document(field, new Document("$nin", shape.writings(name, operand)));
      case "$in", "$nin" ->
          new Document(field, new Document(operator, all(name, (Collection<?>) operand)));
      case "$lt", "$lte", "$gt", "$gte" -> compared(name, field, operator, operand);
      case "$regex" -> named(name, operand.toString());
      default -> new Document(field, new Document(operator, operand));
    };
  }

  /** Names without keys: in some part of them, in any case and with any accents. */
  private Document named(String name, String key) {
    var pattern = new Document("$regex", NamePattern.of(key)).append("$options", "i");
    return new Document(
        "$or", shape.parts(name).stream().map(part -> new Document(part, pattern)).toList());
  }

  private Document equal(String name, String field, Object operand) {
    List<Object> ways = shape.writings(name, operand);
    return new Document(field, ways.size() == 1 ? ways.getFirst() : new Document("$in", ways));
  }

  private static Document flag(String field, String operator, boolean usual, boolean flag) {
    return switch (operator) {
      case "$eq", "$ne" -> {
        boolean wanted = operator.equals("$eq") == flag;
        yield new Document(
            field, wanted == usual ? new Document("$ne", !usual) : new Document("$eq", wanted));
      }
      default -> new Document(field, new Document(operator, flag));
    };
  }

  private List<Object> all(String name, Collection<?> values) {
    return values.stream()
        .flatMap(value -> value == null ? Stream.of() : shape.writings(name, value).stream())
        .toList();
  }

  private Document compared(String name, String field, String operator, Object operand) {
    if (name.equals("_id")) {
      return IdOrder.condition(operator, ways(name, operand));
    }
    List<Document> either =
        shape.writings(name, operand).stream()
            .map(way -> new Document(field, new Document(operator, way)))
            .toList();
    return either.size() == 1 || !shape.isId(name)
        ? new Document(field, new Document(operator, operand))
        : new Document("$or", either);
  }

  private List<BsonValue> ways(String name, Object id) {
    return shape.writings(name, id).stream()
        .<BsonValue>map(way ->
            switch (way) {
              case BsonValue stored -> stored;
              case ObjectId object -> new BsonObjectId(object);
              case Long number -> new BsonInt64(number);
              default -> new BsonString(way.toString());
            })
        .toList();
  }
}
