// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The roster changes while people are connected: by the services of this server, and by another
 * process that has the same data open.
 */
class LiveRosterTest extends PresenceServer {

  private Person admin;
  private SqliteStores elsewhere;
  private SchoolId school;

  @SuppressWarnings("NullAway.Init")
  LiveRosterTest() {}

  @BeforeAll
  void open() throws Exception {
    admin = person("admin");
    elsewhere = SqliteStores.open(data.resolve("homeroom.db"), SqliteLimits.DEFAULT);
    school = user(admin).schoolId();
  }

  @AfterAll
  void close() {
    elsewhere.close();
  }

  /** A new class with its conversation; its id. */
  private ClassId newClass(String name) {
    var id = new ClassId(UUID.randomUUID().toString());
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    change(new RosterChange.AddClass(new SchoolClass(id, school, name, name, false, now, now)));
    return id;
  }

  /** In this process, which is not the server's. */
  private void change(RosterChange... changes) {
    assertThat(elsewhere.roster().apply(List.of(changes))).isEqualTo(new RosterResult.Applied());
  }

  private User user(Person person) {
    return elsewhere.roster().userById(new UserId(person.id())).orElseThrow();
  }

  private User changed(Person person, Role role, boolean active) {
    User user = user(person);
    return new User(
        user.id(),
        user.schoolId(),
        role,
        user.name(),
        Objects.requireNonNull(user.email()),
        active,
        user.createdAt(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  private Rest.Answer enrol(Person who, ClassId id) throws Exception {
    return admin
        .rest()
        .post("/class-enrollments", Map.of("classId", id.value(), "studentId", who.id()));
  }

  private Rest.Answer teaches(Person who, ClassId id) throws Exception {
    return admin
        .rest()
        .post("/class-teachers", Map.of("classId", id.value(), "teacherId", who.id()));
  }

  private static String id(Rest.Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    return answer.body().get("_id").stringValue();
  }

  private String conversation(Person member, ClassId id) throws Exception {
    await().atMost(Duration.ofSeconds(20)).until(() -> !conversations(member, id).isEmpty());
    return conversations(member, id).get(0).get("_id").stringValue();
  }

  private static JsonNode conversations(Person member, ClassId id) throws Exception {
    return member.rest().get("/conversations?classId=" + id.value()).body().get("data");
  }

  private static Predicate<JsonNode> is(Person person) {
    return one -> one.get("userId").stringValue().equals(person.id());
  }

  private static Predicate<JsonNode> ofClass(ClassId id) {
    return one -> id.value().equals(one.get("classId").asString(""));
  }

  private static Predicate<JsonNode> of(String conversation) {
    return one -> one.get("conversationId").stringValue().equals(conversation);
  }

  private static boolean presenceShows(Person viewer, Person other) throws Exception {
    return viewer
        .rest()
        .get("/presence?$limit=200")
        .body()
        .get("data")
        .valueStream()
        .anyMatch(is(other));
  }

  /** The students know each other by no other class: numbers far apart in the demo. */
  @Test
  void whoJoinsAClassIsInItAtOnceAndWhoLeavesIsOutOfIt() throws Exception {
    Person teacher = person("teacher6");
    Person ada = person("student41");
    ClassId chess = newClass("Chess");
    awaitClass(chess);
    String teaching = id(teaches(teacher, chess));
    String conversation = conversation(teacher, chess);
    try (ChatClient teachers = teacher.connect();
        ChatClient phone = ada.connect();
        ChatClient laptop = ada.connect()) {
      JsonNode before = teachers.say(conversation, "Before you came");
      String enrolment = id(enrol(ada, chess));
      for (ChatClient device : List.of(phone, laptop)) {
        JsonNode told = device.awaitEvent("conversation:new", ofClass(chess));
        assertThat(told.get("unread").intValue()).isZero();
        assertThat(told.get("readSeq").longValue()).isEqualTo(before.get("seq").longValue());
      }
      JsonNode hello = teachers.say(conversation, "Welcome");
      laptop.awaitMessage("message:new", hello);
      laptop.done("typing:start", Map.of("conversationId", conversation));
      teachers.awaitEvent("typing:start", of(conversation));
      assertThat(presenceShows(ada, teacher)).isTrue();

      assertThat(admin.rest().delete("/class-enrollments/" + enrolment).status()).isEqualTo(200);
      teachers.awaitEvent("typing:stop", of(conversation));
      for (ChatClient device : List.of(phone, laptop)) {
        device.awaitEvent("conversation:removed", of(conversation));
        assertThat(
                device
                    .refused("typing:start", Map.of("conversationId", conversation))
                    .get("code")
                    .intValue())
            .isEqualTo(404);
        assertThat(
                device
                    .refused(
                        "message:send", Map.of("conversationId", conversation, "text", "Still?"))
                    .get("code")
                    .intValue())
            .isEqualTo(404);
      }
      teachers.say(conversation, "Without you");
      String fence = ada.group("Fence");
      phone.awaitEvent("conversation:new", one -> one.get("_id").stringValue().equals(fence));
      assertThat(phone.all("message:new")).hasSize(1);
      assertThat(conversations(ada, chess)).isEmpty();
      id(enrol(ada, chess));
      assertThat(ada.conversation(conversation).get("unread").intValue()).isZero();
      assertThat(admin.rest().delete("/class-teachers/" + teaching).status()).isEqualTo(200);
      teachers.awaitEvent("conversation:removed", of(conversation));
    }
  }

  /** A class that another process made is known to the services within 5 seconds. */
  private void awaitClass(ClassId id) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> elsewhere.conversations().ofClass(school, id).isPresent());
  }

  @Test
  void theMembersOfAClassAppearAndDisappearWithIt() throws Exception {
    ClassId choir = newClass("Choir");
    awaitClass(choir);
    Person ada = newStudent("ada");
    Person ben = newStudent("ben");
    id(enrol(ben, choir));
    try (ChatClient adas = ada.connect();
        ChatClient bens = ben.connect()) {
      assertThat(presenceShows(ada, ben)).isFalse();
      String enrolment = id(enrol(ada, choir));
      adas.awaitEvent("user:online", is(ben));
      bens.awaitEvent("user:online", is(ada));
      assertThat(presenceShows(ada, ben)).isTrue();
      assertThat(presenceShows(ben, ada)).isTrue();
      admin.rest().delete("/class-enrollments/" + enrolment);
      adas.awaitEvent("user:offline", is(ben));
      bens.awaitEvent("user:offline", is(ada));
      assertThat(presenceShows(ada, ben)).isFalse();
      assertThat(adas.all("disconnect")).isEmpty();
    }
  }

  @Test
  void whatAnotherProcessChangesIsFollowedWithinFiveSeconds() throws Exception {
    ClassId drama = newClass("Drama");
    Person ada = newStudent("ada");
    Person ben = newStudent("ben");
    var enrolment =
        new ClassEnrollment(UUID.randomUUID().toString(), school, drama, new UserId(ada.id()));
    change(
        new RosterChange.Enroll(
            new ClassEnrollment(
                UUID.randomUUID().toString(), school, drama, new UserId(ben.id()))));
    String conversation = conversation(ben, drama);
    try (ChatClient adas = ada.connect();
        ChatClient bens = ben.connect()) {
      bens.say(conversation, "Alone");
      change(new RosterChange.Enroll(enrolment));
      assertThat(adas.awaitEvent("conversation:new", ofClass(drama)).get("unread").intValue())
          .isZero();
      adas.awaitEvent("user:online", is(ben));
      bens.awaitEvent("user:online", is(ada));
      change(new RosterChange.Unenroll(enrolment));
      adas.awaitEvent("conversation:removed", of(conversation));
      adas.awaitEvent("user:offline", is(ben));
      bens.awaitEvent("user:offline", is(ada));
    }
  }

  @Test
  void whoWasEnrolledByAnotherProcessWhileOfflineHasReadWhatWasThere() throws Exception {
    ClassId art = newClass("Art");
    Person ada = newStudent("ada");
    Person ben = newStudent("ben");
    enrolElsewhere(ben, art);
    String conversation = conversation(ben, art);
    try (ChatClient bens = ben.connect()) {
      bens.say(conversation, "One");
      enrolElsewhere(ada, art);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() ->
              elsewhere.receipts().watermarks(school, conversationId(conversation)).stream()
                  .anyMatch(mark -> mark.userId().value().equals(ada.id())));
      bens.say(conversation, "Two");
      assertThat(ada.conversation(conversation).get("unread").intValue()).isOne();
    }
  }

