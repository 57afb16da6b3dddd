// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with a request gets the error of the contract, and changes nothing. */
class RestRefusalTest extends SharedServer {

  @Test
  void aWrongPasswordAndAnUnknownAddressGetOneAnswer() throws Exception {
    Rest anonymous = Rest.anonymous(server);
    Rest.Answer wrong = anonymous.signIn("teacher1@demo.school", "not-the-password");
    Rest.Answer unknown = anonymous.signIn("nobody@demo.school", "homeroom");
    assertError(wrong, 401, "NotAuthenticated", "not-authenticated", "invalid-login");
    assertThat(unknown.body()).isEqualTo(wrong.body());
  }

  @Test
  void aSignInWithoutAPasswordNamesTheField() throws Exception {
    Rest.Answer answer =
        Rest.anonymous(server)
            .post("/authentication", Map.of("strategy", "local", "email", "x@demo.school"));
    assertError(answer, 400, "BadRequest", "bad-request", "invalid-field");
    assertThat(answer.body().get("errors").has("password")).isTrue();
  }

  @Test
  void aStrategyThatIsNotThereSignsNobodyInAsInFeathers() throws Exception {
    Rest anonymous = Rest.anonymous(server);
    for (Map<String, String> data :
        List.of(Map.of("strategy", "magic"), Map.of("email", "x@demo.school"))) {
      Rest.Answer answer = anonymous.post("/authentication", data);
      assertError(answer, 401, "NotAuthenticated", "not-authenticated", "unknown-strategy");
      assertThat(answer.body().get("errors").has("strategy")).isTrue();
    }
  }

  @Test
  void anIdThatIsNoneSaysWhatAnIdIs() throws Exception {
    Rest teacher = Rest.signedIn(server, "teacher1@demo.school");
    for (String path : List.of("/messages/a%20b", "/messages/" + "a".repeat(65))) {
      Rest.Answer answer = teacher.get(path);
      assertError(answer, 404, "NotFound", "not-found", "message-not-found");
      assertThat(answer.body().get("message").stringValue()).contains("1 to 64 of the characters");
    }
  }

  @Test
  void aLongAddressIsNamedAsSuch() throws Exception {
    Rest teacher = Rest.signedIn(server, "teacher1@demo.school");
    assertError(
        teacher.get("/users?name=" + "a".repeat(9_000)),
        414,
        "URITooLong",
        "uri-too-long",
        "http-414");
  }

  @Test
  void aMissingTokenIsNotAuthenticated() throws Exception {
    assertError(
        Rest.anonymous(server).get("/conversations"),
        401,
        "NotAuthenticated",
        "not-authenticated",
        "token-missing");
  }

