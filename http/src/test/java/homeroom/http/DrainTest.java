// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a server. */
@ExtendWith(LeakCheck.class)
class DrainTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch release = new CountDownLatch(1);

  private HttpServer server() throws IOException {
    return HttpServer.builder()
        .handler(request -> {
          if (request.path().equals("/slow")) {
            entered.release();
            release.await();
          }
          return HttpResponse.text(200, request.path());
        })
        .start();
  }

  @Test
  void whatIsUnderWayIsAnsweredAndNothingNewIsTaken() throws Exception {
    try (var server = server();
        var busy = new RawClient(server);
        var idle = new RawClient(server)) {
      busy.get("/slow");
      entered.acquire();
      idle.get("/quick").answer();
      var drain = new FutureTask<>(() -> server.drain(LONG));
      Thread.ofVirtual().start(drain);
      assertThat(idle.isEnded()).isTrue();
      Awaitility.await().until(() -> refusesConnections(server));
      assertThat(drain.isDone()).isFalse();
      release.countDown();
      RawClient.Answer answer = busy.answer();
      assertThat(answer.body()).isEqualTo("/slow");
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(busy.isEnded()).isTrue();
      busy.socket().close();
      assertThat(drain.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aRequestHalfSentIsStillAnswered() throws Exception {
    try (var server = server();
        var client = new RawClient(server);
        var idle = new RawClient(server)) {
      client.send("POST /half HTTP/1.1\nHost: h\nExpect: 100-continue\nContent-Length: 1\n\n");
      assertThat(client.answer().status()).isEqualTo(100);
      var drain = new FutureTask<>(() -> server.drain(LONG));
      Thread.ofVirtual().start(drain);
      assertThat(idle.isEnded()).isTrue();
      assertThat(client.send("x").answer().header("connection")).isEqualTo("close");
      client.socket().close();
      assertThat(drain.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theGraceHasAnEnd() throws Exception {
    HttpServer server = server();
    try (var busy = new RawClient(server)) {
      busy.get("/slow");
      entered.acquire();
      assertThat(server.drain(Duration.ofMillis(1))).isFalse();
      server.close();
      assertThat(busy.isEnded()).isTrue();
      release.countDown();
    }
  }

  @Test
  void aQuietServerIsDrainedAtOnceAndClosedTwice() throws Exception {
    HttpServer server = server();
    assertThat(server.drain(LONG)).isTrue();
    server.close();
    server.close();
    assertThat(server.eventLoops().isTerminated()).isTrue();
  }

  private static boolean refusesConnections(HttpServer server) throws IOException {
    try (var client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      return !client.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    try (var server = server()) {
      assertThatThrownBy(() -> HttpServer.builder().port(server.port()).start())
          .isInstanceOf(IOException.class)
          .hasMessage("cannot listen on 127.0.0.1:" + server.port());
    }
  }
}
