// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that are made while they are taken. */
@ExtendWith(LeakCheck.class)
class LongAnswerTest {

  private static final byte[] LINE = "homework ".repeat(1_000).getBytes(UTF_8);
  private static final int SHORT_LINES = LongAnswer.WHOLE_BYTES / LINE.length;
  private static final int LONG_LINES = 300;
  private static final int ENDLESS_LINES = 10_000;

  private final AtomicLong made = new AtomicLong();
  private final AtomicInteger pauses = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  /** The path is the number of lines, and "fault" or nothing comes after them. */
  private HttpResponse answer(HttpRequest request) throws IOException {
    String[] path = request.path().split("/", -1);
    try (LongAnswer answer =
        request.longAnswer(
            200,
            Headers.of("content-type", "text/plain"),
            waiting -> {
              pauses.incrementAndGet();
              waiting.run();
            })) {
      for (int i = 0; i < Integer.parseInt(path[1]); i++) {
        answer.write(LINE);
        made.addAndGet(LINE.length);
      }
      if (path.length > 2) {
        throw new IllegalStateException("This answer has no end.");
      }
      return answer.whole();
    } finally {
      ended.incrementAndGet();
    }
  }

  private HttpServer server() throws IOException {
    return HttpServer.builder().handler(this::answer).start();
  }

  private static String lines(int lines) {
    return new String(LINE, UTF_8).repeat(lines);
  }

  @Test
  void aShortOneIsAsAnyOther() throws Exception {
    try (HttpServer server = server();
        var client = new RawClient(server)) {
      RawClient.Answer answer = client.get("/" + SHORT_LINES).answer();
      assertThat(answer.header("content-length")).isEqualTo("" + SHORT_LINES * LINE.length);
      assertThat(answer.body()).isEqualTo(lines(SHORT_LINES));
      assertThat(answer.headers()).doesNotContainKey("transfer-encoding");
    }
  }

  @Test
  void aLongOneComesInPiecesAndTheNextRequestIsAnsweredBehindIt() throws Exception {
    try (HttpServer server = server();
        var client = new RawClient(server)) {
      client.get("/" + LONG_LINES).get("/1");
      RawClient.Answer answer = client.answer();
      assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
      assertThat(answer.headers()).doesNotContainKeys("content-length", "etag", "connection");
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(answer.body()).isEqualTo(lines(LONG_LINES));
      assertThat(client.answer().body()).isEqualTo(lines(1));
    }
  }

  @Test
  void itIsCompressedForThoseWhoTakeIt() throws Exception {
    try (HttpServer server = server();
        var client = new RawClient(server)) {
      client.send("GET /" + LONG_LINES + " HTTP/1.1\nHost: h\nAccept-Encoding: gzip\n\n");
      RawClient.Answer answer = client.answer();
      assertThat(answer.header("content-encoding")).isEqualTo("gzip");
      assertThat(answer.header("vary")).isEqualTo("accept-encoding");
      var compressed = new ByteArrayInputStream(answer.body().getBytes(ISO_8859_1));
      assertThat(new String(new GZIPInputStream(compressed).readAllBytes(), UTF_8))
          .isEqualTo(lines(LONG_LINES));
    }
  }

  @Test
  void theAnswerToHeadHasNoPieces() throws Exception {
    try (HttpServer server = server();
        var client = new RawClient(server)) {
      client.send("HEAD /" + LONG_LINES + " HTTP/1.1\nHost: h\n\n").get("/1");
      RawClient.Answer head = client.answer(true);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).doesNotContainKeys("transfer-encoding", "content-length");
      assertThat(client.answer().body()).isEqualTo(lines(1));
    }
  }

  @Test
  void anOldClientSeesByTheLengthThatItIsWhole() throws Exception {
    try (HttpServer server = server();
        var client = new RawClient(server)) {
      client.send("GET /" + LONG_LINES + " HTTP/1.0\n\n");
      byte[] all = client.socket().getInputStream().readAllBytes();
      String text = new String(all, UTF_8);
      int length = lines(LONG_LINES).length();
      assertThat(text)
          .startsWith("HTTP/1.1 200 ")
          .contains("\r\ncontent-length: " + length + "\r\n");
      assertThat(text.substring(text.indexOf("\r\n\r\n") + 4)).isEqualTo(lines(LONG_LINES));
    }
  }

  @Test
  void nothingIsMadeForWhoDoesNotRead() throws Exception {
    try (HttpServer server = server();
        RawClient client = slowReader(server)) {
      client.get("/" + ENDLESS_LINES);
      await().until(() -> pauses.get() > 0);
      client.socket().setSoLinger(true, 0);
    }
    await().until(() -> ended.get() == 1);
    assertThat(made.get()).isLessThan((long) ENDLESS_LINES * LINE.length / 4);
  }

  private static RawClient slowReader(HttpServer server) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    return new RawClient(socket);
  }

  @Test
  void whoReadsSlowlyGetsAllOfIt() throws Exception {
    try (HttpServer server = server();
        RawClient client = slowReader(server)) {
      client.get("/" + LONG_LINES);
      await().until(() -> pauses.get() > 0);
      assertThat(client.answer().body()).isEqualTo(lines(LONG_LINES));
    }
  }

  @Test
  void oneThatFailsOnTheWayHasNoEnd() throws Exception {
    try (HttpServer server = server();
        var client = new RawClient(server)) {
      client.get("/" + LONG_LINES + "/fault");
      assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
    }
    try (HttpServer server = server();
        var client = new RawClient(server)) {
      assertThat(client.get("/1/fault").answer().status()).isEqualTo(500);
    }
  }
}
