// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database of a school that has an application of its own, read as it is. */
class MappedRosterTest {

  private static final String BCRYPT = "$2a$10$abcdefghijklmnopqrstuv";
  private static final SchoolId HILL = new SchoolId("hill");

  private final ObjectId ada = new ObjectId();
  private final ObjectId tom = new ObjectId();
  private final ObjectId aide = new ObjectId();
  private final ObjectId class7b = new ObjectId();

  private MongoServer server;
  private String connectionString;
  private MongoClient client;
  private MongoDatabase theirs;

  @BeforeEach
  void start() {
    var backend = new MemoryBackend();
    backend.enableOplog();
    server = new MongoServer(backend);
    connectionString = server.bindAndGetConnectionString();
    client = MongoClients.create(connectionString);
    theirs = client.getDatabase("homeroom");
    theirs
        .getCollection("people")
        .insertMany(
            List.of(
                person(ada, "Student", "Ada", "Park", "ada@hill.example"),
                person(tom, "Instructor", "Tom", "Reed", "tom@hill.example"),
                person(aide, "Aide", "Ann", "Fox", "ann@hill.example"),
                new Document("_id", "old-7")
                    .append("kind", "Student")
                    .append("firstName", "Bob")
                    .append("email", "bob@hill.example")
                    .append("blocked", true)
                    .append("isActive", false)));
    theirs
        .getCollection("courses")
        .insertOne(new Document("_id", class7b).append("title", "Maths 7B"));
    theirs
        .getCollection("teaching")
        .insertMany(
            List.of(
                new Document("course", class7b).append("person", tom),
                new Document("course", class7b).append("person", aide)));
    theirs
        .getCollection("attendance")
        .insertMany(
            List.of(
                new Document("course", class7b.toHexString()).append("person", ada),
                new Document("course", class7b).append("person", "old-7")));
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
  }

  private Document person(ObjectId id, String kind, String first, String last, String email) {
    return new Document("_id", id)
        .append("kind", kind)
        .append("firstName", first)
        .append("lastName", last)
        .append("email", email)
        .append("password", BCRYPT);
  }

  private MongoStores open() {
    var mapping =
        RosterMapping.of(
            Map.ofEntries(
                Map.entry("school", "hill"),
                Map.entry("school.name", "Hill School"),
                Map.entry("users", "people"),
                Map.entry("users.role", "kind"),
                Map.entry("users.role.teacher", "Instructor"),
                Map.entry("users.name", "firstName lastName"),
                Map.entry("users.active", "isActive"),
                Map.entry("classes", "courses"),
                Map.entry("classes.name", "title"),
                Map.entry("class-teachers", "teaching"),
                Map.entry("class-teachers.classId", "course"),
                Map.entry("class-teachers.teacherId", "person"),
                Map.entry("class-enrollments", "attendance"),
                Map.entry("class-enrollments.classId", "course"),
                Map.entry("class-enrollments.studentId", "person")));
    return MongoStores.open(connectionString, mapping, MongoLimits.DEFAULT);
  }

  @Test
  void peopleAndClassesAreReadUnderTheirOwnNames() {
    try (MongoStores stores = open()) {
      var roster = stores.roster();
      assertThat(roster.schools()).extracting(School::name).containsExactly("Hill School");
      User found = roster.user(HILL, user(ada)).orElseThrow();
      assertThat(found.name()).isEqualTo("Ada Park");
      assertThat(found.role()).isEqualTo(Role.STUDENT);
      assertThat(found.active()).isTrue();
      assertThat(found.createdAt()).isEqualTo(Instant.ofEpochSecond(ada.getTimestamp()));
      assertThat(roster.credentials("Tom@hill.example").orElseThrow().passwordHash())
          .isEqualTo(BCRYPT);
      assertThat(roster.credentials("bob@hill.example").orElseThrow().passwordHash()).isEmpty();
      assertThat(roster.credentials("ann@hill.example")).as("an unknown role").isEmpty();
      var classId = new ClassId(class7b.toHexString());
      assertThat(roster.members(HILL, classId))
          .isEqualTo(new ClassMembers(Set.of(user(tom)), Set.of(user(ada))));
      assertThat(roster.classesTaughtBy(HILL, user(tom))).containsExactly(classId);
      assertThat(roster.classesAttendedBy(HILL, user(ada))).containsExactly(classId);
      assertThat(roster.user(new SchoolId("other"), user(ada))).isEmpty();
      assertThat(roster.findUsers(HILL, Query.where(Filter.equal("role", "teacher"))).data())
          .extracting(User::name)
          .containsExactly("Tom Reed");
      assertThat(roster.findUsers(HILL, Query.where(Filter.equal("active", false))).data())
          .extracting(each -> each.id().value())
          .containsExactly("old-7");
      assertThat(roster.findClassEnrollments(HILL, Query.where(Filter.ALL)).total()).isEqualTo(2);
    }
  }

  @Test
  void theirUserNamesSignInWhereTheyAreUniqueAndAreNotMadeWhereThereAreNone() {
    MongoCollection<Document> people = theirs.getCollection("people");
    people.updateOne(
        new Document("_id", ada), new Document("$set", new Document("username", "ada.park")));
    people.insertOne(
        new Document("_id", "old-8").append("kind", "Student").append("username", "eve"));
    people.insertOne(
        new Document("_id", "old-9").append("kind", "Student").append("username", "eve"));
    try (MongoStores stores = open()) {
      RosterStore roster = stores.roster();
      User found = roster.credentials(HILL, "Ada.Park").orElseThrow().user();
      assertThat(found.id()).isEqualTo(user(ada));
      assertThat(roster.credentials(HILL, "eve")).as("two of them").isEmpty();
      User eve = roster.userById(new UserId("old-9")).orElseThrow();
      assertThat(eve.email()).isNull();
      assertThat(eve.name()).isEqualTo("eve");
      User teacher = roster.userById(user(tom)).orElseThrow();
      roster.apply(List.of(new RosterChange.UpdateUser(teacher)));
      assertThat(people.find(new Document("_id", tom)).first()).doesNotContainKey("username");
    }
  }

