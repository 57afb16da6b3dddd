package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;

/** Every index; the package's own page says which query each serves. */
final class Indexes {

  private record Index(MongoCollection<Document> of, Document keys, IndexOptions options) {}

  private Indexes() {}

  /**
   * Makes those that are not there.
   *
   * @throws MongoFault if one cannot be made: without it promises of the store would not hold
   */
  static void make(Collections collections) {
    Stream.of(roster(collections), conversations(collections), messages(collections))
        .flatMap(List::stream)
        .forEach(Indexes::make);
  }

  private static List<Index> roster(Collections c) {
    return List.of(
        unique(c.users(), "emailKey"),
        plain(c.users(), "schoolId", "_id"),
        plain(c.users(), "schoolId", "role"),
        plain(c.classes(), "schoolId", "_id"),
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
        uniqueIfThere(c.conversations(), "classId"),
        uniqueIfThere(c.conversations(), "directKey"),
        unique(c.receipts(), "conversationId", "userId"),
        unique(c.receiptAdvances(), "conversationId", "userId", "read", "seq"),
        plain(c.audit(), "schoolId", "at"),
        plain(c.audit(), "schoolId", "actor", "at"),
        plain(c.endedTokens(), "endedAt"),
        plain(c.endedTokens(), "expiresAt"));
  }

  private static List<Index> messages(Collections c) {
    return List.of(
        unique(c.messages(), "conversationId", "seq"),
        unique(c.messages(), "conversationId", "revs"),
        plain(c.messages(), "conversationId", "rev"),
        unique(c.messages(), "conversationId", "senderId", "clientId"),
        plain(c.messages(), "conversationId", "createdAt"),
        plain(c.messages(), "conversationId", "replyTo"),
        plain(c.messages(), "conversationId", "words"));
  }

  private static void make(Index index) {
    try {
      index.of().createIndex(index.keys(), index.options());
    } catch (MongoException e) {
      if (MongoErrors.isDuplicate(e) || MongoErrors.translate(e) instanceof MongoFault) {
        throw new MongoFault(
            "The index %s of the collection %s cannot be made (%s); without it the store would not"
                    .formatted(
                        index.keys().keySet(),
                        index.of().getNamespace().getCollectionName(),
                        MongoErrors.kind(e))
                + " keep its promises. Look for documents that contradict it.");
      }
      throw e;
    }
  }

  private static Index plain(MongoCollection<Document> of, String... fields) {
    return new Index(of, keys(fields), new IndexOptions());
  }

  private static Index unique(MongoCollection<Document> of, String... fields) {
    return new Index(of, keys(fields), new IndexOptions().unique(true));
  }

  private static Index uniqueIfThere(MongoCollection<Document> of, String field) {
    return new Index(of, keys(field), new IndexOptions().unique(true).sparse(true));
  }

  private static Document keys(String... fields) {
    var keys = new Document();
    Stream.of(fields).forEach(field -> keys.append(field, 1));
    return keys;
  }
}
