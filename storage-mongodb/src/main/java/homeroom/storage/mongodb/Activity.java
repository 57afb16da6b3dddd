// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The times of changes of conversations. Of two changes in one school the later one never has the
 * earlier time: where the clock was set back meanwhile, times go on from the newest by
 * milliseconds, until the clock has caught up. A process reads the newest of a school once; from
 * then on it is the one that changes them. Safe for many threads; within calls of the store.
 */
final class Activity {

  private final MongoCollection<Document> conversations;

  /** The newest of each school, in milliseconds since 1970. */
  private final Map<String, Long> newest = new ConcurrentHashMap<>();

  Activity(MongoCollection<Document> conversations) {
    this.conversations = conversations;
  }

  /**
   * When something changes.
   *
   * @param at as the clock has it
   */
  Instant next(String school, Instant at) {
    if (!newest.containsKey(school)) {
      newest.merge(school, stored(school), Math::max);
    }
    long now = at.toEpochMilli();
    return Instant.ofEpochMilli(
        newest.merge(school, now, (last, wanted) -> wanted >= last ? wanted : last + 1));
  }

  private long stored(String school) {
    @Nullable Document last =
        conversations
            .find(new Document("schoolId", school))
            .sort(new Document("updatedAt", -1))
            .projection(new Document("updatedAt", 1))
            .first();
    return last == null
        ? Long.MIN_VALUE
        : new DocumentReader(last).time("updatedAt").toEpochMilli();
  }
}
