// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** A fault is one line in the log and a reference for the client. */
@ExtendWith(LeakCheck.class)
class FaultTest {

  private final Logger log = (Logger) LoggerFactory.getLogger(Application.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    log.addAppender(logged);
    log.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(logged);
    log.setAdditive(true);
  }

  @Test
  void aFailedHandlerIs500WithAReferenceThatStandsInTheLog() throws Exception {
    HttpHandler failing =
        request -> {
          throw new IllegalStateException("the cause");
        };
    try (var server = HttpServer.builder().handler(failing).start();
        var client = new RawClient(server)) {
      client.send(
          "POST /path?token=secret HTTP/1.1\nHost: h\nAuthorization: secret\n"
              + "Content-Length: 6\n\nsecret");
      RawClient.Answer answer = client.answer();
      String id = answer.header("x-request-id");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).contains(id).doesNotContain("the cause");
      assertThat(logged.list).hasSize(1);
      assertThat(logged.list.getFirst().getFormattedMessage())
          .isEqualTo("POST /path failed, reference " + id);
      assertThat(logged.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("the cause");
      assertThat(client.get("/again").answer().status()).isEqualTo(500);
    }
  }

  @Test
  void anAnswerThatCannotBeSentIsAFault() throws Exception {
    HttpHandler broken =
        request ->
            switch (request.path()) {
              case "/header" -> HttpResponse.text(200, "x").with("a", "b\r\nc: d");
              case "/status" -> HttpResponse.empty(99);
              default -> noAnswer();
            };
    try (var server = HttpServer.builder().handler(broken).start();
        var client = new RawClient(server)) {
      assertThat(client.get("/header").answer().status()).isEqualTo(500);
      assertThat(client.get("/status").answer().status()).isEqualTo(500);
      assertThat(client.get("/null").answer().status()).isEqualTo(500);
    }
  }

  @Test
  void aMountThatFailsIs500() throws Exception {
    Mount failing =
        new EventLoopMount(exchange -> {
          throw new IllegalStateException("the cause");
        });
    try (var server = HttpServer.builder().mount("/m", failing).start();
        var client = new RawClient(server)) {
      RawClient.Answer answer = client.get("/m").answer();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).contains(answer.header("x-request-id"));
    }
  }

  @Test
  void aMountThatFailsAfterItsUpgradeLosesTheConnection() throws Exception {
    Mount failing =
        new EventLoopMount(exchange -> {
          exchange.upgrade();
          throw new IllegalStateException("the cause");
        });
    try (var server = HttpServer.builder().mount("/m", failing).start();
        var client = new RawClient(server)) {
      assertThat(client.get("/m").isEnded()).isTrue();
    }
  }

  @Test
  void aMountThatFailsAfterItsAnswerKeepsIt() throws Exception {
    Mount failing =
        new EventLoopMount(exchange -> {
          exchange.respond(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.ACCEPTED, Unpooled.EMPTY_BUFFER));
          throw new IllegalStateException("the cause");
        });
    try (var server = HttpServer.builder().mount("/m", failing).start();
        var client = new RawClient(server)) {
      assertThat(client.get("/m").answer().status()).isEqualTo(202);
      assertThat(client.get("/m").answer().status()).isEqualTo(202);
    }
  }

  @SuppressWarnings("NullAway") // what a handler outside the null checks could do
  private static HttpResponse noAnswer() {
    @Nullable HttpResponse none = null;
    return none;
  }
}
