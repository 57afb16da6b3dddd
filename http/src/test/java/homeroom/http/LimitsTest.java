// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.http.testing.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens beyond each limit. */
@ExtendWith(LeakCheck.class)
class LimitsTest {

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ManualTime time = new ManualTime();

  private static final HttpHandler HELLO = request -> HttpResponse.text(200, "hello");

  @Test
  void aSilentConnectionIsClosed() throws Exception {
    var limits = HttpLimits.builder().idleTimeout(SHORT).headTimeout(LONG).build();
    try (var server = HttpServer.builder().time(time).limits(limits).handler(HELLO).start();
        var silent = new RawClient(server);
        var used = new RawClient(server)) {
      assertThat(used.get("/").answer().status()).isEqualTo(200);
      assertThat(silent.awaitInput(time).isEnded()).isTrue();
      try (var fresh = new RawClient(server)) {
        assertThat(fresh.get("/").answer().status()).isEqualTo(200);
        assertThat(fresh.awaitInput(time).isEnded()).isTrue();
      }
      assertThat(used.awaitInput(time).isEnded()).isTrue();
    }
  }

  @Test
  void aSlowHeadIs408() throws Exception {
    var limits = HttpLimits.builder().headTimeout(SHORT).idleTimeout(LONG).build();
    try (var server = HttpServer.builder().time(time).limits(limits).handler(HELLO).start();
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\nHost:");
      RawClient.Answer answer = client.awaitInput(time).answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aHeadThatTricklesIs408AllTheSame() throws Exception {
    var limits = HttpLimits.builder().headTimeout(SHORT).idleTimeout(LONG).build();
    try (var server = HttpServer.builder().time(time).limits(limits).handler(HELLO).start();
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\nHost: h\n");
      while (!client.hasInput()) {
        client.send("A: 1\n");
        time.advance(SHORT.dividedBy(10));
      }
      assertThat(client.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void aSlowHeadOfALaterRequestIs408() throws Exception {
    var limits = HttpLimits.builder().headTimeout(SHORT).idleTimeout(LONG).build();
    try (var server = HttpServer.builder().time(time).limits(limits).handler(HELLO).start();
        var client = new RawClient(server)) {
      client.get("/").send("GET /");
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.awaitInput(time).answer().status()).isEqualTo(408);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aSlowBodyIs408() throws Exception {
    var limits =
        HttpLimits.builder().bodyTimeout(SHORT).headTimeout(LONG).idleTimeout(LONG).build();
    try (var server = HttpServer.builder().time(time).limits(limits).handler(HELLO).start();
        var client = new RawClient(server)) {
      client.send("POST / HTTP/1.1\nHost: h\nContent-Length: 5\n\nabc");
      assertThat(client.awaitInput(time).answer().status()).isEqualTo(408);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aSlowHandlerIsNotTheClientsFault() throws Exception {
    var limits =
        HttpLimits.builder().bodyTimeout(SHORT).headTimeout(SHORT).idleTimeout(SHORT).build();
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    HttpHandler slow =
        request -> {
          entered.countDown();
          release.await();
          return HttpResponse.text(200, "at last");
        };
    try (var server = HttpServer.builder().time(time).limits(limits).handler(slow).start();
        var waiting = new RawClient(server);
        var idle = new RawClient(server)) {
      waiting.get("/");
      entered.await();
      assertThat(idle.awaitInput(time).isEnded()).isTrue(); // so the timeouts have passed
      release.countDown();
      assertThat(waiting.answer().body()).isEqualTo("at last");
    }
  }

  @Test
  void aClientThatDoesNotTakeItsAnswerIsClosed() throws Exception {
    var limits = HttpLimits.builder().answerTimeout(SHORT).build();
    HttpHandler large =
        request -> HttpResponse.of(200, "application/octet-stream", new byte[20_000_000]);
    try (var server = HttpServer.builder().time(time).limits(limits).handler(large).start();
        var client = new RawClient(server)) {
      client.get("/");
      assertThatThrownBy(
              () -> {
                Awaitility.await()
                    .until(() -> {
                      client.sendBytes("x");
                      time.advance(SHORT);
                      return false;
                    });
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aClientThatTakesItsAnswerSlowlyIsNotIdle() throws Exception {
    var limits = HttpLimits.builder().idleTimeout(SHORT).answerTimeout(LONG).build();
    byte[] body = "x".repeat(20_000_000).getBytes(US_ASCII);
    HttpHandler large = request -> HttpResponse.of(200, "application/octet-stream", body);
    try (var server = HttpServer.builder().time(time).limits(limits).handler(large).start();
        var slow = new RawClient(server)) {
      slow.get("/");
      Awaitility.await().until(slow::hasInput);
      try (var idle = new RawClient(server)) {
        assertThat(idle.awaitInput(time).isEnded()).isTrue(); // so the timeout has passed
      }
      assertThat(slow.answer().body()).hasSize(body.length);
      assertThat(slow.awaitInput(time).isEnded()).isTrue();
    }
  }

  @Test
  void tooManyRequestsAtOnceAre503AndTheConnectionStays() throws Exception {
    var limits = HttpLimits.builder().maxConcurrentRequests(1).build();
    var entered = new Semaphore(0);
    var release = new CountDownLatch(1);
    HttpHandler slow =
        request -> {
          entered.release();
          release.await();
          return HttpResponse.text(200, "done");
        };
    try (var server = HttpServer.builder().limits(limits).handler(slow).start();
        var first = new RawClient(server);
        var second = new RawClient(server)) {
      first.get("/");
      entered.acquire();
      RawClient.Answer busy = second.get("/").answer();
      assertThat(busy.status()).isEqualTo(503);
      assertThat(busy.header("retry-after")).isEqualTo("1");
      release.countDown();
      assertThat(first.answer().status()).isEqualTo(200);
      assertThat(second.get("/").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aConnectionTooManyIsToldSoAndAPlaceBecomesFree() throws Exception {
    var limits = HttpLimits.builder().maxConnections(1).build();
    try (var server = HttpServer.builder().limits(limits).handler(HELLO).start()) {
      try (var first = new RawClient(server)) {
        assertThat(first.get("/").answer().status()).isEqualTo(200);
        try (var second = new RawClient(server)) {
          RawClient.Answer refusal = second.get("/").answer();
          assertThat(refusal.status()).isEqualTo(503);
          assertThat(refusal.header("retry-after")).isEqualTo("1");
          assertThat(second.isEnded()).isTrue();
        }
      }
      Awaitility.await()
          .ignoreExceptions()
          .until(() -> {
            try (var third = new RawClient(server)) {
              return third.get("/").answer().status() == 200;
            }
          });
    }
  }

  @Test
  void bodiesThatDoNotComeToAnEndMakeRoomForThoseThatDo() throws Exception {
    var memory = new MemoryBudget(4_000_000);
    try (var server = HttpServer.builder().memory(memory).handler(HELLO).start()) {
      var unfinished = new ArrayList<RawClient>();
      for (int i = 0; i < 12; i++) {
        var client = new RawClient(server);
        unfinished.add(client);
        client.send("POST / HTTP/1.1\nHost: h\nContent-Length: 100001\n\n" + "x".repeat(100_000));
      }
      Awaitility.await().until(() -> memory.shed() > 0);
      try (var honest = new RawClient(server)) {
        honest.send("POST / HTTP/1.1\nHost: h\nContent-Length: 5000\n\n" + "x".repeat(4_000));
        Awaitility.await().until(() -> memory.takenByStrangers() % 1_000 != 0);
        assertThat(honest.send("x".repeat(1_000)).answer().status()).isEqualTo(200);
      }
      assertThat(refused(unfinished)).isEqualTo(memory.shed());
      for (RawClient client : unfinished) {
        client.close();
      }
      Awaitility.await().until(() -> memory.taken() == 0);
    }
  }

  /** How many of them were told to try again. */
  private static int refused(List<RawClient> clients) throws IOException {
    int refused = 0;
    for (RawClient client : clients) {
      if (client.hasInput() && client.answer().status() == 503) {
        refused++;
      }
    }
    return refused;
  }

  @Test
  void headsThatDoNotComeToAnEndAreBounded() throws Exception {
    var memory = new MemoryBudget(800_000);
    try (var server = HttpServer.builder().memory(memory).handler(HELLO).start()) {
      var unfinished = new ArrayList<RawClient>();
      for (int i = 0; i < 40; i++) {
        var client = new RawClient(server);
        unfinished.add(client);
        client.send("GET / HTTP/1.1\nHost: h\nCookie: " + "x".repeat(10_000));
      }
      Awaitility.await().until(() -> memory.shed() > 25);
      assertThat(memory.takenByStrangers()).isLessThanOrEqualTo(100_000);
      try (var honest = new RawClient(server)) {
        assertThat(honest.get("/").answer().status()).isEqualTo(200);
      }
      for (RawClient client : unfinished) {
        client.close();
      }
      Awaitility.await().until(() -> memory.taken() == 0);
    }
  }

  @Test
  void answersThatNobodyReadsAreBounded() throws Exception {
    var memory = new MemoryBudget(60_000_000);
    HttpHandler large =
        request -> {
          request.requester().signedIn(request.path());
          return HttpResponse.of(200, "application/octet-stream", new byte[10_000_000]);
        };
    try (var server =
        HttpServer.builder().memory(memory).handler(HELLO).handler("/large", large).start()) {
      var silent = new ArrayList<RawClient>();
      for (int i = 0; i < 12; i++) {
        var client = new RawClient(server);
        silent.add(client);
        client.get("/large");
      }
      Awaitility.await().until(() -> memory.shed() > 5);
      assertThat(memory.taken()).isBetween(1L, memory.limit());
      assertThat(memory.takenByStrangers()).isZero();
      try (var honest = new RawClient(server)) {
        assertThat(honest.get("/").answer().status()).isEqualTo(200);
      }
      for (RawClient client : silent) {
        client.close();
      }
      Awaitility.await().until(() -> memory.taken() == 0);
    }
  }

  @Test
  void theOldestConnectionThatIsQuietMakesRoom() throws Exception {
    var limits = HttpLimits.builder().maxConnections(2).build();
    try (var server = HttpServer.builder().limits(limits).handler(HELLO).start();
        var first = new RawClient(server)) {
      assertThat(first.get("/").answer().status()).isEqualTo(200);
      try (var second = new RawClient(server)) {
        assertThat(second.get("/").answer().status()).isEqualTo(200);
        try (var third = new RawClient(server)) {
          assertThat(third.get("/").answer().status()).isEqualTo(200);
        }
        assertThat(first.isEnded()).isTrue();
        assertThat(second.get("/").answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void whoStayedWhileItWasAnsweredIsAskedAgain() throws Exception {
    var limits = HttpLimits.builder().maxConnections(4).build();
    var release = new CountDownLatch(1);
    HttpHandler slow =
        request -> {
          release.await();
          return HttpResponse.text(200, "late");
        };
    try (var server =
            HttpServer.builder().limits(limits).handler(HELLO).handler("/slow", slow).start();
        var first = new RawClient(server)) {
      first.get("/slow");
      Awaitility.await().until(() -> server.requests() == 1);
      var others = new ArrayList<RawClient>();
      for (int i = 0; i < 4; i++) {
        var other = new RawClient(server);
        others.add(other);
        assertThat(other.get("/").answer().status()).isEqualTo(200);
      }
      release.countDown();
      assertThat(first.answer().body()).isEqualTo("late");
      for (int i = 0; i < 5; i++) {
        var other = new RawClient(server);
        others.add(other);
        assertThat(other.get("/").answer().status()).isEqualTo(200);
      }
      assertThat(first.isEnded()).isTrue();
      for (RawClient other : others) {
        other.close();
      }
    }
  }

  @Test
  void aConnectionIsNotReadBeyondItsPipelinedRequests() throws Exception {
    var limits = HttpLimits.builder().maxPipelinedRequests(2).build();
    var release = new CountDownLatch(1);
    var handled = new AtomicInteger();
    HttpHandler slow =
        request -> {
          release.await();
          return HttpResponse.text(200, "" + handled.incrementAndGet());
        };
    ByteBuffer many = US_ASCII.encode("GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(10_000));
    var memory = new MemoryBudget(1 << 20); // of which strangers have an eighth
    try (var server = HttpServer.builder().limits(limits).memory(memory).handler(slow).start();
        var client = SocketChannel.open(loopback(server))) {
      client.configureBlocking(false);
      Awaitility.await().during(Duration.ofMillis(300)).until(() -> send(client, many) == 0);
      release.countDown();
      ByteBuffer answers = ByteBuffer.allocate(100_000);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofMinutes(2))
          .until(() -> {
            send(client, many);
            while (client.read(answers.clear()) > 0) {
              // so that nothing holds up the next answer
            }
            return handled.get() > 1_500; // two reads hold 1 200
          });
      assertThat(memory.shed()).isZero();
    }
  }

  private static int send(SocketChannel client, ByteBuffer bytes) throws IOException {
    return client.write(bytes.hasRemaining() ? bytes : bytes.rewind());
  }

  private static SocketAddress loopback(HttpServer server) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
  }

  @Test
  void aLimitIsPositive() {
    assertThatThrownBy(() -> HttpLimits.builder().maxHeaderBytes(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxHeaderBytes must be positive, but is 0");
    assertThatThrownBy(() -> HttpLimits.builder().idleTimeout(Duration.ZERO).build())
        .hasMessageContaining("idleTimeout");
  }
}
