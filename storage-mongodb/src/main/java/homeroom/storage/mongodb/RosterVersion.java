// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A number that is another after any change of any roster. Homeroom counts its own changes. Changes
 * of other applications are counted, collection by collection, by {@link RosterStream} where the
 * server offers change streams (replica sets and sharded clusters, but not of views). Elsewhere,
 * and while a stream is broken, they show in a digest of the collection.
 *
 * <p>The digest of a collection of Homeroom's own layout, and of every one whose documents keep the
 * time of their last change, is how many documents it has, the newest {@code _id} and the newest
 * {@code updatedAt}: each one look into an index, or a count that the server keeps. One of another
 * application that keeps no such time is read whole, up to {@value #MAX_READ} documents with their
 * few fields; of a larger one only documents that come and go are noticed.
 */
final class RosterVersion {

  /** Documents of one collection. */
  private static final int MAX_READ = 50_000;

  private static final Document COUNTER = new Document("_id", "roster");
  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;

  private final MongoCollection<Document> counters;
  private final List<Followed> rosters;
  private final boolean own;

  private record Followed(
      RosterShape shape, MongoCollection<Document> documents, RosterStream stream) {}

  /**
   * @param nanos time as it passes, as {@link System#nanoTime()} has it
   */
  RosterVersion(Collections collections, LongSupplier nanos) {
    this.counters = collections.counters();
    this.rosters =
        collections.rosters().entrySet().stream()
            .map(each ->
                new Followed(
                    each.getKey(), each.getValue(), new RosterStream(each.getValue(), nanos)))
            .toList();
    this.own = collections.mapping().isOwn();
  }

  /** After a change of ours, whoever reads the new number reads the change. */
  void changed() {
    changed(counters);
  }

  static void changed(MongoCollection<Document> counters) {
    var _ =
        counters.updateOne(
            COUNTER,
            new Document("$inc", new Document("version", 1L)),
            new UpdateOptions().upsert(true));
  }

  long current() {
    Document counter = counters.find(COUNTER).first();
    long version = mix(FNV_OFFSET, counter == null ? 0L : counter.get("version"));
    for (Followed roster : rosters) {
      long streamed = roster.stream().count();
      version = streamed == RosterStream.NONE ? digest(version, roster) : mix(version, streamed);
    }
    return version;
  }

  private long digest(long version, Followed roster) {
    MongoCollection<Document> documents = roster.documents();
    long count = documents.estimatedDocumentCount();
    long digest = mix(version, count);
    if (own || roster.shape().keepsTimes() || count > MAX_READ) {
      digest = mix(digest, newest(documents, "_id"));
      return mix(digest, newest(documents, "updatedAt"));
    }
    for (Document each : documents.find().sort(new Document("_id", 1)).limit(MAX_READ)) {
      digest = mix(digest, each);
    }
    return digest;
  }

  private static @Nullable Object newest(MongoCollection<Document> roster, String field) {
    Document found =
        roster.find().sort(new Document(field, -1)).projection(new Document(field, 1)).first();
    return found == null ? null : found.get(field);
  }

  /** FNV-1a of 64 bits. */
  private static long mix(long digest, @Nullable Object part) {
    long mixed = digest;
    for (byte each : (String.valueOf(part) + '\n').getBytes(StandardCharsets.UTF_8)) {
      mixed = (mixed ^ (each & 0xff)) * FNV_PRIME;
    }
    return mixed;
  }
}