  private static ConversationId conversationId(String id) {
    return new ConversationId(id);
  }

  private void enrolElsewhere(Person who, ClassId id) {
    change(
        new RosterChange.Enroll(
            new ClassEnrollment(UUID.randomUUID().toString(), school, id, new UserId(who.id()))));
  }

  @Test
  void anArchivedClassIsGoneForItsMembersAndComesBack() throws Exception {
    ClassId latin = newClass("Latin");
    Person ada = newStudent("ada");
    enrolElsewhere(ada, latin);
    String conversation = conversation(ada, latin);
    try (ChatClient adas = ada.connect()) {
      change(new RosterChange.UpdateClass(latin(latin, true, "Latin")));
      adas.awaitEvent("conversation:removed", of(conversation));
      assertThat(conversations(ada, latin)).isEmpty();
      change(new RosterChange.UpdateClass(latin(latin, false, "Latin")));
      adas.awaitEvent("conversation:new", ofClass(latin));
      change(new RosterChange.UpdateClass(latin(latin, false, "Greek")));
      assertThat(adas.awaitEvent("conversation:updated", ofClass(latin)).get("title").stringValue())
          .isEqualTo("Greek");
    }
  }

  private SchoolClass latin(ClassId id, boolean archived, String name) {
    SchoolClass known = elsewhere.roster().schoolClass(school, id).orElseThrow();
    return new SchoolClass(
        id, school, name, known.code(), archived, known.createdAt(), known.updatedAt());
  }

