// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.Set;
import org.bson.Document;

/**
 * One write of one document of a roster, and the write that takes it back.
 *
 * @param conditional whether the write finds nothing to change if others changed it since
 */
record RosterStep(
    MongoCollection<Document> in,
    WriteModel<Document> write,
    WriteModel<Document> undo,
    boolean conditional) {

  private static final Set<String> NOT_COMPARED =
      Set.of("_id", "schoolId", "createdAt", "passwordHash");

  private RosterStep(
      MongoCollection<Document> in, WriteModel<Document> write, WriteModel<Document> undo) {
    this(in, write, undo, false);
  }

  static RosterStep insert(MongoCollection<Document> in, Document document) {
    return new RosterStep(in, new InsertOneModel<>(document), new DeleteOneModel<>(id(document)));
  }

  static RosterStep delete(MongoCollection<Document> in, Document document) {
    return new RosterStep(in, new DeleteOneModel<>(id(document)), new InsertOneModel<>(document));
  }

  /** Sets fields of a document that is {@code before} until then, as far as anybody knows. */
  static RosterStep update(MongoCollection<Document> in, Document before, Document fields) {
    return update(in, before, fields, id(before), false);
  }

  /** The same only while nothing of it is another but a password; keys follow from other fields. */
  static RosterStep updateIfSame(MongoCollection<Document> in, Document before, Document fields) {
    Document same = id(before);
    before.forEach((field, value) -> {
      if (!field.endsWith("Key") && !NOT_COMPARED.contains(field)) {
        same.append(field, value);
      }
    });
    return update(in, before, fields, same, true);
  }

  private static RosterStep update(
      MongoCollection<Document> in,
      Document before,
      Document fields,
      Document which,
      boolean conditional) {
    var were = new Document();
    var lacked = new Document();
    fields
        .keySet()
        .forEach(
            field -> (before.containsKey(field) ? were : lacked).append(field, before.get(field)));
    var undo = new Document();
    if (!were.isEmpty()) {
      undo.append("$set", were);
    }
    if (!lacked.isEmpty()) {
      undo.append("$unset", lacked);
    }
    return new RosterStep(
        in,
        new UpdateOneModel<>(which, new Document("$set", fields)),
        new UpdateOneModel<>(id(before), undo),
        conditional);
  }

  private static Document id(Document document) {
    return new Document("_id", document.get("_id"));
  }
}
