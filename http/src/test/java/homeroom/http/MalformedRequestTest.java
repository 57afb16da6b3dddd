// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal is answered, in the application's form, and ends the connection. */
@ExtendWith(LeakCheck.class)
class MalformedRequestTest {

  private static final HttpLimits LIMITS =
      HttpLimits.builder().maxInitialLineBytes(200).maxHeaderBytes(500).maxBodyBytes(100).build();

  private final List<String> handled = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        HttpServer.builder()
            .limits(LIMITS)
            .errorPage((status, message) -> HttpResponse.text(status, "refused: " + message))
            .handler(request -> {
              handled.add(request.method() + " " + request.path());
              return HttpResponse.text(200, "handled " + request.path());
            })
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\n\n",
        "GET / HTTP/1.1 more\nHost: h\n\n",
        "G\u0001T / HTTP/1.1\nHost: h\n\n",
        "GET / HTTX/1.1\nHost: h\n\n",
        "hello, server\n\n"
      })
  void aBadRequestLineIs400(String request) throws Exception {
    assertRefused(400, request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: h\nHost: i",
        "No-Host: h",
        "Host: h\nName : value",
        "Host: h\nno colon",
        "Host: h\n: no name",
        "Host: h\nA: b\u0000c"
      })
  void badHeadersAre400(String headers) throws Exception {
    assertRefused(400, "GET / HTTP/1.1\n" + headers + "\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\nContent-Length: 4",
        "Transfer-Encoding: chunked\nContent-Length: 0",
        "Content-Length: 4\nContent-Length: 5",
        "Content-Length: 4\nContent-Length: 4",
        "Content-Length: 4, 4",
        "Content-Length: +4",
        "Content-Length: -4",
        "Content-Length: 0x4",
        "Content-Length: four",
        "Content-Length: 4 4",
        "Content-Length: ",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding:\u000bchunked",
      })
  void anAmbiguousBodyLengthIs400AndHidesNoSecondRequest(String framing) throws Exception {
    assertRefused(
        400,
        "POST /first HTTP/1.1\nHost: h\n"
            + framing
            + "\n\n0\n\nGET /smuggled HTTP/1.1\nHost: h\n\n");
  }

  @Test
  void aFoldedTransferEncodingIsRefused() throws Exception {
    assertRefused(400, "POST / HTTP/1.1\nHost: h\nTransfer-Encoding:\n chunked\n\n0\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, chunked", "chunked, chunked", "identity", "xchunked"})
  void aTransferEncodingOtherThanChunkedIsRefused(String encoding) throws Exception {
    try (var client = new RawClient(server)) {
      client.send(
          "POST /first HTTP/1.1\nHost: h\nTransfer-Encoding: "
              + encoding
              + "\n\n0\n\nGET /smuggled HTTP/1.1\nHost: h\n\n");
      assertThat(client.answer().status()).isIn(400, 501);
      assertThat(client.isEnded()).isTrue();
      assertThat(handled).isEmpty();
    }
  }

  @Test
  void chunkedInHttp10Is400() throws Exception {
    assertRefused(400, "POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\nabc\n0\n\n", "-1\n\n", "3\nabcdef\n0\n\n", "FFFFFFFFFFFFFFFFF\n\n"})
  void aBadChunkIs400(String chunks) throws Exception {
    assertRefused(400, "POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n" + chunks);
  }

  @Test
  void aBareLineFeedEndsNoLine() throws Exception {
    try (var client = new RawClient(server)) {
      client.sendBytes("GET / HTTP/1.1\nHost: h\n\n");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%",
        "/%2",
        "/%zz",
        "/a%2Fb",
        "/a%2fb",
        "/%00",
        "/%0a",
        "/%c3%28",
        "/..",
        "/a/../b",
        "/a/%2e%2e/b",
        "/./a",
        "/a%5cb",
        "/a\\b",
        "/%7f",
        "relative",
        "ftp://h/",
        "/a#b",
        "*",
        "/%ed%a0%80",
        "/%c0%af"
      })
  void aPathWithMoreThanOneReadingIs400(String path) throws Exception {
    assertRefused(400, "GET " + path + " HTTP/1.1\nHost: h\n\n");
  }

  @Test
  void aLongRequestLineIs414() throws Exception {
    assertRefused(414, "GET /" + "a".repeat(300) + " HTTP/1.1\nHost: h\n\n");
  }

  @Test
  void largeHeadersAre431() throws Exception {
    assertRefused(431, "GET / HTTP/1.1\nHost: h\nA: " + "a".repeat(600) + "\n\n");
  }

  @Test
  void manySmallHeadersTogetherAre431() throws Exception {
    assertRefused(431, "GET / HTTP/1.1\nHost: h\n" + "a: b\n".repeat(200) + "\n");
  }

  @Test
  void anAnnouncedLargeBodyIs413BeforeItIsSent() throws Exception {
    assertRefused(413, "POST / HTTP/1.1\nHost: h\nContent-Length: 101\n\n");
  }

  @Test
  void aLargeBodyIs413WhileTheClientStillSends() throws Exception {
    assertRefused(
        413, "POST / HTTP/1.1\nHost: h\nContent-Length: 100000\n\n" + "x".repeat(100_000));
  }

  @Test
  void aChunkedBodyIs413OnceItIsTooLarge() throws Exception {
    assertRefused(
        413,
        "POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n"
            + ("32\n" + "x".repeat(50) + "\n").repeat(3));
  }

  @Test
  void aRefusedExpectationSeesNo100() throws Exception {
    assertRefused(413, "POST / HTTP/1.1\nHost: h\nExpect: 100-continue\nContent-Length: 101\n\n");
  }

  @Test
  void anUnknownExpectationIs417() throws Exception {
    assertRefused(417, "POST / HTTP/1.1\nHost: h\nExpect: a-miracle\nContent-Length: 1\n\n");
  }

  @Test
  void anotherHttpVersionIsRefused() throws Exception {
    assertRefused(505, "GET / HTTP/2.0\nHost: h\n\n");
    assertRefused(505, "GET / HTTP/1.2\nHost: h\n\n");
    assertRefused(505, "GET / HTTP/1.9\nHost: h\n\n");
  }

  @Test
  void theBeginningOfHttp2IsRefusedAsAnotherVersion() throws Exception {
    assertRefused(505, "PRI * HTTP/2.0\n\nSM\n\n");
  }

  @Test
  void aRefusedHeadHasNoBody() throws Exception {
    try (var client = new RawClient(server)) {
      client.send("HEAD /%00 HTTP/1.1\nHost: h\n\n");
      assertThat(client.answer(true).status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void requestsBeforeAMalformedOneAreAnsweredFirst() throws Exception {
    try (var client = new RawClient(server)) {
      client.get("/good").send("BAD\n\n").get("/after");
      assertThat(client.answer().body()).isEqualTo("handled /good");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
      assertThat(handled).containsExactly("GET /good");
    }
  }

  @Test
  void anErrorPageThatFailsIsReplacedByPlainText() throws Exception {
    try (var failing =
            HttpServer.builder()
                .errorPage((status, message) -> {
                  throw new IllegalStateException("no page today");
                })
                .start();
        var client = new RawClient(failing)) {
      assertThat(client.send("BAD\n\n").answer().status()).isEqualTo(400);
    }
  }

  private void assertRefused(int status, String request) throws Exception {
    try (var client = new RawClient(server)) {
      RawClient.Answer answer = client.send(request).answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).startsWith("refused: ");
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(answer.header("x-request-id")).isNotEmpty();
      assertThat(client.isEnded()).isTrue();
      assertThat(handled).isEmpty();
    }
  }
}
