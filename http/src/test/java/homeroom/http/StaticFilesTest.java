// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the class path. */
@ExtendWith(LeakCheck.class)
class StaticFilesTest {

  private static final ClassLoader RESOURCES = StaticFilesTest.class.getClassLoader();

  private HttpServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    var files = new StaticFiles(RESOURCES, "web", "/docs", HttpResponse::text);
    server = HttpServer.builder().handler("/docs", files).start();
    client = new RawClient(server);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/docs/, text/html; charset=utf-8, <p>Front</p>",
    "/docs/index.html, text/html; charset=utf-8, <p>Front</p>",
    "/docs/sub/page.css, text/css; charset=utf-8, p {}"
  })
  void aFileHasItsContentType(String path, String contentType, String content) throws Exception {
    RawClient.Answer answer = client.get(path).answer();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo(contentType);
    assertThat(answer.body().strip()).isEqualTo(content);
  }

  @Test
  void thePrefixWithoutItsSlashIsRedirected() throws Exception {
    RawClient.Answer answer = client.get("/docs").answer();
    assertThat(answer.status()).isEqualTo(308);
    assertThat(answer.header("location")).isEqualTo("docs/");
  }

  @Test
  void aFileThatTheClientHasIsNotSentAgain() throws Exception {
    String tag = client.get("/docs/index.html").answer().header("etag");
    client.send("GET /docs/index.html HTTP/1.1\nHost: h\nIf-None-Match: " + tag + "\n\n");
    assertThat(client.answer().status()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/none.html",
        "/docs/sub",
        "/docs/sub/",
        "/docs/.hidden.html",
        "/docs//index.html",
        "/docs/secret.unknown",
        "/docs/...html",
        "/docs/C:/index.html"
      })
  void whatIsNotThereIs404(String path) throws Exception {
    assertThat(client.get(path).answer().status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/../logback-test.xml",
        "/docs/%2e%2e/logback-test.xml",
        "/docs/..%2flogback-test.xml",
        "/docs/..%5clogback-test.xml",
        "/docs/sub/../../logback-test.xml",
        "/docs/index.html%00.css"
      })
  void noPathLeadsOutOfTheFolder(String path) throws Exception {
    assertThat(client.get(path).answer().status()).isEqualTo(400);
  }

  @Test
  void aFileCanOnlyBeRead() throws Exception {
    RawClient.Answer answer = client.send("DELETE /docs/ HTTP/1.1\nHost: h\n\n").answer();
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/web", "web/", "../web", "web/../x"})
  void aFolderIsAPlainName(String folder) {
    assertThatThrownBy(() -> new StaticFiles(RESOURCES, folder, "/", HttpResponse::text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
