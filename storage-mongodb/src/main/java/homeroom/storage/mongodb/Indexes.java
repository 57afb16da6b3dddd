// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every index; the package's own page says which query each serves. */
final class Indexes {

  private record Index(MongoCollection<Document> of, Document keys, IndexOptions options) {}

  private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);

  /** What other applications are not asked to index. */
  private static final Set<String> NOT_THEIRS =
      Set.of("_id", "emailKey", "usernameKey", "nameKey", "updatedAt");

  /** What servers say to a question for the indexes of a view. */
  private static final int NOT_OF_A_VIEW = 166;

  private Indexes() {}

  /**
   * Makes those that are not there. MongoDB has one once all members that vote have it.
   *
   * @param most how long one may take, which the client of the collections sees to
   * @throws StoreUnavailable if one was not there in that time
   * @throws MongoFault if one cannot be made: without it promises of the store would not hold
   */
  static void make(Collections collections, Duration most) {
    if (collections.mapping().isOwn()) {
      roster(collections).forEach(index -> make(index, most));
    } else {
      Stream.of(roster(collections), recommended(collections))
          .flatMap(List::stream)
          .filter(index -> index.keys().keySet().stream().noneMatch(NOT_THEIRS::contains))
          .forEach(index -> recommend(index, collections));
    }
    Stream.of(conversations(collections), messages(collections))
        .flatMap(List::stream)
        .forEach(index -> make(index, most));
  }

  /** The same for what only several nodes ask for; a server alone does not pay for it. */
  static void makeForNodes(Collections c, Duration most) {
    make(plain(c.messages(), "schoolId", "updatedAt"), most);
    make(passing(c.nodes(), "beatAt", MongoNodeStore.KEPT), most);
    make(passing(c.changes(), "at", MongoHintStore.KEPT), most);
  }

  /**
   * Those that the next start would make, each by its collection and fields; of a roster of another
   * application none, since nobody makes them there.
   */
  static List<String> missing(Collections collections) {
    List<Index> rosters = collections.mapping().isOwn() ? roster(collections) : List.of();
    return Stream.of(rosters, conversations(collections), messages(collections))
        .flatMap(List::stream)
        .filter(index -> lacks(index.of(), List.copyOf(index.keys().keySet())))
        .map(index -> index.of().getNamespace().getCollectionName() + " " + index.keys().keySet())
        .toList();
  }

  /** What serves a roster of another application, beside what serves one of ours too. */
  private static List<Index> recommended(Collections c) {
    return List.of(plain(c.users(), "email"), plain(c.users(), "schoolId"));
  }

  /** Says that one is missing; only its owner makes indexes in a collection. */
  private static void recommend(Index index, Collections collections) {
    RosterShape shape =
        collections.rosters().entrySet().stream()
            .filter(roster -> roster.getValue().equals(index.of()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    List<String> wanted = index.keys().keySet().stream().map(shape::theirs).toList();
    boolean needless = index.keys().keySet().stream().anyMatch(field -> !shape.has(field));
    if (!needless && lacks(index.of(), wanted)) {
      LOG.info(
          "An index on {} of the collection {} would make Homeroom's searches cheaper.",
          wanted,
          shape.collection());
    }
  }

  /** Whether it is known to be missing; a view, which has no indexes of its own, lacks none. */
  private static boolean lacks(MongoCollection<Document> of, List<String> wanted) {
    try {
      return !isThere(of, wanted);
    } catch (MongoCommandException e) {
      if (e.getErrorCode() != NOT_OF_A_VIEW) {
        throw e;
      }
      return false;
    }
  }

  private static boolean isThere(MongoCollection<Document> of, List<String> wanted) {
    return of
        .listIndexes(BsonDocument.class)
        .map(index -> List.copyOf(index.getDocument("key").keySet()))
        .into(new ArrayList<>())
        .stream()
        .anyMatch(
            keys -> keys.size() >= wanted.size() && keys.subList(0, wanted.size()).equals(wanted));
  }

  private static List<Index> roster(Collections c) {
    return List.of(
        unique(c.users(), "emailKey"),
        uniqueIfThere(c.users(), "usernameKey"),
        plain(c.users(), "schoolId", "_id"),
        plain(c.users(), "schoolId", "role"),
        plain(c.users(), "schoolId", "nameKey", "_id"),
        plain(c.classes(), "schoolId", "_id"),
        plain(c.classes(), "schoolId", "nameKey", "_id"),
        unique(c.classTeachers(), "classId", "teacherId"),
        plain(c.classTeachers(), "teacherId"),
        plain(c.classTeachers(), "schoolId", "_id"),
        unique(c.classEnrollments(), "classId", "studentId"),
        plain(c.classEnrollments(), "studentId"),
        plain(c.classEnrollments(), "schoolId", "_id"),
        plain(c.schools(), "updatedAt"),
        plain(c.users(), "updatedAt"),
        plain(c.classes(), "updatedAt"),
        plain(c.classTeachers(), "updatedAt"),
        plain(c.classEnrollments(), "updatedAt"));
  }

  private static List<Index> conversations(Collections c) {
    return List.of(
        plain(c.conversations(), "participants", "updatedAt"),
        plain(c.conversations(), "schoolId", "updatedAt"),
        uniqueIfThere(c.conversations(), "classId"),
        uniqueIfThere(c.conversations(), "directKey"),
        plain(c.advanceBatches(), "conversationId", "seq", "_id"),
        unique(c.receiptAdvances(), "conversationId", "userId", "read", "seq"),
        plain(c.audit(), "schoolId", "at", "_id"),
        plain(c.audit(), "schoolId", "actor", "at"),
        unique(c.audit(), "schoolId", "seq"),
        plain(c.audit(), "schoolId", "action", "seq"),
        plain(c.audit(), "schoolId", "target", "seq"),
        plain(c.auditTallies(), "quarter"),
        plain(c.endedTokens(), "endedAt"),
        plain(c.endedTokens(), "expiresAt"),
        plain(c.signIns(), "userId", "at", "_id"),
        plain(c.signIns(), "expiresAt"),
        plain(c.factors(), "userId", "_id"),
        plain(c.factors(), "expiresAt"),
        plain(c.settings(), "schoolId", "version"),
        plain(c.closedClasses(), "schoolId"),
        plain(c.conversations(), "participants", "_id"),
        plain(c.conversations(), "supervisors", "_id"),
        plain(c.conversations(), "createdBy", "createdAt"),
        plain(c.conversations(), "schoolId", "_id"),
        plain(c.rosterImports(), "schoolId", "state", "at", "_id"),
        plain(c.rosterImports(), "state", "at", "_id"),
        uniqueIfThere(c.rosterImports(), "taken"),
        plain(c.rosterImportBatches(), "import"),
        unique(c.rosterEntries(), "schoolId", "source", "kind", "key"),
        plain(c.rosterEntries(), "schoolId", "source", "id"),
        plain(c.rosterEntries(), "schoolId", "source", "person"));
  }

  private static List<Index> messages(Collections c) {
    return List.of(
        unique(c.messages(), "conversationId", "seq"),
        unique(c.messages(), "conversationId", "revs"),
        plain(c.messages(), "conversationId", "rev"),
        unique(c.messages(), "conversationId", "senderId", "clientId"),
        plain(c.messages(), "conversationId", "createdAt", "_id"),
        // Newest first: messages of one moment follow by rising id all the same.
        plain(c.messages(), "conversationId", "-createdAt", "_id"),
        plain(c.messages(), "conversationId", "replyTo"),
        plain(c.messages(), "conversationId", "words"));
  }

  private static void make(Index index, Duration most) {
    String collection = index.of().getNamespace().getCollectionName();
    try {
      index.of().createIndex(index.keys(), index.options());
    } catch (MongoTimeoutException | MongoExecutionTimeoutException e) {
      throw new StoreUnavailable(
          ("The index %s of the collection %s was not there within %d minutes (%s). MongoDB makes"
                  + " one only while all members that vote are up: see to that, then start again.")
              .formatted(index.keys().keySet(), collection, most.toMinutes(), MongoErrors.kind(e)),
          most.toMillis());
    } catch (MongoException e) {
      if (MongoErrors.isDuplicate(e) || MongoErrors.translate(e) instanceof MongoFault) {
        throw new MongoFault(
            "The index %s of the collection %s cannot be made (%s); without it the store would not"
                    .formatted(index.keys().keySet(), collection, MongoErrors.kind(e))
                + " keep its promises. Look for documents that contradict it.");
      }
      throw e;
    }
  }

  private static Index plain(MongoCollection<Document> of, String... fields) {
    return new Index(of, keys(fields), new IndexOptions());
  }

  /** Of documents that the server deletes some time after they are that old. */
  private static Index passing(MongoCollection<Document> of, String time, Duration kept) {
    return new Index(
        of, keys(time), new IndexOptions().expireAfter(kept.toSeconds(), TimeUnit.SECONDS));
  }

  private static Index unique(MongoCollection<Document> of, String... fields) {
    return new Index(of, keys(fields), new IndexOptions().unique(true));
  }

  private static Index uniqueIfThere(MongoCollection<Document> of, String field) {
    return new Index(of, keys(field), new IndexOptions().unique(true).sparse(true));
  }

  /** Rising, or with a minus falling. */
  private static Document keys(String... fields) {
    var keys = new Document();
    for (String field : fields) {
      boolean falls = field.startsWith("-");
      keys.append(falls ? field.substring(1) : field, falls ? -1 : 1);
    }
    return keys;
  }
}
