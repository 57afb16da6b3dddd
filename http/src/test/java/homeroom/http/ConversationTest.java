// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client and a handler see of each other. */
@ExtendWith(LeakCheck.class)
class ConversationTest {

  private final List<HttpRequest> handled = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.builder().handler(this::handle).start();
    client = new RawClient(server);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  private HttpResponse handle(HttpRequest request) {
    handled.add(request);
    return HttpResponse.text(200, new String(request.body(), UTF_8) + "@" + request.path());
  }

  @Test
  void aHandlerSeesTheRequest() throws Exception {
    client.send(
        "POST /caf%C3%A9/a%20b?x=%2F&y HTTP/1.1\nHost: h\nX-Two: 1\nx-TWO: 2\n"
            + "Content-Length: 4\n\nbody");
    assertThat(client.answer().status()).isEqualTo(200);
    HttpRequest request = handled.getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/café/a b");
    assertThat(request.rawQuery()).isEqualTo("x=%2F&y");
    assertThat(request.headers().all("X-Two")).containsExactly("1", "2");
    assertThat(request.body()).isEqualTo("body".getBytes(UTF_8));
    assertThat(request.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
    assertThat(request.remoteAddress().getPort()).isEqualTo(client.socket().getLocalPort());
    assertThat(request.pathVariables()).isEqualTo(Map.of());
  }

  @Test
  void aHandlerRunsOnAVirtualThreadNamedAfterTheRequest() throws Exception {
    var threads = new CopyOnWriteArrayList<Thread>();
    try (var watched =
            HttpServer.builder()
                .handler(request -> {
                  threads.add(Thread.currentThread());
                  return HttpResponse.text(200, request.id());
                })
                .start();
        var curious = new RawClient(watched)) {
      String id = curious.get("/").answer().body();
      assertThat(threads.getFirst().isVirtual()).isTrue();
      assertThat(threads.getFirst().getName()).isEqualTo("request-" + id);
    }
  }

  @Test
  void anAbsoluteTargetMeansItsPath() throws Exception {
    client.send("GET http://elsewhere/a?b HTTP/1.1\nHost: h\n\n");
    assertThat(client.answer().body()).isEqualTo("@/a");
    client.send("GET http://elsewhere HTTP/1.1\nHost: h\n\n");
    assertThat(client.answer().body()).isEqualTo("@/");
  }

  @Test
  void aConnectionServesManyRequests() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(client.get("/" + i).answer().body()).isEqualTo("@/" + i);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    var all = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      all.append("POST /").append(i).append(" HTTP/1.1\nHost: h\nContent-Length: 2\n\nhi");
    }
    client.send(all.toString());
    for (int i = 0; i < 500; i++) {
      assertThat(client.answer().body()).isEqualTo("hi@/" + i);
    }
    assertThat(handled).hasSize(500);
  }

  @Test
  void connectionCloseClosesAfterTheAnswer() throws Exception {
    client.send("GET / HTTP/1.1\nHost: h\nConnection: close\n\n");
    assertThat(client.answer().header("connection")).isEqualTo("close");
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void nothingBehindConnectionCloseIsHandled() throws Exception {
    client.send("GET /last HTTP/1.1\nHost: h\nConnection: close\n\n").get("/behind");
    assertThat(client.answer().body()).isEqualTo("@/last");
    assertThat(client.isEnded()).isTrue();
    assertThat(handled).hasSize(1);
  }

  @Test
  void http10ClosesUnlessAskedToStay() throws Exception {
    client.send("GET /a HTTP/1.0\nConnection: keep-alive\n\n");
    assertThat(client.answer().header("connection")).isEqualTo("keep-alive");
    client.send("GET /b HTTP/1.0\n\n");
    assertThat(client.answer().body()).isEqualTo("@/b");
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void headHasTheLengthAndNoBody() throws Exception {
    client.send("HEAD /abc HTTP/1.1\nHost: h\n\n");
    assertThat(client.answer(true).header("content-length")).isEqualTo("5");
    assertThat(client.get("/next").answer().body()).isEqualTo("@/next");
  }

  @Test
  void aChunkedBodyArrivesWhole() throws Exception {
    client.send(
        """
        POST / HTTP/1.1
        Host: h
        Transfer-Encoding: chunked

        3;ext=1
        abc
        2
        de
        0
        Trailer: x

        """);
    assertThat(client.answer().body()).isEqualTo("abcde@/");
    assertThat(handled.getFirst().header("trailer")).isEmpty();
    assertThat(client.get("/next").answer().body()).isEqualTo("@/next");
  }

  @Test
  void aRequestMayArriveByteByByte() throws Exception {
    String request = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
    for (int i = 0; i < request.length(); i++) {
      client.sendBytes(request.substring(i, i + 1));
    }
    assertThat(client.answer().body()).isEqualTo("abc@/x");
  }

  @Test
  void aClientThatAsksIsToldToContinue() throws Exception {
    client.send("POST / HTTP/1.1\nHost: h\nExpect: 100-continue\nContent-Length: 3\n\n");
    assertThat(client.answer().status()).isEqualTo(100);
    assertThat(client.send("abc").answer().body()).isEqualTo("abc@/");
  }

  @Test
  void continueWaitsForTheAnswersBeforeIt() throws Exception {
    client
        .get("/first")
        .send("POST / HTTP/1.1\nHost: h\nExpect: 100-continue\nContent-Length: 3\n\n");
    assertThat(client.answer().body()).isEqualTo("@/first");
    assertThat(client.answer().status()).isEqualTo(100);
    assertThat(client.send("abc").answer().body()).isEqualTo("abc@/");
  }

  @Test
  void aBodyThatComesUnaskedNeedsNoContinue() throws Exception {
    client.send("GET /first HTTP/1.1\nHost: h\nExpect: 100-continue\n\n");
    RawClient.Answer answer = client.answer();
    while (answer.status() == 100) {
      answer = client.answer();
    }
    assertThat(answer.body()).isEqualTo("@/first");
  }

  @Test
  void everyAnswerHasTheSafeHeaders() throws Exception {
    RawClient.Answer answer = client.get("/").answer();
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.header("x-request-id")).isEqualTo(handled.getFirst().id());
    assertThat(answer.header("date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT");
  }

  @Test
  void aHandlersOwnHeadersAreKept() throws Exception {
    HttpHandler handler =
        request ->
            HttpResponse.text(200, "x")
                .with("Cache-Control", "max-age=5")
                .adding("Set-Cookie", "a=1")
                .adding("set-cookie", "b=2")
                .with("Content-Length", "99");
    try (var own = HttpServer.builder().handler(handler).start();
        var caller = new RawClient(own)) {
      RawClient.Answer answer = caller.get("/").answer();
      assertThat(answer.header("cache-control")).isEqualTo("max-age=5");
      assertThat(answer.header("set-cookie")).isEqualTo("a=1, b=2");
      assertThat(answer.body()).isEqualTo("x");
    }
  }

  @Test
  void answersWithoutContentHaveNoBodyAndNoLength() throws Exception {
    HttpHandler handler =
        request -> HttpResponse.text(Integer.parseInt(request.path().substring(1)), "dropped");
    try (var own = HttpServer.builder().handler(handler).start();
        var caller = new RawClient(own)) {
      assertThat(caller.get("/204").answer().headers()).doesNotContainKey("content-length");
      assertThat(caller.get("/304").answer().body()).isEmpty();
      assertThat(caller.get("/200").answer().body()).isEqualTo("dropped");
    }
  }

  @Test
  void anAnswerWaitsOnlyForItsOwnConnection() throws Exception {
    var release = new CountDownLatch(1);
    HttpHandler handler =
        request -> {
          if (request.path().equals("/slow")) {
            release.await();
          }
          return HttpResponse.text(200, request.path());
        };
    try (var own = HttpServer.builder().handler(handler).start();
        var slow = new RawClient(own);
        var fast = new RawClient(own)) {
      slow.get("/slow").get("/after");
      assertThat(fast.get("/fast").answer().body()).isEqualTo("/fast");
      release.countDown();
      assertThat(slow.answer().body()).isEqualTo("/slow");
      assertThat(slow.answer().body()).isEqualTo("/after");
    }
  }

  @Test
  void aServerWithoutHandlerKnowsNoPath() throws Exception {
    try (var bare = HttpServer.builder().start();
        var caller = new RawClient(bare)) {
      assertThat(caller.get("/").answer().status()).isEqualTo(404);
    }
  }
}
