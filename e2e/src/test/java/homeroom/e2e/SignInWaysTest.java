// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Signing in without an address, without a password, and with more than one. */
class SignInWaysTest extends SharedServer {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String SCHOOL = "Demo School";

  @Override
  protected String[] options() {
    return new String[] {"--call-rate", "0", "--public-url", "https://my.school"};
  }

  @Test
  void whoHasAUserNameAndNoPasswordSignsInByACardAndSetsOne() throws Exception {
    Rest admin = Rest.signedIn(server, "admin@demo.school");
    String username = "ada." + UUID.randomUUID().toString().substring(0, 8);
    JsonNode made =
        admin
            .post("/users", Map.of("role", "student", "name", "<b>Ada", "username", username))
            .body();
    assertThat(made.has("email")).isFalse();
    String id = made.get("_id").stringValue();
    String classId =
        admin
            .post("/classes", Map.of("name", "Maths & more", "code", username))
            .body()
            .get("_id")
            .stringValue();
    admin.post("/class-enrollments", Map.of("classId", classId, "studentId", id));
    HttpResponse<String> page = cards(admin, classId);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'sha256-");
    assertThat(page.headers().firstValue("cache-control")).contains("no-store");
    String html = page.body();
    assertThat(html).contains("&lt;b&gt;Ada", "Maths &amp; more", username, "https://my.school");
    assertThat(html).doesNotContain("<b>", "<script");
    String code = html.replaceAll("(?s).*class=\"code\">([^<]*)<.*", "$1");
    Rest anybody = Rest.anonymous(server);
    Rest.Answer in = anybody.post("/authentication", Map.of("strategy", "code", "code", code));
    assertThat(in.status()).isEqualTo(201);
    assertThat(in.body().get("user").get("username").stringValue()).isEqualTo(username);
    assertThat(code(anybody.post("/authentication", Map.of("strategy", "code", "code", code))))
        .isEqualTo("invalid-code");
    var ada = new Rest(server.url(), in.body().get("accessToken").stringValue());
    assertThat(ada.patch("/users/" + id, Map.of("password", "a quiet otter")).status())
        .isEqualTo(200);
    Map<String, String> local =
        Map.of("strategy", "local", "email", username, "password", "a quiet otter");
    assertThat(code(anybody.post("/authentication", local))).isEqualTo("invalid-field");
    var withSchool = new HashMap<>(local);
    withSchool.put("school", SCHOOL);
    in = anybody.post("/authentication", withSchool);
    assertThat(in.status()).isEqualTo(201);
    ada = new Rest(server.url(), in.body().get("accessToken").stringValue());
    assertThat(ada.patch("/users/" + id, Map.of("password", "another otter")).status())
        .as("not without the one of before")
        .isEqualTo(403);
    assertThat(cards(ada, classId).statusCode()).isEqualTo(403);
    assertThat(cards(anybody, classId).statusCode()).isEqualTo(401);
  }

  @Test
  void aTeacherWithASecondFactorIsAskedForItOnBothTransports() throws Exception {
    Rest admin = Rest.signedIn(server, "admin@demo.school");
    String email = UUID.randomUUID() + "@demo.school";
    String id = addTeacher(admin, email);
    Rest.Answer in = Rest.anonymous(server).signIn(email, "a quiet otter");
    var tom = new Rest(server.url(), in.body().get("accessToken").stringValue());
    assertThat(code(tom.post("/second-factors", Map.of()))).isEqualTo("current-password-wrong");
    JsonNode begun = tom.post("/second-factors", Map.of("currentPassword", "a quiet otter")).body();
    String secret = begun.get("secret").stringValue();
    JsonNode confirmed =
        tom.patch("/second-factors/" + id, Map.of("enabled", true, "totp", AppCode.of(secret)))
            .body();
    String recovery = confirmed.get("recoveryCodes").get(0).stringValue();
    Rest.Answer asked = Rest.anonymous(server).signIn(email, "a quiet otter");
    assertThat(asked.status()).isEqualTo(401);
    assertThat(code(asked)).isEqualTo("totp-required");
    String challenge = asked.body().get("data").get("challenge").stringValue();
    Map<String, String> wrong =
        Map.of("strategy", "local", "challenge", challenge, "totp", "000000");
    assertThat(code(Rest.anonymous(server).post("/authentication", wrong)))
        .isEqualTo("totp-invalid");
    Map<String, String> right =
        Map.of("strategy", "local", "challenge", challenge, "recoveryCode", recovery);
    assertThat(Rest.anonymous(server).post("/authentication", right).status()).isEqualTo(201);
    assertThat(admin.delete("/second-factors/" + id).status()).isEqualTo(200);
    assertThat(Rest.anonymous(server).signIn(email, "a quiet otter").status()).isEqualTo(201);
  }

  @Test
  void aNewPasswordForgetsWrongCodesOfASecondFactor() throws Exception {
    String email = UUID.randomUUID() + "@demo.school";
    String id = addTeacher(Rest.signedIn(server, "admin@demo.school"), email);
    Rest.Answer in = Rest.anonymous(server).signIn(email, "a quiet otter");
    var tom = new Rest(server.url(), in.body().get("accessToken").stringValue());
    JsonNode begun = tom.post("/second-factors", Map.of("currentPassword", "a quiet otter")).body();
    String totp = AppCode.of(begun.get("secret").stringValue());
    assertThat(tom.patch("/second-factors/" + id, Map.of("enabled", true, "totp", totp)).status())
        .isEqualTo(200);
    for (int guess = 0; guess < 10; guess++) {
      assertThat(guessCode(email, "a quiet otter")).isEqualTo("totp-invalid");
    }
    assertThat(guessCode(email, "a quiet otter")).isEqualTo("sign-in-rate");
    Rest.Answer changed =
        tom.patch(
            "/users/" + id,
            Map.of("password", "another otter", "currentPassword", "a quiet otter"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(guessCode(email, "another otter")).isEqualTo("totp-invalid");
  }

  /** What somebody is told who knows the password and no code. */
  private String guessCode(String email, String password) throws Exception {
    Rest anybody = Rest.anonymous(server);
    String challenge =
        anybody.signIn(email, password).body().get("data").get("challenge").stringValue();
    return code(
        anybody.post(
            "/authentication",
            Map.of("strategy", "local", "challenge", challenge, "totp", "000000")));
  }

  /** Returns the id of a new teacher, with a password. */
  private static String addTeacher(Rest admin, String email) throws Exception {
    Map<String, String> teacher =
        Map.of("role", "teacher", "name", "Tom", "email", email, "password", "a quiet otter");
    return admin.post("/users", teacher).body().get("_id").stringValue();
  }

  private static HttpResponse<String> cards(Rest by, String classId) throws Exception {
    String form =
        "classId="
            + classId
            + "&accessToken="
            + URLEncoder.encode(String.valueOf(by.token()), StandardCharsets.UTF_8);
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(by.url() + "/sign-in-cards"))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String code(Rest.Answer answer) {
    return answer.body().path("data").path("code").asString("");
  }
}
