// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * The step that makes chains of what was written down before there were any, in its order. Begun
 * anew it gives the same hashes.
 */
final class AuditChaining {

  static final Migration STEP = new Migration("audit chains", (database, _) -> apply(database));

  private static final int AT_ONCE = 1_000;

  private AuditChaining() {}

  private static void apply(MongoDatabase database) {
    MongoCollection<Document> audit = database.getCollection("audit");
    for (String school : audit.distinct("schoolId", String.class).into(new ArrayList<>())) {
      chain(audit, school);
    }
  }

  private static void chain(MongoCollection<Document> audit, String school) {
    var writes = new ArrayList<WriteModel<Document>>();
    AuditEntry last = null;
    for (Document found :
        audit
            .find(new Document("schoolId", school))
            .sort(new Document("at", 1).append("_id", 1))
            .batchSize(AT_ONCE)) {
      AuditEvent event = event(new DocumentReader(found));
      last = last == null ? AuditEntry.first(event) : last.next(event);
      writes.add(
          new UpdateOneModel<>(
              new Document("_id", found.get("_id")),
              new Document("$set", MongoAuditLog.chained(last))));
      if (writes.size() == AT_ONCE) {
        write(audit, writes);
      }
    }
    write(audit, writes);
  }

  private static void write(MongoCollection<Document> audit, List<WriteModel<Document>> writes) {
    if (!writes.isEmpty()) {
      audit.bulkWrite(writes);
      writes.clear();
    }
  }

  private static AuditEvent event(DocumentReader found) {
    return new AuditEvent(
        new AuditChain(found.text("schoolId")),
        found.time("at"),
        new AuditActor(found.text("actor")),
        found.text("action"),
        found.text("target"),
        "",
        "",
        1,
        found.text("reason"));
  }
}
