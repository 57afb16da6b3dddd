// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;

/** The database of a school's Node application, as Mongoose leaves it there. */
final class FeathersDatabase implements AutoCloseable {

  static final String BCRYPT = "$2a$10$abcdefghijklmnopqrstuv";

  final ObjectId tom;
  final ObjectId ada;
  final ObjectId bob;
  final ObjectId class7b = new ObjectId();
  final ObjectId direct;
  final ObjectId group;
  final ObjectId ofClass;

  private final String address;
  private final MongoClient client;
  private final MongoDatabase database;

  /**
   * @param address with the name of the database at its end
   */
  FeathersDatabase(String address) {
    this.address = address;
    this.client = MongoClients.create(address);
    this.database = client.getDatabase(address.substring(address.lastIndexOf('/') + 1));
    tom = person("tom@hill.example", "teacher");
    ada = person("ada@hill.example", "student");
    bob = person("bob@hill.example", "student");
    documents("classes")
        .insertOne(
            new Document("_id", class7b).append("name", "7B Maths").append("schoolId", "hill"));
    documents("class-teachers")
        .insertOne(new Document("classId", class7b).append("teacherId", tom));
    documents("class-enrollments")
        .insertMany(
            List.of(
                new Document("classId", class7b).append("studentId", ada),
                new Document("classId", class7b).append("studentId", bob)));
    direct = conversation("direct", 0, tom, ada);
    group = conversation("group", 10, ada, bob, tom);
    ofClass = conversation("class", 20, tom, ada, bob);
    set("conversations", group, new Document("title", "Chess club"));
    set("conversations", ofClass, new Document("classId", class7b));
    talk();
  }

  private void talk() {
    ObjectId edited = say(new ObjectId(), direct, tom, "Homework is due on Friday", 1);
    set(
        "messages",
        edited,
        new Document("editHistory", List.of(text("Homework is due on Fryday", 2)))
            .append("deliveredTo", List.of(receipt(ada, 2)))
            .append("readBy", List.of(receipt(ada, 3)))
            .append("status", "read"));
    ObjectId deleted = say(new ObjectId(), direct, tom, "oops", 3);
    set("messages", deleted, new Document("deletedAt", date(4)));
    ObjectId thanks = say(new ObjectId(), direct, ada, "Thank you!", 5);
    set("messages", thanks, new Document("readBy", List.of(receipt(tom, 6))));
    ObjectId asked = say(new ObjectId(), group, ada, "Who plays?", 11);
    ObjectId answered = say(new ObjectId(), group, tom, "I do", 12);
    set("messages", asked, new Document("deliveredTo", List.of(receipt(bob, 13))));
    set("messages", answered, new Document("readBy", List.of(receipt(bob, 14))));
  }

  String address() {
    return address;
  }

  /** A moment of the story, in minutes. */
  static Instant at(int minute) {
    return Instant.parse("2026-01-05T08:00:00Z").plusSeconds(60L * minute);
  }

  private static Date date(int minute) {
    return Date.from(at(minute));
  }

  private static Document receipt(ObjectId user, int minute) {
    return new Document("userId", user).append("at", date(minute));
  }

  private static Document text(String text, int minute) {
    return new Document("text", text).append("editedAt", date(minute));
  }

  ObjectId person(String email, String role) {
    var id = new ObjectId();
    documents("users")
        .insertOne(
            new Document("_id", id)
                .append("schoolId", "hill")
                .append("role", role)
                .append("name", email.substring(0, email.indexOf('@')))
                .append("email", email)
                .append("password", BCRYPT)
                .append("createdAt", date(0))
                .append("updatedAt", date(0)));
    return id;
  }

  ObjectId conversation(String type, int minute, ObjectId... participants) {
    var id = new ObjectId();
    documents("conversations")
        .insertOne(
            new Document("_id", id)
                .append("participants", List.of(participants))
                .append("type", type)
                .append("schoolId", "hill")
                .append("createdBy", participants[0])
                .append("createdAt", date(minute))
                .append("updatedAt", date(minute)));
    return id;
  }

  <T> T say(T id, ObjectId conversation, ObjectId sender, String text, int minute) {
    documents("messages")
        .insertOne(
            new Document("_id", id)
                .append("conversationId", conversation)
                .append("senderId", sender)
                .append("text", text)
                .append("status", "sent")
                .append("deliveredTo", List.of())
                .append("readBy", List.of())
                .append("editHistory", List.of())
                .append("createdAt", date(minute)));
    return id;
  }

  private void set(String collection, Object id, Document fields) {
    documents(collection).updateOne(new Document("_id", id), new Document("$set", fields));
  }

  /** As an application has them whose names are others. */
  void rename(String collection, Map<String, String> fields) {
    for (Document document : documents(collection).find()) {
      var other = new Document();
      document.forEach((field, value) -> other.append(fields.getOrDefault(field, field), value));
      documents(collection).replaceOne(new Document("_id", document.get("_id")), other);
    }
  }

  private MongoCollection<Document> documents(String collection) {
    return database.getCollection(collection);
  }

  /** What there is, with the number of documents and indexes of each. */
  Set<String> collections() {
    var found = new HashSet<String>();
    for (String name : database.listCollectionNames()) {
      long indexes = Stream.of(documents(name).listIndexes()).count();
      found.add(name + " " + documents(name).countDocuments() + " " + indexes);
    }
    return found;
  }

  @Override
  public void close() {
    client.close();
  }
}
