package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A number that is another after any change of any roster. Homeroom counts its own changes. Changes
 * of other applications show in a digest of each collection: how many documents it has, the newest
 * {@code _id} and the newest {@code updatedAt}. So another application that keeps {@code
 * updatedAt}, or ids that grow, is always seen; one that changes a document in place and leaves no
 * such trace is not. Every part is one look into an index or a count that the server keeps.
 */
final class RosterVersion {

  private static final Document COUNTER = new Document("_id", "roster");
  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;

  private final MongoCollection<Document> counters;
  private final List<MongoCollection<Document>> rosters;

  RosterVersion(Collections collections) {
    this.counters = collections.counters();
    this.rosters =
        List.of(
            collections.schools(),
            collections.users(),
            collections.classes(),
            collections.classTeachers(),
            collections.classEnrollments());
  }

  /** After a change of ours, whoever reads the new number reads the change. */
  void changed() {
    counters.updateOne(
        COUNTER,
        new Document("$inc", new Document("version", 1L)),
        new UpdateOptions().upsert(true));
  }

  long current() {
    Document counter = counters.find(COUNTER).first();
    long digest = mix(FNV_OFFSET, counter == null ? 0L : counter.get("version"));
    for (MongoCollection<Document> roster : rosters) {
      digest = mix(digest, roster.estimatedDocumentCount());
      digest = mix(digest, newest(roster, "_id"));
      digest = mix(digest, newest(roster, "updatedAt"));
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
