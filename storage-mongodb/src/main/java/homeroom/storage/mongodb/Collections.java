package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;

/** The collections by their names in the database. */
record Collections(
    MongoCollection<Document> schools,
    MongoCollection<Document> users,
    MongoCollection<Document> classes,
    MongoCollection<Document> classTeachers,
    MongoCollection<Document> classEnrollments,
    MongoCollection<Document> conversations,
    MongoCollection<Document> messages,
    MongoCollection<Document> receipts,
    MongoCollection<Document> receiptAdvances,
    MongoCollection<Document> audit,
    MongoCollection<Document> endedTokens,
    MongoCollection<Document> counters) {

  static Collections of(MongoDatabase database) {
    return new Collections(
        database.getCollection("schools"),
        database.getCollection("users"),
        database.getCollection("classes"),
        database.getCollection("class-teachers"),
        database.getCollection("class-enrollments"),
        database.getCollection("conversations"),
        database.getCollection("messages"),
        database.getCollection("receipts"),
        database.getCollection("receipt-advances"),
        database.getCollection("audit"),
        database.getCollection("ended-tokens"),
        database.getCollection("homeroom-counters"));
  }
}
