// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents of another application that Homeroom cannot read, and ids of several types. */
class OddDocumentsTest {

  private static final SchoolId HILL = new SchoolId("hill");
  private static final ClassId CLASS_7B = new ClassId("7b");
  private static final UserId BOB = new UserId("bob");

  private MongoServer server;
  private MongoClient client;
  private MongoStores stores;

  @BeforeEach
  void open() {
    server = new MongoServer(new MemoryBackend());
    String connectionString = server.bindAndGetConnectionString();
    client = MongoClients.create(connectionString);
    collection("classes").insertOne(schoolClass("7b"));
    collection("users").insertOne(student("bob"));
    collection("class-enrollments").insertOne(enrolled("bob"));
    stores =
        MongoStores.open(
            connectionString + "/school",
            RosterMapping.of(Map.of("school", "hill")),
            MongoLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    stores.close();
    client.close();
    server.shutdownNow();
  }

  static Stream<Object> oddIds() {
    return Stream.of(
        "anna+1@hill.example",
        "",
        "anna park",
        "a".repeat(65),
        1.5,
        true,
        new Binary(new byte[] {1, 2}),
        new Document("a", 1));
  }

  @ParameterizedTest
  @MethodSource("oddIds")
  void aUserWithAnOddIdHidesNobodyElse(Object id) {
    collection("users").insertOne(student(id));
    collection("class-enrollments").insertOne(enrolled(id));
    RosterStore roster = stores.roster();
    assertThat(roster.members(HILL, CLASS_7B).students()).containsExactly(BOB);
    Page<User> users = roster.findUsers(HILL, Query.where(Filter.ALL));
    assertThat(users.data()).extracting(User::id).containsExactly(BOB);
    assertThat(users.total()).isEqualTo(1);
    assertThat(roster.credentials("%s@hill.example".formatted(id))).isEmpty();
    long links = id instanceof String ? 0 : 1;
    assertThat(stores.skippedDocuments()).isEqualTo(1 + links);
  }

  @ParameterizedTest
  @MethodSource("oddIds")
  void aClassWithAnOddIdStopsNoFollowing(Object id) {
    collection("classes").insertOne(schoolClass(id));
    assertThat(classes()).containsExactly("7b");
    assertThat(stores.conversations().classesWithout(HILL)).containsExactly(CLASS_7B);
  }

  @Test
  void aLinkWithoutAClassOrAPersonHidesNoOther() {
    collection("class-enrollments")
        .insertMany(
            List.of(
                new Document("_id", "no-class").append("studentId", "bob"),
                new Document("_id", "no-person").append("classId", "7b"),
                new Document("_id", "odd").append("classId", 1.5).append("studentId", "bob")));
    RosterStore roster = stores.roster();
    assertThat(roster.members(HILL, CLASS_7B).students()).containsExactly(BOB);
    assertThat(roster.classesAttendedBy(HILL, BOB)).containsExactly(CLASS_7B);
    assertThat(roster.findClassEnrollments(HILL, Query.where(Filter.ALL)).total()).isEqualTo(1);
    assertThat(stores.skippedDocuments()).isEqualTo(3);
  }

  @Test
  void whatADocumentLacksIsNothingOdd() {
    collection("users").insertOne(new Document("_id", "anna").append("role", "student"));
    assertThat(stores.roster().findUsers(HILL, Query.where(Filter.ALL)).data())
        .extracting(User::id)
        .containsExactlyInAnyOrder(new UserId("anna"), BOB);
    assertThat(stores.skippedDocuments()).isZero();
  }

  @Test
  void pagesAreWholeHoweverManyOfTheirDocumentsAreOdd() {
    collection("users").insertMany(IntStream.range(0, 90).mapToObj(i -> student("+" + i)).toList());
    collection("users")
        .insertMany(IntStream.range(10, 40).mapToObj(i -> student("s" + i)).toList());
    var seen = new ArrayList<String>();
    for (int skip = 0; skip < 31; skip += 10) {
      Page<User> page = stores.roster().findUsers(HILL, new Query(Filter.ALL, List.of(), 10, skip));
      assertThat(page.total()).isEqualTo(31);
      page.data().forEach(user -> seen.add(user.id().value()));
    }
    assertThat(seen).hasSize(31).doesNotHaveDuplicates();
    assertThat(stores.skippedDocuments()).isEqualTo(90);
  }

  @Test
  void aDocumentThatIsMendedIsThereAgainAfterTheNextChange() {
    Document noClass = new Document("_id", "e-1").append("studentId", "anna");
    collection("class-enrollments").insertOne(noClass);
    collection("users").insertOne(student("anna"));
    Query all = Query.where(Filter.ALL);
    stores.roster().version();
    stores.roster().findClassEnrollments(HILL, all);
    collection("class-enrollments")
        .updateOne(noClass, new Document("$set", new Document("classId", "7b")));
    stores.roster().version();
    assertThat(stores.roster().findClassEnrollments(HILL, all).total()).isEqualTo(2);
  }

  @Test
  void pagesByIdLoseNoTypeOfIdAndRepeatNone() {
    List<Object> ids = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      ids.add("imported-" + (1000 + i));
      ids.add(i % 2 == 0 ? (Object) i : (Object) ("" + i));
      ids.add(new ObjectId());
      ids.add(new ObjectId().toHexString());
    }
    collection("classes").insertMany(ids.stream().map(OddDocumentsTest::schoolClass).toList());
    assertThat(classes()).hasSize(ids.size() + 1).doesNotHaveDuplicates();
  }