  @Test
  void theirPasswordHashesStayAsTheirApplicationReadsThem() {
    try (MongoStores stores = open()) {
      RosterStore roster = stores.roster();
      Credentials known = roster.credentials("tom@hill.example").orElseThrow();
      assertThat(roster.renewsHashes()).isFalse();
      assertThat(roster.replaceHash(known, "$argon2id$another")).isFalse();
      assertThat(roster.credentials("tom@hill.example").orElseThrow().passwordHash())
          .isEqualTo(BCRYPT);
    }
  }

  @Test
  void theirClassesHaveConversationsAndTheirCollectionsStayAsTheyAre() {
    List<Document> before = everythingOfTheirs();
    try (MongoStores stores = open()) {
      var classId = new ClassId(class7b.toHexString());
      assertThat(stores.conversations().classesWithout(HILL)).containsExactly(classId);
      var conversation =
          stores
              .conversations()
              .create(
                  new NewConversation.OfClass(
                      new ConversationId("c-1"),
                      HILL,
                      classId,
                      "Maths 7B",
                      Set.of(user(ada), user(tom)),
                      Instant.EPOCH));
      assertThat(conversation.title()).isEqualTo("Maths 7B");
      assertThat(stores.conversations().all(HILL, user(ada), List.of(classId))).hasSize(1);
    }
    assertThat(everythingOfTheirs()).isEqualTo(before);
    for (String name : List.of("people", "courses", "teaching", "attendance")) {
      assertThat(theirs.getCollection(name).listIndexes()).as(name).hasSize(1);
    }
  }

  @Test
  void whatTheSchoolsApplicationWritesIsNoticed() {
    try (MongoStores stores = open()) {
      long before = stores.roster().version();
      assertThat(stores.roster().version()).isEqualTo(before);
      theirs
          .getCollection("people")
          .updateOne(
              new Document("_id", ada), new Document("$set", new Document("isActive", false)));
      long changed = stores.roster().version();
      theirs.getCollection("teaching").deleteOne(new Document("person", tom));
      assertThat(List.of(before, changed, stores.roster().version())).doesNotHaveDuplicates();
      assertThat(stores.roster().members(HILL, new ClassId(class7b.toHexString())))
          .isEqualTo(ClassMembers.NONE);
    }
  }

  @Test
  void withoutChangeStreamsAChangeInPlaceIsNoticedToo() {
    server.shutdownNow();
    client.close();
    server = new MongoServer(new MemoryBackend());
    connectionString = server.bindAndGetConnectionString();
    client = MongoClients.create(connectionString);
    theirs = client.getDatabase("homeroom");
    theirs.getCollection("people").insertOne(person(ada, "Student", "Ada", "Park", "a@b.example"));
    try (MongoStores stores = open()) {
      long before = stores.roster().version();
      assertThat(stores.roster().version()).isEqualTo(before);
      theirs
          .getCollection("people")
          .updateOne(
              new Document("_id", ada), new Document("$set", new Document("kind", "Instructor")));
      assertThat(stores.roster().version()).isNotEqualTo(before);
    }
  }

  @Test
  void anAdminsChangesAreWrittenAsTheirApplicationWritesThem() {
    try (MongoStores stores = open()) {
      var eve = new ObjectId();
      var now = Instant.ofEpochMilli(1_700_000_000_000L);
      var classId = new ClassId(class7b.toHexString());
      var user =
          new User(user(eve), HILL, Role.TEACHER, "Eve Moss", "eve@hill.example", true, now, now);
      var link = new ClassEnrollment(new ObjectId().toHexString(), HILL, classId, user(tom));
      assertThat(
              stores
                  .roster()
                  .apply(
                      List.of(
                          new RosterChange.AddUser(user, BCRYPT), new RosterChange.Enroll(link))))
          .isEqualTo(new RosterResult.Applied());
      Document written = theirs.getCollection("people").find(new Document("_id", eve)).first();
      assertThat(written)
          .containsEntry("kind", "Instructor")
          .containsEntry("firstName", "Eve")
          .containsEntry("lastName", "Moss")
          .containsEntry("password", BCRYPT)
          .doesNotContainKeys("schoolId", "emailKey", "role", "passwordHash");
      assertThat(theirs.getCollection("attendance").find(new Document("person", tom)).first())
          .containsEntry("course", class7b);
      assertThat(stores.roster().user(HILL, user(eve))).contains(user);
      assertThat(stores.roster().apply(List.of(new RosterChange.Unenroll(link))))
          .isEqualTo(new RosterResult.Applied());
      assertThat(theirs.getCollection("attendance").find(new Document("person", tom)).first())
          .isNull();
    }
  }

  @Test
  void anUnknownSettingIsNamed() {
    assertThatThrownBy(() -> RosterMapping.of(Map.of("users.nmae", "fullName")))
        .isInstanceOf(MongoFault.class)
        .hasMessageContaining("mongodb.users.nmae");
  }

  private List<Document> everythingOfTheirs() {
    return List.of("people", "courses", "teaching", "attendance").stream()
        .flatMap(name -> theirs.getCollection(name).find().into(new ArrayList<>()).stream())
        .toList();
  }

  private static UserId user(ObjectId id) {
    return new UserId(id.toHexString());
  }
}
