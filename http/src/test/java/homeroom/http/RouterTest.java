// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a method and path to a handler. */
@ExtendWith(LeakCheck.class)
class RouterTest {

  private HttpServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    var router =
        new Router((status, message) -> HttpResponse.text(status, "refused: " + message))
            .route("GET", "/", named("root"))
            .route("GET", "/messages", named("find"))
            .route("POST", "/messages", named("create"))
            .route("GET", "/messages/:id", named("get"))
            .route("PATCH", "/messages/:id", named("patch"))
            .route("GET", "/messages/newest", named("newest"))
            .route("GET", "/classes/:class/students/:student", named("student"))
            .route("GET", "/classes/:id/teachers", named("teachers"))
            .route("GET", "/files/*path", named("file"))
            .route("GET", "/files/special", named("special"));
    server = HttpServer.builder().handler(router).start();
    client = new RawClient(server);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  private static HttpHandler named(String name) {
    return request -> HttpResponse.text(200, name + new TreeMap<>(request.pathVariables()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/|root{}",
        "GET|/messages|find{}",
        "GET|/messages/|find{}",
        "POST|/messages|create{}",
        "GET|/messages/7|get{id=7}",
        "GET|/messages/a%20b%3A|get{id=a b:}",
        "GET|/messages/newest|newest{}",
        "PATCH|/messages/newest|patch{id=newest}",
        "GET|/classes/1/students/2|student{class=1, student=2}",
        "GET|/classes/1/teachers|teachers{id=1}",
        "GET|/files/a/b.js|file{path=a/b.js}",
        "GET|/files|file{path=}",
        "GET|/files/special|special{}",
        "GET|/files/special/x|file{path=special/x}",
      })
  void aRouteIsFound(String method, String path, String found) throws Exception {
    client.send(method + " " + path + " HTTP/1.1\nHost: h\n\n");
    assertThat(client.answer().body()).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/messages/1/2", "/classes/1", "/messages//", "//", "/Messages"})
  void anUnknownPathIs404(String path) throws Exception {
    RawClient.Answer answer = client.get(path).answer();
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).startsWith("refused: ");
  }

  @Test
  void aMethodThePathDoesNotHaveIs405AndSaysWhichItHas() throws Exception {
    RawClient.Answer answer = client.send("PUT /messages/7 HTTP/1.1\nHost: h\n\n").answer();
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS, PATCH");
    assertThat(answer.body()).startsWith("refused: PUT ");
  }

  @Test
  void optionsAnswersTheMethods() throws Exception {
    RawClient.Answer answer = client.send("OPTIONS /messages HTTP/1.1\nHost: h\n\n").answer();
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(client.send("OPTIONS /none HTTP/1.1\nHost: h\n\n").answer().status()).isEqualTo(404);
    assertThat(client.send("OPTIONS * HTTP/1.1\nHost: h\n\n").answer().status()).isEqualTo(204);
  }

  @Test
  void headIsAnsweredFromGet() throws Exception {
    client.send("HEAD /messages HTTP/1.1\nHost: h\n\n");
    RawClient.Answer answer = client.answer(true);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-length")).isEqualTo("6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "messages", "/a//b", "/:", "/*", "/*rest/more"})
  void aMalformedRouteIsRefused(String pattern) {
    assertThatThrownBy(() -> new Router(HttpResponse::text).route("GET", pattern, named("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoHandlersForOneRouteAreRefused() {
    var router = new Router(HttpResponse::text).route("GET", "/a/:b", named("x"));
    assertThatThrownBy(() -> router.route("GET", "/a/:c", named("y")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