  @Test
  void aForgedTokenIsNotAuthenticated() throws Exception {
    String good = String.valueOf(Rest.signedIn(server, "teacher1@demo.school").token());
    String[] parts = good.split("\\.", 3);
    String none = "eyJhbGciOiJub25lIn0." + parts[1] + ".";
    String otherKey = parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length());
    for (String forged : new String[] {"rubbish", none, otherKey}) {
      assertError(
          new Rest(server.url(), forged).get("/conversations"),
          401,
          "NotAuthenticated",
          "not-authenticated",
          "token-invalid");
    }
  }

  @Test
  void aTokenInTheUrlIsRefused() throws Exception {
    Rest teacher = Rest.signedIn(server, "teacher1@demo.school");
    assertError(
        teacher.get("/conversations?access_token=x"),
        400,
        "BadRequest",
        "bad-request",
        "token-in-url");
  }

  @Test
  void aConversationOfOthersIsNotTheirsToTellFromOneThatIsNot() throws Exception {
    String theirs = MessageDeliveryTest.firstClassConversation(server, "student1@demo.school");
    Rest stranger = Rest.signedIn(server, "student1@other.school");
    Rest.Answer others = stranger.get("/messages?conversationId=" + theirs);
    assertError(others, 404, "NotFound", "not-found", "conversation-not-found");
    Rest.Answer nowhere = stranger.get("/messages?conversationId=ffffffffffffffffffffffff");
    assertThat(
            nowhere.body().get("message").stringValue().replace("ffffffffffffffffffffffff", theirs))
        .isEqualTo(others.body().get("message").stringValue());
    assertError(
        stranger.post("/messages", Map.of("conversationId", theirs, "text", "Hi")),
        404,
        "NotFound",
        "not-found",
        "conversation-not-found");
    assertError(
        stranger.get("/conversations/" + theirs),
        404,
        "NotFound",
        "not-found",
        "conversation-not-found");
  }

  @Test
  void anEmptyTextIsRefused() throws Exception {
    Rest student = Rest.signedIn(server, "student1@demo.school");
    String conversation =
        MessageDeliveryTest.firstClassConversation(server, "student1@demo.school");
    Rest.Answer answer =
        student.post("/messages", Map.of("conversationId", conversation, "text", " \n\u00a0 "));
    assertError(answer, 400, "BadRequest", "bad-request", "text-empty");
    assertThat(answer.body().get("errors").get("text").stringValue()).isEqualTo("is empty");
  }

  @Test
  void aTextMayHave8000CodePointsAndNotOneMore() throws Exception {
    Rest student = Rest.signedIn(server, "student1@demo.school");
    String conversation =
        MessageDeliveryTest.firstClassConversation(server, "student1@demo.school");
    String longest = "\ud83d\ude00".repeat(8000);
    Rest.Answer kept =
        student.post("/messages", Map.of("conversationId", conversation, "text", longest));
    assertThat(kept.status()).isEqualTo(201);
    assertThat(kept.body().get("text").stringValue()).isEqualTo(longest);
    assertError(
        student.post("/messages", Map.of("conversationId", conversation, "text", longest + "x")),
        400,
        "BadRequest",
        "bad-request",
        "text-too-long");
  }

  @Test
  void malformedJsonIsABadRequest() throws Exception {
    Rest student = Rest.signedIn(server, "student1@demo.school");
    for (String body : new String[] {"{", "", "[1,", "{\"a\":1,\"a\":2}"}) {
      assertError(
          student.postText("/messages", body), 400, "BadRequest", "bad-request", "malformed-json");
    }
  }

  @Test
  void aBodyThatIsNoJsonIsAnUnsupportedMediaType() throws Exception {
    Rest student = Rest.signedIn(server, "student1@demo.school");
    assertError(
        student.send(
            student
                .request("/messages")
                .header("content-type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("hello"))),
        415,
        "UnsupportedMediaType",
        "unsupported-media-type",
        "not-json");
  }

  @Test
  void anUnknownServiceIsNotFoundAndAnUnknownMethodNotAllowed() throws Exception {
    Rest student = Rest.signedIn(server, "student1@demo.school");
    assertError(student.get("/lockers"), 404, "NotFound", "not-found", "service-not-found");
    assertError(
        student.send(student.request("/receipts/x").DELETE()),
        405,
        "MethodNotAllowed",
        "method-not-allowed",
        "method-not-allowed");
  }

  @Test
  void anUnknownFieldOrOperatorIsNamed() throws Exception {
    Rest student = Rest.signedIn(server, "student1@demo.school");
    assertThat(student.get("/classes?colour=red").body().get("errors").has("colour")).isTrue();
    assertThat(student.get("/classes?name[$regex]=x").body().get("errors").has("name.$regex"))
        .isTrue();
    assertThat(student.get("/users?email=admin@demo.school").status()).isEqualTo(400);
  }

  @Test
  void aRuleOfTheSchoolIsAnsweredByItsName() throws Exception {
    Rest student = Rest.signedIn(server, "student1@demo.school");
    String self =
        student
            .get("/users?name=Ada Park".replace(" ", "%20"))
            .body()
            .get("data")
            .get(0)
            .get("_id")
            .stringValue();
    assertError(
        student.post("/messages", Map.of("to", self, "text", "Hi")),
        400,
        "BadRequest",
        "bad-request",
        "to-self");
  }

  static void assertError(
      Rest.Answer answer, int code, String name, String className, String dataCode) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(code);
    assertThat(answer.body().get("code").intValue()).isEqualTo(code);
    assertThat(answer.body().get("name").stringValue()).isEqualTo(name);
    assertThat(answer.body().get("className").stringValue()).isEqualTo(className);
    assertThat(answer.body().get("data").get("code").stringValue()).isEqualTo(dataCode);
    assertThat(answer.body().get("message").stringValue()).isNotBlank();
  }
}
