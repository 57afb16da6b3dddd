// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.school.SchoolId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A number that is another after any change of any roster, and one for each school. Homeroom counts
 * its own changes, and whose they are, in one document; releases before that counted them for all
 * schools, which is seen by the sum. Changes of other applications are counted, collection by
 * collection, by {@link RosterStream} where the server offers change streams (replica sets and
 * sharded clusters, but not of views). Elsewhere, and while a stream is broken, they show in a
 * digest of the collection. It is not known whose rosters they change.
 *
 * <p>Homeroom's changes are in streams and digests too. In its own layout it counts the documents
 * it wrote, so that what streams say of them is {@linkplain ForeignChanges told apart}; what
 * digests say is not.
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

  /** Changes of any roster. */
  private static final String VERSION = "version";

  /** Those of them of which it is counted whose they are, one by one in {@value #SCHOOLS}. */
  private static final String NAMED = "named";

  private static final String SCHOOLS = "schools";

  /** Documents that they wrote. */
  private static final String WRITTEN = "written";

  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;

  private final MongoCollection<Document> counters;
  private final List<Followed> rosters;
  private final boolean own;
  private final ReentrantLock looking = new ReentrantLock();

  /** Of whoever looks. */
  private final ForeignChanges foreign;

  /** How often streams had begun anew at the last look at them all; of whoever looks. */
  private long lastBegun;

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
    this.foreign = new ForeignChanges(nanos);
  }

  /**
   * After a change of ours, whoever reads the new number reads the change.
   *
   * @param schools those whose rosters it changed
   * @param written how many documents of rosters are there, gone or others
   */
  void changed(Collection<SchoolId> schools, long written) {
    changed(counters, schools, written);
  }

  static void changed(
      MongoCollection<Document> counters, Collection<SchoolId> schools, long written) {
    var more = new Document(VERSION, 1L).append(NAMED, 1L).append(WRITTEN, written);
    schools.forEach(school -> more.append(SCHOOLS + "." + field(school), 1L));
    var _ = counters.updateOne(COUNTER, new Document("$inc", more), UPSERT);
  }

  /** Documents were written for a change that is none of the rosters, as that of a hash. */
  void unchanged(long written) {
    var more = new Document(WRITTEN, written);
    var _ = counters.updateOne(COUNTER, new Document("$inc", more), UPSERT);
  }

  /** A point would part the name of the field; no id has the other sign. */
  private static String field(SchoolId school) {
    return school.value().replace('.', '%');
  }

  private static SchoolId school(String field) {
    return new SchoolId(field.replace('%', '.'));
  }

  /** The number for all. */
  long current() {
    return look(new Document(SCHOOLS, 0)).all();
  }

  RosterVersions bySchool() {
    return look(new Document());
  }

  private RosterVersions look(Document fields) {
    looking.lock();
    try {
      long outside = FNV_OFFSET;
      boolean streamed = true;
      long made = 0;
      long begun = 0;
      for (Followed roster : rosters) {
        long count = roster.stream().count();
        if (count == RosterStream.NONE) {
          streamed = false;
          outside = digest(outside, roster);
        } else {
          outside = mix(outside, count);
          made += count;
          begun += roster.stream().beginnings();
        }
      }
      Document counter =
          Optional.ofNullable(counters.find(COUNTER).projection(fields).first())
              .orElseGet(Document::new);
      long version = number(counter, VERSION);
      if (!own || !streamed) {
        long all = mix(mix(outside, foreign.forget()), version);
        return new RosterVersions(all, all, schools(counter));
      }
      if (begun != lastBegun) {
        // What they missed is counted all the same, and is explained by nothing that comes.
        lastBegun = begun;
        var _ = foreign.forget();
      }
      long unnamed = mix(FNV_OFFSET, version - number(counter, NAMED));
      unnamed = mix(unnamed, begun);
      unnamed = mix(unnamed, foreign.found(made - begun, number(counter, WRITTEN)));
      return new RosterVersions(mix(unnamed, version), unnamed, schools(counter));
    } finally {
      looking.unlock();
    }
  }

  private static Map<SchoolId, Long> schools(Document counter) {
    var schools = new HashMap<SchoolId, Long>();
    if (counter.get(SCHOOLS) instanceof Document named) {
      named.keySet().forEach(field -> schools.put(school(field), number(named, field)));
    }
    return schools;
  }

  private static long number(Document document, String field) {
    return document.get(field) instanceof Number number ? number.longValue() : 0;
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
