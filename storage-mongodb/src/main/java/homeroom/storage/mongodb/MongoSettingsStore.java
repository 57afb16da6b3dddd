// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.policy.SettingsStore;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.transfer.Item;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/** Runs on the caller's thread; any thread may call. */
final class MongoSettingsStore implements SettingsStore {

  private static final Document VERSION = new Document("_id", "settings");
  private static final Document ONE_MORE = new Document("value", 1L);

  private final MongoCollection<Document> settings;
  private final MongoCollection<Document> closedClasses;
  private final MongoCollection<Document> counters;
  private final MongoAuditLog audit;
  private final MongoCalls calls;

  MongoSettingsStore(Collections collections, MongoAuditLog audit, MongoCalls calls) {
    this.settings = collections.settings();
    this.closedClasses = collections.closedClasses();
    this.counters = collections.counters();
    this.audit = audit;
    this.calls = calls;
  }

  @Override
  public Optional<StoredSettings> newest(SchoolId school) {
    return versions(school, 1).stream().findFirst();
  }

  @Override
  public List<StoredSettings> versions(SchoolId school, int limit) {
    return calls.run(() ->
        settings
            .find(new Document("schoolId", school.value()))
            .sort(new Document("version", -1))
            .limit(limit)
            .map(found -> settings(new DocumentReader(found)))
            .into(new ArrayList<>()));
  }

  /** The key of a version is unique, so that of two writers one finds it taken. */
  @Override
  public boolean add(StoredSettings next, AuditEvent event) {
    return calls.write(
        () -> audit.writtenDown(List.of(event), (Boolean added) -> added, () -> insert(next)));
  }

  private boolean insert(StoredSettings next) {
    long newest = newest(next.schoolId()).map(StoredSettings::version).orElse(0L);
    if (newest + 1 != next.version()) {
      return false;
    }
    try {
      settings.insertOne(document(next));
      changed();
      return true;
    } catch (MongoWriteException e) {
      if (MongoErrors.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Set<ClassId> closedClasses(SchoolId school) {
    return calls.run(() ->
        closedClasses
            .find(new Document("schoolId", school.value()).append("closed", true))
            .map(found -> new ClassId(new DocumentReader(found).text("classId")))
            .into(new HashSet<>()));
  }

  @Override
  public void close(SchoolId school, ClassId classId, boolean closed) {
    var key = new Document("_id", school + "/" + classId);
    calls.write(() -> {
      closedClasses.updateOne(
          key,
          new Document(
              "$setOnInsert",
              new Document("schoolId", school.value())
                  .append("classId", classId.value())
                  .append("closed", false)),
          new UpdateOptions().upsert(true));
      var turn = new Document("$set", new Document("closed", closed));
      boolean turned =
          closedClasses
                  .updateOne(new Document(key).append("closed", !closed), turn)
                  .getModifiedCount()
              > 0;
      if (turned) {
        changed();
      }
      return turned;
    });
  }

  /** Another number for every change, which is given after it. */
  private void changed() {
    counters.updateOne(VERSION, new Document("$inc", ONE_MORE), new UpdateOptions().upsert(true));
  }

  @Override
  public long version() {
    return calls.run(() -> {
      Document found = counters.find(VERSION).first();
      return found == null ? 0L : new DocumentReader(found).number("value");
    });
  }

  static Document document(StoredSettings settings) {
    return new Document("_id", new Item.OfSettings(settings).key())
        .append("schoolId", settings.schoolId().value())
        .append("version", settings.version())
        .append("at", Date.from(settings.at()))
        .append("by", settings.by())
        .append("text", settings.text());
  }

  static StoredSettings settings(DocumentReader found) {
    return new StoredSettings(
        new SchoolId(found.text("schoolId")),
        found.number("version"),
        found.time("at"),
        found.text("by"),
        found.text("text"));
  }
}