  @Test
  void anotherRoleIsAnotherViewAndOtherClasses() throws Exception {
    ClassId rowing = newClass("Rowing");
    Person ada = newStudent("ada");
    Person ben = newStudent("ben");
    enrolElsewhere(ada, rowing);
    enrolElsewhere(ben, rowing);
    String conversation = conversation(ada, rowing);
    try (ChatClient adas = ada.connect();
        ChatClient bens = ben.connect();
        ChatClient teachers = person("teacher5").connect()) {
      adas.awaitEvent("user:online", is(ben));
      change(new RosterChange.UpdateUser(changed(ada, Role.TEACHER, true)));
      adas.awaitEvent("conversation:removed", of(conversation));
      bens.awaitEvent("user:offline", is(ada));
      adas.awaitEvent("user:offline", is(ben));
      teachers.awaitEvent("user:online", is(ada));
      adas.awaitEvent("user:online", is(person("teacher5")));
      change(new RosterChange.UpdateUser(changed(ada, Role.ADMIN, true)));
      bens.awaitEvent("user:online", is(ada));
      adas.awaitEvent("user:offline", is(person("teacher5")));
      assertThat(presenceShows(ada, ben)).isFalse();
    }
  }

  @Test
  void aDeactivatedUserIsToldAndDisconnectedAndDirectConversationsAreReadOnly() throws Exception {
    ClassId fencing = newClass("Fencing");
    Person ada = newStudent("ada");
    Person ben = newStudent("ben");
    enrolElsewhere(ada, fencing);
    enrolElsewhere(ben, fencing);
    conversation(ben, fencing);
    try (ChatClient phone = ada.connect();
        ChatClient laptop = ada.connect();
        ChatClient bens = ben.connect()) {
      JsonNode hello = bens.done("message:send", Map.of("to", ada.id(), "text", "Hello"));
      phone.awaitMessage("message:new", hello.get("message"));
      change(new RosterChange.UpdateUser(changed(ada, Role.STUDENT, false)));
      for (ChatClient device : List.of(phone, laptop)) {
        assertThat(device.awaitEvent("session:ended").get("reason").stringValue())
            .isEqualTo("deactivated");
        assertThat(device.awaitEvent("disconnect").stringValue()).isEqualTo("io server disconnect");
      }
      bens.awaitEvent("user:offline", is(ada));
      assertThat(
              bens.awaitEvent(
                      "conversation:updated", one -> one.get("type").stringValue().equals("direct"))
                  .get("readOnly")
                  .booleanValue())
          .isTrue();
      assertThat(presenceShows(ben, ada)).isFalse();
    }
  }

