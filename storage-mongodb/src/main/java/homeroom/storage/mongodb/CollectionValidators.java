// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * What the server itself demands of documents in the collections that Homeroom owns, whoever writes
 * them. The rosters may be another application's, so that nothing is demanded of them. A server
 * that knows no schemas is left without.
 */
final class CollectionValidators {

  private static final int COMMAND_NOT_FOUND = 59;

  private static final Document TEXT = type("string");
  private static final Document TEXTS = type("array");
  private static final Document NUMBER = new Document("bsonType", List.of("long", "int"));
  private static final Document FLAG = type("bool");
  private static final Document TIME = type("date");

  private static final Map<String, Document> REQUIRED =
      Map.ofEntries(
          Map.entry(
              "messages",
              new Document("conversationId", TEXT)
                  .append("schoolId", TEXT)
                  .append("senderId", TEXT)
                  .append("clientId", TEXT)
                  .append("seq", NUMBER)
                  .append("rev", NUMBER)
                  .append("revs", TEXTS)
                  .append("text", TEXT)
                  .append("words", TEXTS)
                  .append("createdAt", TIME)
                  .append("updatedAt", TIME)),
          Map.entry(
              "conversations",
              new Document("schoolId", TEXT)
                  .append("type", TEXT)
                  .append("participants", TEXTS)
                  .append("archived", FLAG)
                  .append("rev", NUMBER)
                  .append("createdAt", TIME)
                  .append("updatedAt", TIME)),
          Map.entry(
              Collections.WATERMARKS,
              new Document("schoolId", TEXT).append("members", type("object"))),
          Map.entry(
              "advance-batches",
              new Document("conversationId", TEXT)
                  .append("schoolId", TEXT)
                  .append("seq", NUMBER)
                  .append("advances", TEXTS)),
          Map.entry(
              "receipt-advances",
              new Document("conversationId", TEXT)
                  .append("userId", TEXT)
                  .append("read", FLAG)
                  .append("seq", NUMBER)
                  .append("at", TIME)),
          Map.entry(
              "audit",
              new Document("schoolId", TEXT)
                  .append("at", TIME)
                  .append("actor", TEXT)
                  .append("action", TEXT)
                  .append("target", TEXT)
                  .append("reason", TEXT)
                  .append("seq", NUMBER)
                  .append("detail", TEXT)
                  .append("network", TEXT)
                  .append("count", NUMBER)
                  .append("hash", TEXT)),
          Map.entry(
              "ended-tokens",
              new Document("_id", TEXT).append("endedAt", TIME).append("expiresAt", TIME)),
          Map.entry(
              "sign-ins",
              new Document("userId", TEXT)
                  .append("key", TEXT)
                  .append("at", TIME)
                  .append("expiresAt", TIME)
                  .append("network", TEXT)
                  .append("device", TEXT)),
          Map.entry(
              "factors",
              new Document("kind", TEXT)
                  .append("key", TEXT)
                  .append("schoolId", TEXT)
                  .append("userId", TEXT)
                  .append("value", TEXT)
                  .append("createdAt", TIME)),
          Map.entry(
              "settings",
              new Document("schoolId", TEXT)
                  .append("version", NUMBER)
                  .append("at", TIME)
                  .append("by", TEXT)
                  .append("text", TEXT)),
          Map.entry(
              "closed-classes",
              new Document("schoolId", TEXT).append("classId", TEXT).append("closed", FLAG)));

  private CollectionValidators() {}

  /** Demands what is not demanded yet; the collections are there. */
  static void demand(MongoDatabase database) {
    var demanded = new HashMap<String, Document>();
    database
        .listCollections()
        .forEach(found -> {
          Document options = found.get("options", new Document());
          demanded.put(found.getString("name"), options.get("validator", new Document()));
        });
    for (var each : REQUIRED.entrySet()) {
      Document schema = schema(each.getValue());
      if (!schema.equals(demanded.get(each.getKey()))
          && !isUnderstood(database, each.getKey(), schema)) {
        return;
      }
    }
  }

  private static boolean isUnderstood(MongoDatabase database, String collection, Document schema) {
    try {
      database.runCommand(
          new Document("collMod", collection)
              .append("validator", schema)
              .append("validationLevel", "moderate"));
      return true;
    } catch (MongoCommandException e) {
      if (e.getErrorCode() == COMMAND_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private static Document schema(Document fields) {
    return new Document(
        "$jsonSchema",
        new Document("bsonType", "object")
            .append("required", List.copyOf(fields.keySet()))
            .append("properties", fields));
  }

  private static Document type(String bsonType) {
    return new Document("bsonType", bsonType);
  }
}