  @Test
  void aNumberIsAnIdAsAnyOther() {
    collection("classes").insertOne(schoolClass(12));
    collection("users").insertOne(student(7L));
    collection("class-enrollments").insertOne(enrolled(7).append("classId", 12.0));
    RosterStore roster = stores.roster();
    var seven = new UserId("7");
    var twelve = new ClassId("12");
    assertThat(roster.user(HILL, seven)).isPresent();
    assertThat(roster.schoolClass(HILL, twelve)).isPresent();
    assertThat(roster.members(HILL, twelve).students()).containsExactly(seven);
    assertThat(roster.classesAttendedBy(HILL, seven)).containsExactly(twelve);
  }

  @Test
  void aCopyLeavesOutWhatIsOddAndLosesNothingElse() {
    collection("users").insertMany(IntStream.range(0, 30).mapToObj(i -> student("+" + i)).toList());
    collection("users")
        .insertMany(
            IntStream.range(0, 30)
                .mapToObj(i -> student(i % 3 == 0 ? (Object) i : i % 3 == 1 ? "s" + i : oid()))
                .toList());
    collection("class-enrollments")
        .insertMany(IntStream.range(0, 30).mapToObj(i -> new Document("_id", "+" + i)).toList());
    assertThat(copied(Part.USERS)).hasSize(31).doesNotHaveDuplicates();
    assertThat(copied(Part.CLASS_ENROLLMENTS)).hasSize(1);
  }

  private List<Item> copied(Part part) {
    var items = new ArrayList<Item>();
    @Nullable Item last = null;
    List<Item> page;
    do {
      page = stores.transfer().next(part, last, 7);
      items.addAll(page);
      last = page.isEmpty() ? null : page.getLast();
    } while (!page.isEmpty());
    return items;
  }

  private List<String> classes() {
    return new Roster(stores.roster())
        .classes(HILL).stream().map(SchoolClass::id).map(ClassId::value).toList();
  }

  private MongoCollection<Document> collection(String name) {
    return client.getDatabase("school").getCollection(name);
  }

  private static ObjectId oid() {
    return new ObjectId();
  }

  private static Document schoolClass(Object id) {
    return new Document("_id", id).append("name", "A class").append("code", "A");
  }

  private static Document student(Object id) {
    return new Document("_id", id)
        .append("role", "student")
        .append("name", "A student")
        .append("email", "%s@hill.example".formatted(id));
  }

  private static Document enrolled(Object id) {
    return new Document("classId", "7b").append("studentId", id);
  }
}
