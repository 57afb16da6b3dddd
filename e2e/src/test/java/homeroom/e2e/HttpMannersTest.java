// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static homeroom.e2e.RestRefusalTest.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The server behaves as browsers, proxies and programs expect of HTTP. */
class HttpMannersTest extends SharedServer {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static final String PAGE = "https://school.example";

  @Override
  protected String[] options() {
    return new String[] {"--message-rate", "0", "--call-rate", "0", "--allow-origin", PAGE};
  }

  private static String header(Rest.Answer answer, String name) {
    return answer.raw().headers().firstValue(name).orElse("");
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() throws Exception {
    Rest teacher = person("teacher1").rest();
    Rest.Answer first = teacher.get("/classes");
    assertThat(header(first, "cache-control")).isEqualTo("no-store");
    HttpRequest.Builder again =
        teacher.request("/classes").header("if-none-match", header(first, "etag"));
    Rest.Answer second = teacher.send(again);
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.raw().body()).isEmpty();
    HttpRequest.Builder other =
        person("teacher2")
            .rest()
            .request("/classes")
            .header("if-none-match", header(first, "etag"));
    assertThat(teacher.send(other).status()).isEqualTo(200);
  }

  @Test
  void headIsGetWithoutABodyAndOptionsSaysWhatIsThere() throws Exception {
    Rest teacher = person("teacher1").rest();
    Rest.Answer head = teacher.send(teacher.request("/users").HEAD());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.raw().body()).isEmpty();
    assertThat(Integer.parseInt(header(head, "content-length"))).isPositive();
    Rest.Answer options =
        teacher.send(teacher.request("/messages/x").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.status()).isEqualTo(204);
    assertThat(header(options, "allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
  }

  @Test
  void aRefusedMethodComesWithThoseThatAreAllowed() throws Exception {
    Rest teacher = person("teacher1").rest();
    Rest.Answer put =
        teacher.send(
            teacher
                .request("/messages/x")
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString("{}")));
    assertError(put, 405, "MethodNotAllowed", "method-not-allowed", "method-not-allowed");
    assertThat(header(put, "allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH");
    Rest.Answer named =
        teacher.send(
            teacher
                .request("/messages")
                .header("content-type", "application/json")
                .header("x-service-method", "forward")
                .POST(BodyPublishers.ofString("{}")));
    assertError(named, 405, "MethodNotAllowed", "method-not-allowed", "method-not-allowed");
    assertThat(header(named, "allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
  }

  @Test
  void whoTakesNoJsonIsTold() throws Exception {
    Rest teacher = person("teacher1").rest();
    for (String accept : new String[] {"text/html", "application/json;q=0", "image/*"}) {
      assertError(
          teacher.send(teacher.request("/classes").header("accept", accept)),
          406,
          "NotAcceptable",
          "not-acceptable",
          "only-json");
    }
    for (String accept :
        new String[] {"*/*", "text/html, application/json;q=0.9", "application/*"}) {
      assertThat(teacher.send(teacher.request("/classes").header("accept", accept)).status())
          .isEqualTo(200);
    }
  }

  @Test
  void aPageOfAnAllowedOriginCanReadEveryRefusal() throws Exception {
    Rest anonymous = Rest.anonymous(server);
    Rest.Answer missing = anonymous.send(anonymous.request("/classes").header("origin", PAGE));
    assertError(missing, 401, "NotAuthenticated", "not-authenticated", "token-missing");
    assertThat(header(missing, "access-control-allow-origin")).isEqualTo(PAGE);
    Rest.Answer large =
        anonymous.send(
            anonymous
                .request("/messages")
                .header("origin", PAGE)
                .header("content-type", "application/json")
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[1_000_001])));
    assertError(large, 413, "PayloadTooLarge", "payload-too-large", "http-413");
    assertThat(header(large, "access-control-allow-origin")).isEqualTo(PAGE);
    Rest.Answer stranger =
        anonymous.send(anonymous.request("/classes").header("origin", "https://evil.example"));
    assertThat(header(stranger, "access-control-allow-origin")).isEmpty();
  }

  @Test
  void theAnswerNamesTheRequest() throws Exception {
    Rest anonymous = Rest.anonymous(server);
    Rest.Answer named =
        anonymous.send(anonymous.request("/health/live").header("x-request-id", "trip-41"));
    assertThat(header(named, "x-request-id")).isEqualTo("trip-41");
    assertThat(header(anonymous.get("/health/live"), "x-request-id")).matches("[0-9a-f]{16}");
  }

  @Test
  void thePageOfTheDescriptionsLoadsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = text("/docs/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe", "http");
    assertThat(page.body()).doesNotContain("http://", "https://").contains("lang=\"en\"");
    assertThat(text("/docs").statusCode()).isEqualTo(308);
    assertThat(text("/docs/docs.js").body()).contains("openapi.json", "asyncapi.json");
  }

  @Test
  void theOfficialClientIsServedAsItIsOnNpm() throws Exception {
    for (String file : new String[] {"socket.io.min.js", "socket.io.min.js.map"}) {
      HttpResponse<String> served = text("/socket.io/" + file);
      assertThat(served.statusCode()).isEqualTo(200);
      assertThat(served.headers().firstValue("etag")).isPresent();
      assertThat(served.body())
          .isEqualTo(
              Files.readString(
                  ClientCheck.CLIENTS.resolve("node_modules/socket.io-client/dist/" + file)));
    }
  }

  @Test
  void theFiguresAreForThisMachineAndNotForWhatAProxyForwards() throws Exception {
    Person teacher = person("teacher1");
    teacher.rest().post("/messages", Map.of("to", person("student1").id(), "text", "Counted"));
    try (ChatClient client = teacher.connect()) {
      assertThat(client.refused("message:send", Map.of()).get("code").intValue()).isEqualTo(400);
      assertThat(metrics())
          .contains("homeroom_messages_sent_total")
          .contains("homeroom_users_online 1")
          .contains("homeroom_store_writes_waiting")
          .contains("homeroom_connections")
          .contains("homeroom_fanout_events_total{event=\"MessageEvent.Sent\"}")
          .contains("call=\"POST messages\",status=\"201\",transport=\"rest\"")
          .contains("call=\"message:send\",status=\"400\",transport=\"chat\"")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void metricsAreForThoseWhoHaveTheToken() throws Exception {
    assertError(
        Rest.anonymous(server).get("/metrics"),
        401,
        "NotAuthenticated",
        "not-authenticated",
        "http-401");
    assertThat(person("admin").rest().get("/metrics").status()).isEqualTo(401);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("metrics-token"))))
        .isEqualTo("rw-------");
    assertThat(metrics()).contains("jvm_memory_used_bytes");
  }

  @Test
  void aMethodThatSomebodyInventsIsCountedAsOther() throws Exception {
    Rest anonymous = Rest.anonymous(server);
    for (int i = 0; i < 5; i++) {
      CLIENT.send(
          anonymous
              .request("/messages")
              .method("INVENTED" + i, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.discarding());
    }
    assertThat(metrics()).contains("call=\"other messages\"").doesNotContain("INVENTED");
  }

  private String metrics() throws Exception {
    String token = Files.readString(data.resolve("metrics-token")).strip();
    HttpRequest.Builder request =
        Rest.anonymous(server).request("/metrics").header("authorization", "Bearer " + token);
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private HttpResponse<String> text(String path) throws Exception {
    return TypesTest.answer(Rest.anonymous(server), path);
  }
}
