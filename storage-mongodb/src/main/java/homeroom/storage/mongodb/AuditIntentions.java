// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.audit.AuditEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * What is about to be done, noted before it is and until its entries are in their chains: where a
 * change and its entries are no one transaction, this is what keeps a change from standing without
 * them. Of the changes of this process it knows what became of them; of those of a process that
 * ended, nobody does. Safe for many threads; within calls of the store.
 */
final class AuditIntentions {

  private static final int AT_ONCE = 1_000;

  /** What became of a change. */
  enum Fate {
    /** It is being made. */
    UNDER_WAY,
    /** It was made, and its entries are missing. */
    DONE,
    /** It was refused: nothing was changed. */
    REFUSED,
    /** The store failed meanwhile. */
    UNKNOWN
  }

  /** Events whose entries may be missing. */
  record Left(ObjectId id, List<AuditEvent> events, Fate fate) {}

  private final MongoCollection<Document> intentions;
  private final Map<ObjectId, Fate> ofThisProcess = new ConcurrentHashMap<>();

  AuditIntentions(MongoCollection<Document> intentions) {
    this.intentions = intentions;
  }

  /** Durable when it returns. */
  ObjectId note(List<AuditEvent> events) {
    var id = new ObjectId();
    ofThisProcess.put(id, Fate.UNDER_WAY);
    boolean noted = false;
    try {
      intentions.insertOne(
          new Document("_id", id)
              .append("at", Date.from(events.getFirst().at()))
              .append("events", events.stream().map(MongoAuditLog::document).toList()));
      noted = true;
      return id;
    } finally {
      if (!noted) {
        ofThisProcess.put(id, Fate.REFUSED);
      }
    }
  }

  void became(ObjectId id, Fate fate) {
    ofThisProcess.put(id, fate);
  }

  /** Nothing is left to be done. */
  void forget(ObjectId id) {
    intentions.deleteOne(new Document("_id", id));
    ofThisProcess.remove(id);
  }

  /**
   * Those whose change is over: of this process, and of others those noted at {@code latest} or
   * before; at most {@value #AT_ONCE} of the oldest.
   */
  List<Left> left(Instant latest) {
    var left = new ArrayList<Left>();
    var there = new HashSet<ObjectId>();
    for (Document found : intentions.find().sort(new Document("_id", 1)).limit(AT_ONCE)) {
      var stored = new DocumentReader(found);
      ObjectId id = found.getObjectId("_id");
      there.add(id);
      Fate fate = ofThisProcess.getOrDefault(id, Fate.UNKNOWN);
      boolean over =
          ofThisProcess.containsKey(id)
              ? fate != Fate.UNDER_WAY
              : !stored.time("at").isAfter(latest);
      if (over) {
        List<AuditEvent> events =
            found.getList("events", Document.class).stream()
                .map(each -> MongoAuditLog.event(new DocumentReader(each)))
                .toList();
        left.add(new Left(id, events, fate));
      }
    }
    if (there.size() < AT_ONCE) {
      ofThisProcess
          .entrySet()
          .removeIf(each ->
              !there.contains(each.getKey()) && isOver(each.getValue(), each.getKey(), latest));
    }
    return left;
  }

  /** Of one that is not stored: whether it will not be any more. */
  private static boolean isOver(Fate fate, ObjectId id, Instant latest) {
    return fate != Fate.UNDER_WAY && id.getDate().toInstant().isBefore(latest);
  }
}
