// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that clients keep. */
@ExtendWith(LeakCheck.class)
class EtagTest {

  private HttpResponse current = HttpResponse.text(200, "first");
  private HttpServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.builder().handler(new Etag(request -> current)).start();
    client = new RawClient(server);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void anAnswerGetsATagAndMayBeKept() throws Exception {
    RawClient.Answer answer = client.get("/").answer();
    assertThat(answer.header("etag")).matches("\"[\\w-]{22}\"");
    assertThat(answer.header("cache-control")).isEqualTo("no-cache");
  }

  @Test
  void whoeverHasItIsToldSoInAFewBytes() throws Exception {
    current = current.with("vary", "origin").with("x-other", "1");
    String tag = client.get("/").answer().header("etag");
    RawClient.Answer answer = ask("GET", "\"old\", W/" + tag);
    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("etag")).isEqualTo(tag);
    assertThat(answer.header("vary")).isEqualTo("origin");
    assertThat(answer.headers()).doesNotContainKeys("x-other", "content-type", "content-length");
    assertThat(ask("GET", "*").status()).isEqualTo(304);
  }

  @Test
  void aChangedAnswerIsSentWhole() throws Exception {
    String tag = client.get("/").answer().header("etag");
    current = HttpResponse.text(200, "second");
    RawClient.Answer answer = ask("GET", tag);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("second");
    assertThat(answer.header("etag")).isNotEqualTo(tag);
  }

  @Test
  void theHandlersOwnTagAndCacheControlCount() throws Exception {
    current = current.with("etag", "\"own\"").with("cache-control", "max-age=9");
    assertThat(client.get("/").answer().header("etag")).isEqualTo("\"own\"");
    RawClient.Answer answer = ask("GET", "\"own\"");
    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.header("cache-control")).isEqualTo("max-age=9");
  }

  @Test
  void otherMethodsAndStatusesHaveNoTag() throws Exception {
    assertThat(ask("POST", "*").headers()).doesNotContainKey("etag");
    current = HttpResponse.text(404, "none");
    assertThat(ask("GET", "*").status()).isEqualTo(404);
  }

  private RawClient.Answer ask(String method, String ifNoneMatch) throws Exception {
    client.send(method + " / HTTP/1.1\nHost: h\nIf-None-Match: " + ifNoneMatch + "\n\n");
    return client.answer();
  }
}
