// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.testing.ManualTime;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests on the event loop. */
@ExtendWith(LeakCheck.class)
class MountTest {

  private final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
  private final Mount holding = new EventLoopMount(held::add);

  @ParameterizedTest
  @CsvSource({
    "/socket.io/, mount",
    "/socket.io, mount",
    "/socket.io/x/y, mount",
    "/socket%2eio/, mount",
    "/socket.iox, application",
    "/socket, application",
    "/, application",
    "/socket.io/file.js, file"
  })
  void aMountTakesItsPrefixAndAllBelow(String path, String taker) throws Exception {
    try (var server =
            HttpServer.builder()
                .mount("/socket.io/", new EventLoopMount(e -> e.respond(text("mount"))))
                .handler("/socket.io/file.js", request -> HttpResponse.text(200, "file"))
                .handler(request -> HttpResponse.text(200, "application"))
                .start();
        var client = new RawClient(server)) {
      assertThat(client.get(path).answer().body()).isEqualTo(taker);
    }
  }

  @Test
  void aMountSeesTheCompleteRequestAndIsFramedLikeAnyAnswer() throws Exception {
    Mount echo = new EventLoopMount(e -> e.respond(text(e.request().content().toString(UTF_8))));
    try (var server = HttpServer.builder().mount("/m", echo).start();
        var client = new RawClient(server)) {
      client.send("POST /m HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n2\nab\n1\nc\n0\n\n");
      RawClient.Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("abc");
      assertThat(answer.header("x-request-id")).isNotEmpty();
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      client.send("HEAD /m HTTP/1.1\nHost: h\n\n");
      assertThat(client.answer(true).status()).isEqualTo(200);
      client.send("GET /m HTTP/1.0\n\n");
      assertThat(client.answer().header("connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aMountHasItsOwnLimitOfBodies() throws Exception {
    var limits = HttpLimits.builder().maxBodyBytes(10).build();
    Mount ok = new EventLoopMount(e -> e.respond(text("ok")));
    try (var server = HttpServer.builder().limits(limits).mount("/m", ok).start();
        var client = new RawClient(server)) {
      client.send("POST /m HTTP/1.1\nHost: h\nContent-Length: 1000\n\n" + "x".repeat(1_000));
      assertThat(client.answer().status()).isEqualTo(200);
      client.send("POST /m HTTP/1.1\nHost: h\nContent-Length: 1001\n\n");
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void aHeldRequestOutlivesEveryTimeoutOfItsConnection() throws Exception {
    var tick = Duration.ofMillis(100);
    var limits = HttpLimits.builder().idleTimeout(tick).headTimeout(tick).bodyTimeout(tick);
    var time = new ManualTime();
    try (var server =
            HttpServer.builder().time(time).limits(limits.build()).mount("/poll", holding).start();
        var client = new RawClient(server);
        var idle = new RawClient(server)) {
      client.get("/poll");
      Exchange exchange = held.poll(20, TimeUnit.SECONDS);
      assertThat(idle.awaitInput(time).isEnded()).isTrue(); // so the timeouts have passed
      onLoop(exchange, () -> exchange.respond(text("news")));
      assertThat(client.answer().body()).isEqualTo("news");
    }
  }

  @Test
  void requestsBehindAHeldOneWaitForTheirTurn() throws Exception {
    try (var server =
            HttpServer.builder()
                .mount("/poll", holding)
                .handler(request -> HttpResponse.text(200, "behind"))
                .start();
        var client = new RawClient(server)) {
      client.get("/poll").get("/");
      Exchange exchange = held.poll(20, TimeUnit.SECONDS);
      onLoop(exchange, () -> exchange.respond(text("held")));
      assertThat(client.answer().body()).isEqualTo("held");
      assertThat(client.answer().body()).isEqualTo("behind");
    }
  }

  @Test
  void anAbortIsToldAndALateAnswerGoesNowhere() throws Exception {
    try (var server = HttpServer.builder().mount("/poll", holding).start()) {
      var aborted = new CompletableFuture<String>();
      Exchange exchange;
      try (var client = new RawClient(server)) {
        client.get("/poll");
        exchange = held.poll(20, TimeUnit.SECONDS);
        onLoop(exchange, () -> exchange.onAbort(() -> aborted.complete("aborted")));
      }
      assertThat(aborted.get(20, TimeUnit.SECONDS)).isEqualTo("aborted");
      FullHttpResponse late = text("late");
      onLoop(exchange, () -> exchange.respond(late));
      assertThat(late.refCnt()).isZero();
      var afterwards = new CompletableFuture<String>();
      onLoop(exchange, () -> exchange.onAbort(() -> afterwards.complete("at once")));
      assertThat(afterwards).isCompletedWithValue("at once");
    }
  }

  @Test
  void anAnsweredRequestIsNotAborted() throws Exception {
    var aborted = new LinkedBlockingQueue<String>();
    Mount mount =
        new EventLoopMount(exchange -> {
          exchange.onAbort(() -> aborted.add("aborted"));
          exchange.respond(text("ok"));
          held.add(exchange);
        });
    try (var server = HttpServer.builder().mount("/m", mount).start()) {
      try (var client = new RawClient(server)) {
        assertThat(client.get("/m").answer().body()).isEqualTo("ok");
      }
      Exchange exchange = held.poll(20, TimeUnit.SECONDS);
      Awaitility.await().until(() -> !exchange.channel().isOpen());
      assertThat(aborted).isEmpty();
    }
  }

  @Test
  void aRequestIsAnsweredOnceAndOnItsEventLoop() throws Exception {
    try (var server = HttpServer.builder().mount("/poll", holding).start();
        var client = new RawClient(server)) {
      client.get("/poll");
      Exchange exchange = held.poll(20, TimeUnit.SECONDS);
      FullHttpResponse elsewhere = text("elsewhere");
      assertThat(refusalOf(() -> exchange.respond(elsewhere))).contains("event loop");
      assertThat(elsewhere.refCnt()).isZero();
      onLoop(
          exchange,
          () -> {
            assertThat(exchange.isAnswered()).isFalse();
            exchange.respond(text("once"));
            assertThat(exchange.isAnswered()).isTrue();
            assertThat(refusalOf(() -> exchange.respond(text("twice")))).contains("already");
            assertThat(refusalOf(exchange::upgrade)).contains("already");
          });
      assertThat(client.answer().body()).isEqualTo("once");
    }
  }

  private static String refusalOf(Runnable action) {
    try {
      action.run();
      return "";
    } catch (IllegalStateException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static void onLoop(Exchange exchange, Runnable action) throws Exception {
    exchange.channel().eventLoop().submit(action).get(20, TimeUnit.SECONDS);
  }

  private static FullHttpResponse text(String text) {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.copiedBuffer(text, UTF_8));
  }
}
