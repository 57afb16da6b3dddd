// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import org.bson.Document;

/** One write of one document of a roster, and the write that takes it back. */
record RosterStep(
    MongoCollection<Document> in, WriteModel<Document> write, WriteModel<Document> undo) {

  static RosterStep insert(MongoCollection<Document> in, Document document) {
    return new RosterStep(in, new InsertOneModel<>(document), new DeleteOneModel<>(id(document)));
  }

  static RosterStep delete(MongoCollection<Document> in, Document document) {
    return new RosterStep(in, new DeleteOneModel<>(id(document)), new InsertOneModel<>(document));
  }

  /** Sets fields of a document that is {@code before} until then. */
  static RosterStep update(MongoCollection<Document> in, Document before, Document fields) {
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
        new UpdateOneModel<>(id(before), new Document("$set", fields)),
        new UpdateOneModel<>(id(before), undo));
  }

  private static Document id(Document document) {
    return new Document("_id", document.get("_id"));
  }
}
