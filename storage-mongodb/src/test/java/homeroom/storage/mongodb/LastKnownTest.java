// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schools and classes of another application that cannot be read any more, or are not there. */
class LastKnownTest {

  private static final SchoolId HILL = new SchoolId("hill");
  private static final SchoolId DALE = new SchoolId("dale");
  private static final ClassId CLASS_7B = new ClassId("7b");
  private static final UserId BOB = new UserId("bob");
  private static final UserId TOM = new UserId("tom");
  private static final ClassMembers TOM_AND_BOB = new ClassMembers(Set.of(TOM), Set.of(BOB));

  private MongoServer server;
  private String connectionString;
  private MongoClient client;
  private MongoStores stores;

  @BeforeEach
  void open() {
    server = new MongoServer(new MemoryBackend());
    connectionString = server.bindAndGetConnectionString();
    client = MongoClients.create(connectionString);
    collection("schools")
        .insertMany(
            List.of(
                new Document("_id", "hill").append("name", "Hill"),
                new Document("_id", "dale").append("name", "Dale")));
    collection("classes").insertMany(List.of(schoolClass("7b", "hill"), schoolClass("8a", "hill")));
    collection("users").insertMany(List.of(user("bob", "student"), user("tom", "teacher")));
    collection("class-teachers").insertOne(link("teacherId", "tom"));
    collection("class-enrollments").insertOne(link("studentId", "bob"));
    stores = connect();
    assertThat(schools()).containsExactly(DALE, HILL);
    assertThat(classes(HILL)).containsExactly("7b", "8a");
  }

  private MongoStores connect() {
    return MongoStores.open(
        connectionString + "/school",
        RosterMapping.of(Map.of("classes", "classes")),
        MongoLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    stores.close();
    client.close();
    server.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{$set: {schoolId: 'no id'}}",
        "{$unset: {schoolId: 1}}",
        "{$set: {schoolId: {a: 1}}}"
      })
  void aClassThatCannotBeReadGoesOnAsItWas(String slip) {
    collection("classes").updateOne(new Document("_id", "7b"), Document.parse(slip));
    stores.roster().version();
    assertThat(classes(HILL)).containsExactly("7b", "8a");
    assertThat(stores.roster().schoolClass(HILL, CLASS_7B)).isPresent();
    assertThat(stores.roster().members(HILL, CLASS_7B)).isEqualTo(TOM_AND_BOB);
    assertThat(stores.roster().classesTaughtBy(HILL, TOM)).containsExactly(CLASS_7B);
    assertThat(stores.roster().classesAttendedBy(HILL, BOB)).containsExactly(CLASS_7B);
    assertThat(stores.skippedDocuments()).isEqualTo(1);

    collection("classes")
        .updateOne(
            new Document("_id", "7b"),
            Document.parse("{$set: {schoolId: 'hill', archived: true}}"));
    assertThat(stores.roster().members(HILL, CLASS_7B)).isEqualTo(ClassMembers.NONE);
    assertThat(stores.roster().classes(HILL)).filteredOn(SchoolClass::archived).hasSize(1);
  }

  @Test
  void aClassThatIsNotThereAnyMoreIsGoneThoughItCouldNotBeReadBefore() {
    collection("classes")
        .updateOne(new Document("_id", "7b"), Document.parse("{$unset: {schoolId: 1}}"));
    assertThat(classes(HILL)).containsExactly("7b", "8a");
    collection("classes").deleteOne(new Document("_id", "7b"));
    assertThat(classes(HILL)).containsExactly("8a");
    assertThat(stores.roster().members(HILL, CLASS_7B)).isEqualTo(ClassMembers.NONE);
    collection("classes").insertOne(new Document("_id", "7b").append("schoolId", 1.5));
    assertThat(classes(HILL)).containsExactly("8a");
  }

  @Test
  void aClassThatWentToAnotherSchoolIsTheOthers() {
    collection("classes")
        .updateOne(new Document("_id", "7b"), Document.parse("{$set: {schoolId: 'dale'}}"));
    assertThat(classes(HILL)).containsExactly("8a");
    assertThat(classes(DALE)).containsExactly("7b");
  }

  @Test
  void soDoesASchool() {
    collection("schools")
        .updateOne(
            new Document("_id", "hill"),
            Document.parse("{$set: {settings: {studentGroups: 'yes'}}}"));
    assertThat(schools()).containsExactly(DALE, HILL);
    assertThat(stores.roster().school(HILL)).get().extracting(School::name).isEqualTo("Hill");
    collection("schools").deleteOne(new Document("_id", "hill"));
    assertThat(schools()).containsExactly(DALE);
    assertThat(stores.roster().school(HILL)).isEmpty();
  }

  @Test
  void whatCouldNeverBeReadSinceTheStartIsLeftOut() {
    collection("classes")
        .updateOne(new Document("_id", "7b"), Document.parse("{$unset: {schoolId: 1}}"));
    try (MongoStores next = connect()) {
      assertThat(next.roster().classes(HILL)).extracting(SchoolClass::code).containsExactly("8a");
      assertThat(next.roster().members(HILL, CLASS_7B)).isEqualTo(ClassMembers.NONE);
    }
  }

  private List<SchoolId> schools() {
    return stores.roster().schools().stream().map(School::id).toList();
  }

  private List<String> classes(SchoolId school) {
    return stores.roster().classes(school).stream().map(one -> one.id().value()).toList();
  }

  private MongoCollection<Document> collection(String name) {
    return client.getDatabase("school").getCollection(name);
  }

  private static Document schoolClass(String id, String school) {
    return new Document("_id", id)
        .append("schoolId", school)
        .append("name", "A class")
        .append("code", id);
  }

  private static Document user(String id, String role) {
    return new Document("_id", id)
        .append("schoolId", "hill")
        .append("role", role)
        .append("name", id)
        .append("email", id + "@hill.example");
  }

  private static Document link(String person, String id) {
    return new Document("_id", new ObjectId()).append("classId", "7b").append(person, id);
  }
}
