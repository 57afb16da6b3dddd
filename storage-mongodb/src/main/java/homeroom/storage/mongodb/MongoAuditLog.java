// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.audit.AuditLog;
import homeroom.chat.audit.AuditTally;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.Document;

/**
 * Runs on the caller's thread; any thread may call. The unique index on a chain and its places
 * decides between two that append at once; those of this process go one after another.
 */
final class MongoAuditLog implements AuditLog {

  private static final QueryDocument QUERIES =
      new QueryDocument(
          Map.of(
              "seq", DocumentField.number("seq"),
              "actor", DocumentField.text("actor"),
              "action", DocumentField.text("action"),
              "target", DocumentField.text("target"),
              "network", DocumentField.text("network"),
              "at", DocumentField.time("at")),
          new Document("seq", -1));

  private final MongoCollection<Document> audit;
  private final MongoCollection<Document> tallies;
  private final MongoCalls calls;
  private final ReentrantLock appending = new ReentrantLock();

  MongoAuditLog(Collections collections, MongoCalls calls) {
    this.audit = collections.audit();
    this.tallies = collections.auditTallies();
    this.calls = calls;
  }

  @Override
  public AuditEntry record(AuditEvent event) {
    return calls.write(() -> append(event));
  }

  /** Within a call that writes. */
  AuditEntry append(AuditEvent event) {
    appending.lock();
    try {
      Attempts attempts = calls.attempts();
      while (true) {
        AuditEntry entry = next(event);
        try {
          audit.insertOne(document(entry));
          return entry;
        } catch (MongoWriteException e) {
          if (!MongoErrors.isDuplicate(e)) {
            throw e;
          }
          attempts.again();
        }
      }
    } finally {
      appending.unlock();
    }
  }

  private AuditEntry next(AuditEvent event) {
    Document last =
        audit
            .find(new Document("schoolId", event.chain().name()))
            .sort(new Document("seq", -1))
            .projection(new Document("seq", 1).append("hash", 1))
            .first();
    if (last == null) {
      return AuditEntry.first(event);
    }
    var head = new DocumentReader(last);
    return AuditEntry.after(head.number("seq"), head.text("hash"), event);
  }

  @Override
  public void count(AuditTally tally, Instant at) {
    var fields =
        new Document("schoolId", tally.chain().name())
            .append("target", tally.target())
            .append("network", tally.network())
            .append("quarter", Date.from(tally.quarter()));
    var update =
        new Document("$inc", new Document("count", 1L))
            .append("$max", new Document("last", Date.from(at)))
            .append("$setOnInsert", fields);
    calls.write(() -> {
      Attempts attempts = calls.attempts();
      while (true) {
        try {
          return tallies.updateOne(id(tally), update, new UpdateOptions().upsert(true));
        } catch (MongoWriteException e) {
          if (!MongoErrors.isDuplicate(e)) {
            throw e;
          }
          attempts.again();
        }
      }
    });
  }

  private static Document id(AuditTally tally) {
    return new Document(
        "_id",
        String.join(
            " ",
            String.valueOf(tally.quarter().toEpochMilli()),
            tally.chain().name(),
            tally.target(),
            tally.network()));
  }

  @Override
  public int settle(Instant latest) {
    var over = new Document("quarter", new Document("$lte", Date.from(latest)));
    List<Document> due =
        calls.run(
            () -> tallies.find(over).sort(new Document("quarter", 1)).into(new ArrayList<>()));
    for (Document tally : due) {
      calls.write(() -> {
        settle(tally);
        return tallies.deleteOne(new Document("_id", tally.get("_id")));
      });
    }
    return due.size();
  }

  /** Unless that was done before something ended the program. */
  private void settle(Document found) {
    var stored = new DocumentReader(found);
    var tally =
        new AuditTally(
            new AuditChain(stored.text("schoolId")),
            stored.text("target"),
            stored.text("network"),
            stored.time("quarter"));
    AuditEvent event = tally.event(stored.number("count"), stored.time("last"));
    var same =
        new Document("schoolId", event.chain().name())
            .append("actor", event.actor().text())
            .append("at", Date.from(event.at()))
            .append("action", event.action())
            .append("target", event.target())
            .append("network", event.network());
    if (audit.find(same).first() == null) {
      var _ = append(event);
    }
  }

  @Override
  public List<AuditChain> chains() {
    return calls.run(() ->
        audit.distinct("schoolId", String.class).into(new ArrayList<>()).stream()
            .sorted()
            .map(AuditChain::new)
            .toList());
  }

  @Override
  public List<AuditEntry> entries(AuditChain chain, long after, int limit) {
    var range = new Document("schoolId", chain.name()).append("seq", new Document("$gt", after));
    return calls.run(() ->
        audit
            .find(range)
            .sort(new Document("seq", 1))
            .limit(limit)
            .map(found -> entry(new DocumentReader(found)))
            .into(new ArrayList<>()));
  }

  @Override
  public Page<AuditEntry> find(AuditChain chain, Query query) {
    return calls.run(() ->
        QUERIES.page(
            audit,
            new Document("schoolId", chain.name()),
            query,
            new Document(),
            calls.limits().readTime(),
            all -> all.stream().map(found -> entry(new DocumentReader(found))).toList()));
  }

  static Document document(AuditEntry entry) {
    AuditEvent event = entry.event();
    var document =
        new Document("schoolId", event.chain().name())
            .append("at", Date.from(event.at()))
            .append("actor", event.actor().text())
            .append("action", event.action())
            .append("target", event.target())
            .append("reason", event.reason());
    document.putAll(chained(entry));
    return document;
  }

  /** What an entry has that was none in the first version of the store. */
  static Document chained(AuditEntry entry) {
    return new Document("seq", entry.seq())
        .append("detail", entry.event().detail())
        .append("network", entry.event().network())
        .append("count", entry.event().count())
        .append("hash", entry.hash());
  }

  static AuditEntry entry(DocumentReader found) {
    var event =
        new AuditEvent(
            new AuditChain(found.text("schoolId")),
            found.time("at"),
            new AuditActor(found.text("actor")),
            found.text("action"),
            found.text("target"),
            found.text("detail"),
            found.text("network"),
            found.number("count"),
            found.text("reason"));
    return new AuditEntry(found.number("seq"), event, found.text("hash"));
  }
}