  @Test
  void onlyAdminsChangeWhoIsInAClassAndOnlyOfTheirOwnSchool() throws Exception {
    ClassId judo = newClass("Judo");
    awaitClass(judo);
    Person teacher = person("teacher1");
    Person ada = newStudent("ada");
    String enrolment = id(enrol(ada, judo));
    RestRefusalTest.assertError(enrol(ada, judo), 409, "Conflict", "conflict", "enrolment-taken");
    var mine = Map.of("classId", judo.value(), "studentId", ada.id());
    RestRefusalTest.assertError(
        teacher.rest().post("/class-enrollments", mine),
        403,
        "Forbidden",
        "forbidden",
        "admins-only");
    RestRefusalTest.assertError(
        teacher.rest().delete("/class-enrollments/" + enrolment),
        403,
        "Forbidden",
        "forbidden",
        "admins-only");
    RestRefusalTest.assertError(
        enrol(teacher, judo), 400, "BadRequest", "bad-request", "not-a-student");
    RestRefusalTest.assertError(
        teaches(ada, judo), 400, "BadRequest", "bad-request", "not-a-teacher");
    RestRefusalTest.assertError(
        enrol(ada, new ClassId("nowhere")), 404, "NotFound", "not-found", "class-not-found");
    Person stranger = person("student1@other.school");
    RestRefusalTest.assertError(
        enrol(stranger, judo), 404, "NotFound", "not-found", "user-not-found");
    Rest others = person("admin@other.school").rest();
    RestRefusalTest.assertError(
        others.post("/class-enrollments", mine), 404, "NotFound", "not-found", "class-not-found");
    assertThat(others.delete("/class-enrollments/" + enrolment).status()).isEqualTo(404);
    assertThat(admin.rest().delete("/class-enrollments/" + enrolment).status()).isEqualTo(200);
    assertThat(admin.rest().delete("/class-enrollments/" + enrolment).status()).isEqualTo(404);
    assertThat(admin.rest().post("/class-teachers", Map.of("classId", judo.value())).status())
        .isEqualTo(400);
  }

  @Test
  void serviceEventsReachThoseConcernedWhoListenToServices() throws Exception {
    ClassId golf = newClass("Golf");
    awaitClass(golf);
    Person ada = newStudent("ada");
    Map<String, String> auth =
        Map.of("token", String.valueOf(ada.rest().token()), "events", "feathers");
    try (ChatClient adas = ChatClient.open(server, auth);
        ChatClient chats = ada.connect();
        ChatClient strangers = person("student1@other.school").connect()) {
      adas.awaitEvent("connected");
      String enrolment = id(enrol(ada, golf));
      JsonNode created = adas.awaitEvent("class-enrollments created");
      assertThat(created.get("_id").stringValue()).isEqualTo(enrolment);
      assertThat(created.get("classId").stringValue()).isEqualTo(golf.value());
      adas.awaitEvent("conversations created", ofClass(golf));
      String teaching = id(teaches(person("teacher2"), golf));
      assertThat(adas.awaitEvent("class-teachers created").get("_id").stringValue())
          .isEqualTo(teaching);
      admin.rest().delete("/class-teachers/" + teaching);
      adas.awaitEvent("class-teachers removed");
      admin.rest().delete("/class-enrollments/" + enrolment);
      adas.awaitEvent("class-enrollments removed");
      adas.awaitEvent("conversations removed");
      assertThat(Stream.of(chats, strangers).flatMap(one -> one.heard().stream()))
          .noneMatch(one -> one.event().startsWith("class-"));
    }
  }

  /** Of no class yet. */
  private Person newStudent(String name) throws Exception {
    RosterStore roster = elsewhere.roster();
    String hash = roster.credentials("student1@demo.school").orElseThrow().passwordHash();
    var id = new UserId(UUID.randomUUID().toString());
    String email = name + "." + id + "@demo.school";
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    change(
        new RosterChange.AddUser(
            new User(id, school, Role.STUDENT, name, email, true, now, now), hash));
    Person[] signedIn = new Person[1];
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          Rest.Answer answer = Rest.anonymous(server).signIn(email, "homeroom");
          if (answer.status() == 201) {
            signedIn[0] = Person.signedIn(server, email);
          }
          return signedIn[0] != null && signedIn[0].rest().get("/presence").status() == 200;
        });
    return signedIn[0];
  }
}
