// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call of a service that both transports can make.
 *
 * @param id null where the method takes none
 */
record AccessCall(
    String service,
    String method,
    @Nullable String id,
    Map<String, Object> data,
    Map<String, String> query) {

  /**
   * What came of it.
   *
   * @param status of a call on a socket that was granted: that of REST
   */
  record Answer(int status, JsonNode body) {

    /** In the words of the table: as much of them as {@code expected} says. */
    String like(String expected) {
      if (expected.contains("(")) {
        return status + " (" + body.path("total").asInt(-1) + ")";
      }
      return expected.contains(" ")
          ? status + " " + body.path("data").path("code").asString("")
          : String.valueOf(status);
    }
  }

  /** What the row asks for, of these things. */
  static AccessCall of(AccessTable.Row row, Things things) {
    String service = row.service();
    return switch (row.method()) {
      case "find" -> new AccessCall(service, "find", null, Map.of(), query(service, things));
      case "create" -> new AccessCall(service, "create", null, data(row, things), Map.of());
      default ->
          new AccessCall(service, row.method(), id(service, things), change(row, things), Map.of());
    };
  }

  private static Map<String, String> query(String service, Things things) {
    return switch (service) {
      case "messages" -> Map.of("conversationId", things.conversation());
      case "receipts", "message-history" -> Map.of("messageId", things.message());
      case "presence", "sync", "authentication" -> Map.of();
      case "audit" -> Map.of("target", things.user());
      case "sessions", "identities" -> Map.of("userId", things.user());
      case "policy-explanations" ->
          Map.of("from", things.user(), "conversationId", things.conversation());
      default -> Map.of("_id", String.valueOf(id(service, things)));
    };
  }

  private static @Nullable String id(String service, Things things) {
    return switch (service) {
      case "conversations" -> things.conversation();
      case "users", "sign-in-codes", "second-factors" -> things.user();
      case "classes" -> things.classId();
      case "class-teachers" -> things.teacherLink();
      case "class-enrollments" -> things.enrollment();
      case "authentication" -> null;
      default -> things.message();
    };
  }

  private static Map<String, Object> data(AccessTable.Row row, Things things) {
    boolean elsewhere = row.whose().equals("other school's");
    return switch (row.service()) {
      case "messages" ->
          Map.of(
              row.toUser() ? "to" : "conversationId",
              row.toUser() ? things.user() : things.conversation(),
              "text",
              "Hi");
      case "conversations" -> Map.of("type", "direct", "participants", List.of(things.user()));
      case "users" -> newUser(elsewhere ? things.user() : null);
      case "classes" ->
          elsewhere
              ? Map.of("name", "New", "code", "N", "schoolId", things.user())
              : Map.of("name", "New", "code", "N");
      case "class-teachers" -> Map.of("classId", things.classId(), "teacherId", things.teacher());
      case "class-enrollments" ->
          Map.of("classId", things.classId(), "studentId", things.student());
      case "sign-in-codes" -> Map.of("userId", things.user());
      case "identities" ->
          Map.of("userId", things.user(), "provider", "hill", "subject", Things.id());
      case "roster-imports" ->
          elsewhere
              ? Map.of("name", "people.csv", "size", 1, "schoolId", things.user())
              : Map.of("name", "people.csv", "size", 1);
      case "sync" -> Map.of("conversations", Map.of(things.conversation(), 0));
      case "authentication" ->
          Map.of("strategy", "local", "email", "student1@demo.school", "password", "homeroom");
      default -> Map.of();
    };
  }

  private static Map<String, Object> newUser(@Nullable String school) {
    String email = Things.id() + "@matrix.example";
    return school == null
        ? Map.of("role", "student", "name", "New", "email", email)
        : Map.of("role", "student", "name", "New", "email", email, "schoolId", school);
  }

  private static Map<String, Object> change(AccessTable.Row row, Things things) {
    if (!row.method().equals("patch")) {
      return Map.of();
    }
    return switch (row.service()) {
      case "messages" -> Map.of("text", "Changed");
      case "conversations" ->
          row.toUser()
              ? Map.of("participants", Map.of("add", List.of(things.user())))
              : Map.of("title", "Changed");
      case "users", "classes" -> Map.of("name", "Changed");
      case "second-factors" -> Map.of("enabled", false);
      default -> Map.of();
    };
  }

  Answer overRest(Rest rest) throws Exception {
    var path = new StringBuilder("/" + service + (id == null ? "" : "/" + id));
    query.forEach((name, value) ->
        path.append(path.indexOf("?") < 0 ? '?' : '&').append(name).append('=').append(value));
    String body = Rest.JSON.writeValueAsString(data);
    String verb =
        switch (method) {
          case "find", "get" -> "GET";
          case "create" -> "POST";
          case "update" -> "PUT";
          case "patch" -> "PATCH";
          default -> "DELETE";
        };
    boolean withBody = verb.startsWith("P");
    var request = rest.request(path.toString());
    Rest.Answer answer =
        rest.send(
            (withBody ? request.header("content-type", "application/json") : request)
                .method(verb, withBody ? BodyPublishers.ofString(body) : BodyPublishers.noBody()));
    return new Answer(answer.status(), answer.body());
  }

  Answer onSocket(ChatClient client) throws Exception {
    Object key = id == null ? JSONObject.NULL : id;
    Object[] args =
        switch (method) {
          case "find" -> new Object[] {service, new JSONObject(query)};
          case "create" -> new Object[] {service, json(data)};
          case "update", "patch" -> new Object[] {service, key, json(data)};
          default -> new Object[] {service, key};
        };
    List<JsonNode> answer = client.callWith(method, args);
    JsonNode error = answer.getFirst();
    return error.isNull()
        ? new Answer(method.equals("create") ? 201 : 200, answer.getLast())
        : new Answer(error.get("code").intValue(), error);
  }

  private static JSONObject json(Map<String, Object> data) throws Exception {
    return new JSONObject(Rest.JSON.writeValueAsString(data));
  }
}
