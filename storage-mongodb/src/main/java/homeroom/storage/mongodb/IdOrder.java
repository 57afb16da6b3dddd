// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.And;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.In;
import homeroom.chat.query.Filter.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * The order of the ids of a roster of another application, which may be of several types: numbers,
 * then texts, then ObjectIds, as an index has them. A comparison of MongoDB sees the values of one
 * type only; one with an id that was read as a text has to know what it is in the documents.
 */
final class IdOrder {

  private static final Set<BsonType> NUMBERS =
      Set.of(BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128);

  private static final BsonValue GREATEST_NUMBER = new BsonDouble(Double.POSITIVE_INFINITY);
  private static final BsonValue LEAST_TEXT = new BsonString("");
  private static final BsonValue LEAST_OBJECT_ID =
      new BsonObjectId(new ObjectId("000000000000000000000000"));

  private IdOrder() {}

  /** The same filter, in which ids are compared as the roster has them. */
  static Filter placed(MongoCollection<Document> roster, Filter filter) {
    return switch (filter) {
      case Compare(String field, Filter.Operator operator, String id)
          when field.equals("_id") && isRange(operator) ->
          new Compare(field, operator, placed(roster, id));
      case Compare other -> other;
      case In in -> in;
      case And(List<Filter> parts) ->
          new And(parts.stream().map(part -> placed(roster, part)).toList());
      case Or(List<Filter> parts) ->
          new Or(parts.stream().map(part -> placed(roster, part)).toList());
    };
  }

  private static boolean isRange(Filter.Operator operator) {
    return operator != Filter.Operator.EQUAL && operator != Filter.Operator.NOT_EQUAL;
  }

  /** The id as the document has it; the text itself if there is none. */
  static Object placed(MongoCollection<Document> roster, String id) {
    BsonDocument found =
        roster
            .withDocumentClass(BsonDocument.class)
            .find(new Document("_id", id))
            .projection(new Document("_id", 1))
            .first();
    return found == null ? id : found.getOrDefault("_id", new BsonString(id));
  }

  /**
   * What meets the comparison, of whatever type.
   *
   * @param operator {@code $lt}, {@code $lte}, {@code $gt} or {@code $gte}
   * @param ways what the id may be; if it may be several, what meets any of the comparisons
   */
  static Document condition(String operator, List<BsonValue> ways) {
    var any = new ArrayList<Document>();
    for (BsonValue id : ways) {
      any.add(is(operator, id));
      if (operator.startsWith("$g")) {
        if (NUMBERS.contains(id.getBsonType())) {
          any.add(is("$gte", LEAST_TEXT));
        }
        if (id.getBsonType() != BsonType.OBJECT_ID) {
          any.add(is("$gte", LEAST_OBJECT_ID));
        }
      } else {
        if (id.getBsonType() == BsonType.OBJECT_ID) {
          any.add(is("$gte", LEAST_TEXT));
        }
        if (!NUMBERS.contains(id.getBsonType())) {
          any.add(is("$lte", GREATEST_NUMBER));
        }
      }
    }
    return any.size() == 1 ? any.getFirst() : new Document("$or", List.copyOf(any));
  }

  private static Document is(String operator, BsonValue id) {
    return new Document("_id", new Document(operator, id));
  }
}
