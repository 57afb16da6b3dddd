// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One document of the collection {@code homeroom-leases}: who has something, since when, when it
 * was renewed and how long it lasts from then on.
 *
 * @param id what it is that somebody has
 * @param holder for people
 * @param process the same for all who have it together, and for nobody else
 */
record LeaseDocument(
    MongoCollection<Document> leases, String id, String holder, String process, long millis) {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /**
   * Takes it if it is free, or had together with others, or ends without being renewed, for which
   * it waits; else, as soon as its holder shows that it lives, what the document says of it.
   */
  @Nullable DocumentReader claim() {
    @Nullable Document seen = null;
    while (!takeFree()) {
      Document other = leases.find(key()).first();
      if (other == null || process.equals(other.get("process"))) {
        continue;
      }
      var held = new DocumentReader(other);
      if (seen != null && !seen.equals(other)) {
        return held;
      }
      seen = other;
      if (hasEnded(held, new DatabaseClock(leases).now()) && takeFrom(other)) {
        return null;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return null;
  }

  static boolean hasEnded(DocumentReader lease, Instant now) {
    return !end(lease).isAfter(now);
  }

  static Instant end(DocumentReader lease) {
    return lease.time("renewedAt").plusMillis(lease.number("millis"));
  }

  boolean renew() {
    var renewal = renewed(new Document());
    return leases.updateOne(mine(), renewal).getMatchedCount() == 1;
  }

  void release() {
    leases.deleteOne(mine());
  }

  /** How it is now; null if nobody has it. */
  @Nullable Document seen() {
    return leases.find(key()).first();
  }

  /** Gives it back for all who have it together, unless one of them renewed it since. */
  void release(Document seen) {
    leases.deleteOne(mine().append("renewals", seen.get("renewals")));
  }

  private Document key() {
    return new Document("_id", id);
  }

  private Document mine() {
    return key().append("process", process);
  }

  /** Whoever else has it makes the insert fail. */
  private boolean takeFree() {
    try {
      leases.updateOne(mine(), taking(), new UpdateOptions().upsert(true));
      return true;
    } catch (MongoException e) {
      if (MongoErrors.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Unless it was renewed, or taken by a third, since it was looked at. */
  private boolean takeFrom(Document ended) {
    var asSeen =
        key().append("process", ended.get("process")).append("renewals", ended.get("renewals"));
    Document taking = taking();
    taking.get("$set", Document.class).append("process", process);
    return leases.updateOne(asSeen, taking).getMatchedCount() == 1;
  }

  private Document taking() {
    return renewed(new Document("since", true))
        .append("$set", new Document("holder", holder).append("millis", millis));
  }

  /** A lease is known to be the one that was seen by how often it was renewed. */
  private static Document renewed(Document times) {
    return new Document("$currentDate", times.append("renewedAt", true))
        .append("$inc", new Document("renewals", 1L));
  }
}
