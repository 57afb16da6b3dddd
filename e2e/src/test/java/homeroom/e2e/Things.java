// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One thing of every kind, all of one owner, by id.
 *
 * @param message by the owner in {@code conversation}, a group the owner made
 * @param user the owner, or somebody to be changed in the owner's place
 * @param teacherLink of a teacher with {@code classId}
 * @param enrollment of a student with {@code classId}
 * @param teacher who does not teach {@code classId}
 * @param student who does not attend {@code classId}
 */
record Things(
    String message,
    String conversation,
    String user,
    String classId,
    String teacherLink,
    String enrollment,
    String teacher,
    String student) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** What nobody has. */
  static Things nobodys() {
    return new Things(id(), id(), id(), id(), id(), id(), id(), id());
  }

  /** Every id, in one order. */
  List<String> ids() {
    return List.of(message, conversation, user, classId, teacherLink, enrollment, teacher, student);
  }

  /** The same in another conversation. */
  Things in(String group, String said) {
    return new Things(said, group, user, classId, teacherLink, enrollment, teacher, student);
  }

  Things about(String somebody) {
    return new Things(
        message, conversation, somebody, classId, teacherLink, enrollment, teacher, student);
  }

  /**
   * A new class of the admin's school, with a teacher and a student, and one of each besides.
   *
   * @param owner the message and the conversation are theirs, made for the occasion
   * @param with who is in that conversation too
   */
  static Things of(Person owner, Person with, Rest admin, List<String> insiders) throws Exception {
    String classId =
        made(admin.post("/classes", Map.of("name", "Matrix", "code", "MX")))
            .get("_id")
            .stringValue();
    String teacherLink =
        link(admin, "class-teachers", classId, "teacherId", newUser(admin, "teacher"));
    String enrollment =
        link(admin, "class-enrollments", classId, "studentId", newUser(admin, "student"));
    for (String insider : insiders) {
      String role = admin.get("/users/" + insider).body().get("role").stringValue();
      if (role.equals("teacher")) {
        link(admin, "class-teachers", classId, "teacherId", insider);
      } else if (role.equals("student")) {
        link(admin, "class-enrollments", classId, "studentId", insider);
      }
    }
    return new Things(
            id(),
            id(),
            owner.id(),
            classId,
            teacherLink,
            enrollment,
            newUser(admin, "teacher"),
            newUser(admin, "student"))
        .withNewConversation(owner, with);
  }

  /** The same, but a new conversation and a message in it. */
  Things withNewConversation(Person owner, Person with) throws Exception {
    String group = owner.group("Matrix", with);
    JsonNode said =
        made(owner.rest().post("/messages", Map.of("conversationId", group, "text", "Hi")));
    return in(group, said.get("_id").stringValue());
  }

  /** A user whom nobody knows yet. */
  static String newUser(Rest admin, String role) throws Exception {
    Map<String, String> user =
        Map.of("role", role, "name", "Nova", "email", id() + "@matrix.example");
    return made(admin.post("/users", user)).get("_id").stringValue();
  }

  static String id() {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String link(Rest admin, String service, String classId, String field, String user)
      throws Exception {
    return made(admin.post("/" + service, Map.of("classId", classId, field, user)))
        .get("_id")
        .stringValue();
  }

  private static JsonNode made(Rest.Answer answer) {
    if (answer.status() != 201) {
      throw new AssertionError(answer.raw().body());
    }
    return answer.body();
  }
}
