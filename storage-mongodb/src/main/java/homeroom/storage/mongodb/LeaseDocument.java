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
 * The one document that a lease is, in the collection {@code homeroom-leases}: who has it, since
 * when, when it was renewed and how long it lasts from then on.
 *
 * @param holder for people
 * @param process different for every process that asks
 */
record LeaseDocument(MongoCollection<Document> leases, String holder, String process, long millis) {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Document SERVER = new Document("_id", "server");

  /**
   * Takes it if it is free or ends without being renewed, for which it waits; else, as soon as its
   * holder shows that it lives, who that is, in a sentence.
   */
  @Nullable String claim() {
    @Nullable Document seen = null;
    while (!takeFree()) {
      Document other = leases.find(SERVER).first();
      if (other == null) {
        continue;
      }
      if (seen != null && !seen.equals(other)) {
        return refusal(new DocumentReader(other));
      }
      seen = other;
      if (!end(new DocumentReader(other)).isAfter(new DatabaseClock(leases).now())
          && takeFrom(other)) {
        return null;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return null;
  }

  private static String refusal(DocumentReader other) {
    return ("Another Homeroom server runs on this database: %s, since %s. Its lease lasts until %s,"
            + " and is renewed as long as it runs.")
        .formatted(other.text("holder"), other.time("since"), end(other));
  }

  private static Instant end(DocumentReader lease) {
    return lease.time("renewedAt").plusMillis(lease.number("millis"));
  }

  boolean renew() {
    var renewal = renewed(new Document());
    return leases.updateOne(mine(), renewal).getMatchedCount() == 1;
  }

  void release() {
    leases.deleteOne(mine());
  }

  private Document mine() {
    return new Document(SERVER).append("process", process);
  }

  /** Whoever has it makes the insert fail. */
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
        new Document(SERVER)
            .append("process", ended.get("process"))
            .append("renewals", ended.get("renewals"));
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
