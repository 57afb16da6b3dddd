// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Admins make, change and deactivate people, and make, change and archive classes. */
class AdminTest extends SharedServer {

  @Test
  void aNewUserSignsInAndTheirPasswordIsNowhere() throws Exception {
    Rest admin = person("admin").rest();
    String email = email();
    Rest.Answer made =
        admin.post(
            "/users",
            Map.of("role", "teacher", "name", "Nia", "email", email, "password", "long enough"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().get("active").booleanValue()).isTrue();
    assertThat(made.raw().body()).doesNotContain("long enough").doesNotContain("argon2");
    JsonNode session = Rest.anonymous(server).signIn(email, "long enough").body();
    assertThat(session.get("user").get("role").stringValue()).isEqualTo("teacher");
  }

  @Test
  void everythingThatIsWrongWithAUserIsNamedAtOnce() throws Exception {
    Rest admin = person("admin").rest();
    Rest.Answer types =
        admin.post("/users", Map.of("role", "king", "name", 7, "active", false, "_id", "x"));
    assertThat(types.status()).isEqualTo(400);
    assertThat(types.body().get("errors").propertyNames())
        .containsExactlyInAnyOrder("role", "name", "active", "_id");
    Rest.Answer rules =
        admin.post(
            "/users",
            Map.of("role", "student", "name", " ", "email", "nobody", "password", "short"));
    assertThat(SignOutTest.code(rules.body())).isEqualTo("invalid-field");
    assertThat(rules.body().get("errors").propertyNames())
        .containsExactlyInAnyOrder("name", "email", "password");
    Rest.Answer same =
        admin.patch(
            "/users/" + Things.newUser(admin, "student"),
            Map.of("email", "long@enough.example", "password", "long@enough.example"));
    assertThat(same.body().get("errors").propertyNames()).containsExactly("password");
  }

  @Test
  void anAddressIsTakenWhicheverSchoolHasItAndTheAnswerDoesNotSayWhich() throws Exception {
    Rest admin = person("admin").rest();
    Rest.Answer here = admin.post("/users", student("Student2@demo.school"));
    Rest.Answer there = admin.post("/users", student("student2@other.school"));
    assertThat(here.status()).isEqualTo(409);
    assertThat(SignOutTest.code(here.body())).isEqualTo("email-taken");
    assertThat(here.body().get("errors").get("email").stringValue()).isEqualTo("is taken");
    assertThat(there.body()).isEqualTo(here.body());
  }

  @Test
  void aChangedPasswordReplacesTheOldOne() throws Exception {
    Rest admin = person("admin").rest();
    String email = email();
    String id = made(admin, "student", email, "first password");
    assertThat(admin.patch("/users/" + id, Map.of("password", "second password")).status())
        .isEqualTo(200);
    assertThat(Rest.anonymous(server).signIn(email, "first password").status()).isEqualTo(401);
    assertThat(Rest.anonymous(server).signIn(email, "second password").status()).isEqualTo(201);
  }

  @Test
  void everybodyChangesTheirOwnPasswordWithTheOldOne() throws Exception {
    String email = email();
    String id = made(person("admin").rest(), "student", email, "first password");
    Rest own = Person.signedIn(server, email, "first password").rest();
    var change = Map.of("password", "second password", "currentPassword", "first password");
    Rest.Answer wrong =
        own.patch(
            "/users/" + id,
            Map.of("password", "second password", "currentPassword", "another one"));
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(SignOutTest.code(wrong.body())).isEqualTo("current-password-wrong");
    assertThat(wrong.body().get("errors").propertyNames()).containsExactly("currentPassword");
    Rest.Answer common =
        own.patch(
            "/users/" + id, Map.of("password", "Password123", "currentPassword", "first password"));
    assertThat(common.body().get("errors").propertyNames()).containsExactly("password");
    Rest.Answer more =
        own.patch(
            "/users/" + id,
            Map.of("password", "x", "currentPassword", "first password", "role", "admin"));
    assertThat(more.status()).isEqualTo(400);
    assertThat(own.patch("/users/" + person("student2").id(), change).status()).isEqualTo(403);
    assertThat(own.patch("/users/" + id, change).status()).isEqualTo(200);
    assertThat(SignOutTest.code(own.get("/users").body())).isEqualTo("token-ended");
    assertThat(Rest.anonymous(server).signIn(email, "first password").status()).isEqualTo(401);
    assertThat(Rest.anonymous(server).signIn(email, "second password").status()).isEqualTo(201);
  }

  @Test
  void anAdminNeedsTheOldOneForTheirOwnOnly() throws Exception {
    Rest admin = person("admin").rest();
    String email = email();
    String id = made(admin, "admin", email, "first password");
    Rest own = Person.signedIn(server, email, "first password").rest();
    Rest.Answer without = own.patch("/users/" + id, Map.of("password", "second password"));
    assertThat(without.body().get("errors").propertyNames()).containsExactly("currentPassword");
    assertThat(admin.patch("/users/" + id, Map.of("password", "second password")).status())
        .isEqualTo(200);
  }

  @Test
  void aChangedPasswordEndsWhatTheUserIsSignedInTo() throws Exception {
    Rest admin = person("admin").rest();
    String email = email();
    String id = made(admin, "student", email, "first password");
    Person thief = Person.signedIn(server, email, "first password");
    Person friend = person("student9");
    try (ChatClient stolen = thief.connect();
        ChatClient other = friend.connect()) {
      admin.patch("/users/" + id, Map.of("password", "second password"));
      assertThat(stolen.awaitEvent("session:ended").get("reason").stringValue()).isEqualTo("ended");
      stolen.awaitEvent("disconnect");
      assertThat(SignOutTest.code(thief.rest().get("/users").body())).isEqualTo("token-ended");

      Person back = Person.signedIn(server, email, "second password");
      assertThat(back.rest().get("/users").status()).isEqualTo(200);
      back.connect().close();
      assertThat(friend.rest().get("/users").status()).isEqualTo(200);
      assertThat(other.all("session:ended")).isEmpty();
    }
  }

  @Test
  void ofADeactivatedSenderOnlyTheNameIsShownToOthers() throws Exception {
    Person admin = person("admin");
    Person reader = person("teacher1");
    String email = email();
    String id = made(admin.rest(), "student", email, "homeroom");
    Person nia = Person.signedIn(server, email);
    String group = admin.group("Former", nia, reader);
    nia.rest().post("/messages", Map.of("conversationId", group, "text", "Remember me"));
    admin.rest().delete("/users/" + id);

    assertThat(reader.rest().get("/users/" + id).body().propertyNames())
        .containsExactlyInAnyOrder("_id", "name", "role", "active");
    assertThat(admin.rest().get("/users/" + id).body().propertyNames()).contains("email");
  }

  @Test
  void aDeactivatedUserIsGoneAndTheirMessagesStayAndTheyMayComeBack() throws Exception {
    Person admin = person("admin");
    String email = email();
    String id = made(admin.rest(), "student", email, "homeroom");
    Person nia = Person.signedIn(server, email);
    String group = admin.group("Stays", nia);
    try (ChatClient client = nia.connect()) {
      JsonNode message = client.say(group, "Remember me");
      assertThat(admin.rest().delete("/users/" + id).body().get("active").booleanValue()).isFalse();
      assertThat(client.awaitEvent("session:ended").get("reason").stringValue())
          .isEqualTo("deactivated");
      assertThat(admin.message(message).get("text").stringValue()).isEqualTo("Remember me");
    }
    assertThat(nia.rest().get("/users").status()).isEqualTo(401);
    assertThat(Rest.anonymous(server).signIn(email, "homeroom").status()).isEqualTo(401);
    assertThat(admin.rest().delete("/users/" + id).status()).isEqualTo(200);
    admin.rest().patch("/users/" + id, Map.of("active", true));
    assertThat(Rest.anonymous(server).signIn(email, "homeroom").status()).isEqualTo(201);
  }

  @Test
  void aSchoolKeepsItsLastAdmin() throws Exception {
    Person admin = person("admin@other.school");
    String path = "/users/" + admin.id();
    for (Rest.Answer answer :
        List.of(
            admin.rest().delete(path),
            admin.rest().patch(path, Map.of("active", false)),
            admin.rest().patch(path, Map.of("role", "teacher")))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(SignOutTest.code(answer.body())).isEqualTo("last-admin");
    }
    String second = made(admin.rest(), "admin", email(), "homeroom");
    assertThat(admin.rest().delete("/users/" + second).status()).isEqualTo(200);
  }

  @Test
  void whoBecomesATeacherLeavesTheClassesTheyAttended() throws Exception {
    Rest admin = person("admin").rest();
    String student = Things.newUser(admin, "student");
    String classId = newClass(admin, "Promotion");
    admin.post("/class-enrollments", Map.of("classId", classId, "studentId", student));
    admin.patch("/users/" + student, Map.of("role", "teacher"));
    assertThat(admin.get("/class-enrollments?studentId=" + student).body().get("total").intValue())
        .isZero();
    assertThat(admin.get("/users?classId=" + classId).body().get("total").intValue()).isZero();
  }

  @Test
  void aNewClassHasItsConversationAtOnce() throws Exception {
    Rest admin = person("admin").rest();
    Person teacher = person("teacher1");
    String classId = newClass(admin, "Chess");
    admin.post("/class-teachers", Map.of("classId", classId, "teacherId", teacher.id()));
    JsonNode found = teacher.rest().get("/conversations?classId=" + classId).body();
    assertThat(found.get("total").intValue()).isEqualTo(1);
    admin.patch("/classes/" + classId, Map.of("name", "Chess club"));
    assertThat(teacher.rest().get("/classes/" + classId).body().get("name").stringValue())
        .isEqualTo("Chess club");
    assertThat(admin.delete("/classes/" + classId).body().get("archived").booleanValue()).isTrue();
    assertThat(teacher.rest().get("/classes/" + classId).status()).isEqualTo(404);
    assertThat(
            teacher.rest().get("/conversations?classId=" + classId).body().get("total").intValue())
        .isZero();
  }

  @Test
  void thoseConcernedHearOfChangesAndOnlyStaffTheAddress() throws Exception {
    Rest admin = person("admin").rest();
    String classId = newClass(admin, "Heard");
    String first = email();
    String second = email();
    String ada = made(admin, "student", first, "homeroom");
    String ben = made(admin, "student", second, "homeroom");
    for (String id : List.of(ada, ben)) {
      admin.post("/class-enrollments", Map.of("classId", classId, "studentId", id));
    }
    try (ChatClient staff = listening("teacher2@demo.school");
        ChatClient classmate = listening(second);
        ChatClient stranger = listening("student1@other.school");
        ChatClient other = listening("student10@demo.school")) {
      admin.patch("/users/" + ada, Map.of("name", "Renamed"));
      JsonNode seenByStaff = staff.awaitEvent("users patched", user -> id(user).equals(ada));
      JsonNode seenByClassmate =
          classmate.awaitEvent("users patched", user -> id(user).equals(ada));
      assertThat(seenByStaff.get("email").stringValue()).isEqualTo(first);
      assertThat(seenByClassmate.has("email")).isFalse();
      assertThat(seenByClassmate.get("name").stringValue()).isEqualTo("Renamed");

      admin.patch("/classes/" + classId, Map.of("code", "HRD"));
      classmate.awaitEvent("classes patched", one -> id(one).equals(classId));
      admin.delete("/users/" + ada);
      for (ChatClient client : List.of(classmate, staff)) {
        assertThat(client.awaitEvent("users removed", user -> id(user).equals(ada)).propertyNames())
            .containsExactlyInAnyOrder("_id", "name", "role", "active");
      }
      admin.delete("/classes/" + classId);
      classmate.awaitEvent("classes removed", one -> id(one).equals(classId));

      String fresh = Things.newUser(admin, "student");
      staff.awaitEvent("users created", user -> id(user).equals(fresh));
      assertThat(staff.all("classes removed")).noneMatch(one -> id(one).equals(classId));
      for (ChatClient client : List.of(stranger, other)) {
        for (String event : List.of("users patched", "users removed", "classes patched")) {
          assertThat(client.all(event))
              .noneMatch(one -> id(one).equals(ada) || id(one).equals(classId));
        }
      }
    }
  }

  private ChatClient listening(String email) throws Exception {
    ChatClient client = ChatClient.open(server, Map.of());
    var data = Map.of("strategy", "local", "email", email, "password", "homeroom");
    client.callWith("create", new Object[] {"authentication", new JSONObject(data)});
    client.awaitEvent("connected");
    return client;
  }

  private static Map<String, String> student(String email) {
    return Map.of("role", "student", "name", "Somebody", "email", email);
  }

  private static String made(Rest admin, String role, String email, String password)
      throws Exception {
    return id(
        admin
            .post(
                "/users", Map.of("role", role, "name", "Nia", "email", email, "password", password))
            .body());
  }

  private static String newClass(Rest admin, String name) throws Exception {
    return id(admin.post("/classes", Map.of("name", name, "code", "NEW")).body());
  }

  private static String email() {
    return Things.id() + "@new.example";
  }

  private static String id(JsonNode thing) {
    return thing.get("_id").stringValue();
  }
}
