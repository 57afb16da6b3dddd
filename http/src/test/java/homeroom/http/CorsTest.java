// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from pages of other origins. */
@ExtendWith(LeakCheck.class)
class CorsTest {

  private static final String SCHOOL = "https://school.example";
  private static final Cors EXACT = Cors.origins(List.of(SCHOOL, "http://localhost:5173"));

  @Test
  void aNamedOriginMayCallWithCredentials() throws Exception {
    RawClient.Answer answer = ask(EXACT, "GET", "Origin: " + SCHOOL);
    assertThat(answer.body()).isEqualTo("handled");
    assertThat(answer.header("access-control-allow-origin")).isEqualTo(SCHOOL);
    assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
    assertThat(answer.header("vary")).isEqualTo("accept, origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://school.example.evil",
        "http://school.example",
        "https://school.example:444",
        "null",
        ""
      })
  void anotherOriginIsNotGranted(String origin) throws Exception {
    RawClient.Answer answer = ask(EXACT, "GET", "Origin: " + origin);
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
    assertThat(answer.header("vary")).isEqualTo("accept, origin");
  }

  @Test
  void anOriginInCapitalsIsTheSame() throws Exception {
    RawClient.Answer answer = ask(EXACT, "GET", "Origin: HTTPS://SCHOOL.example");
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("HTTPS://SCHOOL.example");
    Cors written = Cors.origins(List.of("HTTPS://School.Example:443"));
    assertThat(ask(written, "GET", "Origin: " + SCHOOL).header("access-control-allow-origin"))
        .isEqualTo(SCHOOL);
  }

  @Test
  void aRefusalIsToldOnceAndTheServersOwnPagesAreNoRefusal() throws Exception {
    var refused = new java.util.concurrent.CopyOnWriteArrayList<String>();
    Cors telling = EXACT.onRefusal(refused::add);
    for (int i = 0; i < 3; i++) {
      ask(telling, "GET", "Origin: https://Evil.example");
      ask(telling, "GET", "Origin: http://h");
    }
    assertThat(refused).containsExactly("https://evil.example");
    for (int i = 0; i < 300; i++) {
      String page = "https://evil" + i + ".example";
      telling.admits(name -> name.equals("origin") ? Optional.of(page) : Optional.empty());
    }
    assertThat(refused).as("remembered").hasSize(100);
  }

  @Test
  void anyOriginMayCallWithoutCredentials() throws Exception {
    RawClient.Answer answer = ask(Cors.any(), "GET", "Origin: https://anywhere.example");
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
  }

  @Test
  void aPreflightIsAnswered() throws Exception {
    RawClient.Answer answer =
        ask(
            EXACT,
            "OPTIONS",
            "Origin: "
                + SCHOOL
                + "\nAccess-Control-Request-Method: PATCH"
                + "\nAccess-Control-Request-Headers: authorization,content-type");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo(SCHOOL);
    assertThat(answer.header("access-control-allow-methods")).contains("PATCH");
    assertThat(answer.header("access-control-allow-headers"))
        .isEqualTo("authorization,content-type");
    assertThat(answer.header("access-control-max-age")).isEqualTo("600");
    assertThat(answer.header("vary")).contains("origin", "access-control-request-headers");
  }

  @Test
  void aPreflightOfAnotherOriginGrantsNothing() throws Exception {
    RawClient.Answer answer =
        ask(EXACT, "OPTIONS", "Origin: https://evil.example\nAccess-Control-Request-Method: PATCH");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
  }

  @Test
  void aPlainOptionsRequestReachesTheHandler() throws Exception {
    assertThat(ask(EXACT, "OPTIONS", "Accept: */*").body()).isEqualTo("handled");
  }

  @Test
  void aPageCanReadTheRefusalsOfTheNetwork() throws Exception {
    HttpHandler faulty =
        request -> {
          throw new IllegalStateException("made to fail");
        };
    try (var server = HttpServer.builder().cors(EXACT).handler(faulty).start();
        var client = new RawClient(server)) {
      String origin = "\nOrigin: " + SCHOOL;
      RawClient.Answer fault = client.send("GET / HTTP/1.1\nHost: h" + origin + "\n\n").answer();
      assertThat(fault.status()).isEqualTo(500);
      assertThat(fault.header("access-control-allow-origin")).isEqualTo(SCHOOL);
      String large = "POST / HTTP/1.1\nHost: h\nContent-Length: 2000000" + origin + "\n\n";
      RawClient.Answer refusal = client.send(large).answer();
      assertThat(refusal.status()).isEqualTo(413);
      assertThat(refusal.header("access-control-allow-origin")).isEqualTo(SCHOOL);
    }
  }

  @Test
  void aMountAsksForTheHeadersItself() {
    assertThat(EXACT.headers(Optional.of(SCHOOL)).first("access-control-allow-origin"))
        .contains(SCHOOL);
    assertThat(Cors.origins(List.of()).headers(Optional.of(SCHOOL))).isEqualTo(Headers.NONE);
    assertThat(Cors.any().headers(Optional.empty()).first("access-control-allow-origin"))
        .contains("*"); // the answer may be kept and used for another origin
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"school.example", "https://school.example/", "*", "https://", "https://a@b.c"})
  void whatIsNoOriginIsRefused(String origin) {
    assertThatThrownBy(() -> Cors.origins(List.of(origin)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RawClient.Answer ask(Cors cors, String method, String headers) throws Exception {
    HttpHandler handler = request -> HttpResponse.text(200, "handled").with("vary", "accept");
    try (var server = HttpServer.builder().handler(cors.wrap(handler)).start();
        var client = new RawClient(server)) {
      client.send(method + " / HTTP/1.1\nHost: h\n" + headers + "\n\n");
      return client.answer();
    }
  }
}
