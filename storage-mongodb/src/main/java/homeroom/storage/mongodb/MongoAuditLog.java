// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
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
import homeroom.chat.roster.RosterResult;
import homeroom.chat.school.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs on the caller's thread; any thread may call. The unique index on a chain and its places
 * decides between two that append at once; those of this process go one after another, in each
 * chain.
 */
final class MongoAuditLog implements AuditLog {

  private static final Logger LOG = LoggerFactory.getLogger(MongoAuditLog.class);

  /** Ends the detail of an entry whose change may not have been made. */
  static final String UNCERTAIN = "the store failed meanwhile, so that it may not have been done";

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
  private final ChainLocks chains;
  private final AuditIntentions intentions;

  MongoAuditLog(Collections collections, MongoCalls calls) {
    this.audit = collections.audit();
    this.tallies = collections.auditTallies();
    this.chains = new ChainLocks(calls.limits().writeTime());
    this.intentions = new AuditIntentions(collections.auditIntentions());
    this.calls = calls;
  }

  @Override
  public AuditEntry record(AuditEvent event) {
    return calls.write(() -> append(event));
  }

  /** Makes and writes down, as below, a change of the roster. */
  RosterResult writtenDown(List<AuditEvent> events, Supplier<RosterResult> change) {
    return writtenDown(events, RosterResult.Applied.class::isInstance, change);
  }

  /**
   * Makes a change and writes the events down, within a call that writes. Whatever fails, a change
   * that was made has its entries sooner or later, see {@link #settle}; one that nobody knows of
   * has entries that say so.
   *
   * @param isDone whether the change says that it was made
   */
  <T> T writtenDown(List<AuditEvent> events, Predicate<T> isDone, Supplier<T> change) {
    if (events.isEmpty()) {
      return change.get();
    }
    ObjectId intention = intentions.note(events);
    T result = made(intention, isDone, change);
    try {
      if (isDone.test(result)) {
        events.forEach(this::append);
      }
      intentions.forget(intention);
    } catch (MongoException | MongoFault | StoreUnavailable e) {
      LOG.warn(
          "A change will be written down later ({}).",
          e instanceof MongoException failed ? MongoErrors.kind(failed) : e.getMessage());
    }
    return result;
  }

  private <T> T made(ObjectId intention, Predicate<T> isDone, Supplier<T> change) {
    var fate = AuditIntentions.Fate.UNKNOWN;
    try {
      T result = change.get();
      fate = isDone.test(result) ? AuditIntentions.Fate.DONE : AuditIntentions.Fate.REFUSED;
      return result;
    } finally {
      intentions.became(intention, fate);
    }
  }

  private AuditEntry append(AuditEvent event) {
    return chains.alone(
        event.chain(),
        () -> {
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
        });
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
    return settleIntentions(latest) + settleTallies(latest);
  }

  private int settleIntentions(Instant latest) {
    List<AuditIntentions.Left> left = calls.run(() -> intentions.left(latest));
    for (AuditIntentions.Left one : left) {
      calls.write(() -> {
        if (one.fate() != AuditIntentions.Fate.REFUSED) {
          one.events().forEach(event -> settle(event, one.fate()));
        }
        intentions.forget(one.id());
        return true;
      });
    }
    return left.size();
  }

  private void settle(AuditEvent event, AuditIntentions.Fate fate) {
    var uncertain =
        event.withDetail(event.detail().isEmpty() ? UNCERTAIN : event.detail() + "; " + UNCERTAIN);
    if (!isWrittenDown(event) && !isWrittenDown(uncertain)) {
      var _ = append(fate == AuditIntentions.Fate.DONE ? event : uncertain);
    }
  }

  private int settleTallies(Instant latest) {
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
    if (!isWrittenDown(event)) {
      var _ = append(event);
    }
  }

  private boolean isWrittenDown(AuditEvent event) {
    var same =
        new Document("schoolId", event.chain().name())
            .append("actor", event.actor().text())
            .append("at", Date.from(event.at()))
            .append("action", event.action())
            .append("target", event.target())
            .append("network", event.network());
    for (Document found : audit.find(same)) {
      if (event.detail().equals(found.getString("detail"))) {
        return true;
      }
    }
    return false;
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
    Document document = document(entry.event());
    document.putAll(chained(entry));
    return document;
  }

  static Document document(AuditEvent event) {
    return new Document("schoolId", event.chain().name())
        .append("at", Date.from(event.at()))
        .append("actor", event.actor().text())
        .append("action", event.action())
        .append("target", event.target())
        .append("reason", event.reason())
        .append("detail", event.detail())
        .append("network", event.network())
        .append("count", event.count());
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
    return new AuditEntry(found.number("seq"), event(found), found.text("hash"));
  }

  static AuditEvent event(DocumentReader found) {
    return new AuditEvent(
        new AuditChain(found.text("schoolId")),
        found.time("at"),
        new AuditActor(found.text("actor")),
        found.text("action"),
        found.text("target"),
        found.text("detail"),
        found.text("network"),
        found.number("count"),
        found.text("reason"));
  }
}
