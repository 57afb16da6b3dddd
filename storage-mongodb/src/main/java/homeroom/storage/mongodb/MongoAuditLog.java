// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.school.AuditEntry;
import homeroom.chat.school.AuditLog;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** Runs on the caller's thread; any thread may call. */
final class MongoAuditLog implements AuditLog {

  private final MongoCollection<Document> audit;
  private final MongoCalls calls;

  MongoAuditLog(Collections collections, MongoCalls calls) {
    this.audit = collections.audit();
    this.calls = calls;
  }

  @Override
  public void record(AuditEntry entry) {
    calls.write(() -> audit.insertOne(document(entry)));
  }

  static Document document(AuditEntry entry) {
    return new Document("schoolId", entry.schoolId().value())
        .append("at", Date.from(entry.at()))
        .append("actor", entry.actor().value())
        .append("action", entry.action())
        .append("target", entry.target())
        .append("reason", entry.reason());
  }

  @Override
  public List<AuditEntry> newest(SchoolId school, int limit) {
    if (limit <= 0) {
      return List.of();
    }
    return calls.run(() ->
        audit
            .find(new Document("schoolId", school.value()))
            .sort(new Document("at", -1).append("_id", -1))
            .limit(limit)
            .map(found -> entry(new DocumentReader(found)))
            .into(new ArrayList<>()));
  }

  static AuditEntry entry(DocumentReader found) {
    return new AuditEntry(
        new SchoolId(found.text("schoolId")),
        found.time("at"),
        new UserId(found.text("actor")),
        found.text("action"),
        found.text("target"),
        found.text("reason"));
  }
}
