// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests that were sent compressed. */
@ExtendWith(LeakCheck.class)
class ContentCodingTest {

  private static final int LIMIT = 10_000;
  private static final String TEXT = "homework ".repeat(1_000);

  private static final HttpHandler ECHO =
      request -> HttpResponse.text(200, new String(request.body(), UTF_8));

  private static void hello(Exchange exchange) {
    exchange.respond(NettyResponses.of(HttpResponse.text(200, "hello")));
  }

  private static HttpServer server() throws IOException {
    var limits = HttpLimits.builder().maxBodyBytes(LIMIT).build();
    return HttpServer.builder()
        .limits(limits)
        .mount("/mounted/", new EventLoopMount(ContentCodingTest::hello))
        .handler(ECHO)
        .start();
  }

  private static RawClient.Answer answer(String path, String coding, byte[] body)
      throws IOException {
    try (var server = server();
        var client = new RawClient(server)) {
      client.send(
          "POST %s HTTP/1.1\nHost: h\nContent-Encoding: %s\nContent-Length: %d\n\n"
              .formatted(path, coding, body.length));
      client.sendBytes(new String(body, ISO_8859_1));
      return client.answer();
    }
  }

  private static byte[] gzip(String text) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return compressed.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
  void aCompressedBodyIsHandedOnAsItIs(String coding) throws Exception {
    RawClient.Answer answer = answer("/", coding, gzip(TEXT));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(TEXT);
  }

  @Test
  void identityIsNoCoding() throws Exception {
    assertThat(answer("/", "identity", TEXT.getBytes(UTF_8)).body()).isEqualTo(TEXT);
    assertThat(answer("/", "gzip", new byte[0]).body()).isEmpty();
  }

  @Test
  void theLimitIsThatOfWhatComesOutOfIt() throws Exception {
    assertThat(answer("/", "gzip", gzip("a".repeat(LIMIT))).status()).isEqualTo(200);
    for (int size : new int[] {LIMIT + 1, 100_000_000}) {
      RawClient.Answer answer = answer("/", "gzip", gzip("a".repeat(size)));
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("10000 bytes");
    }
  }

  @Test
  void whatIsNoGzipIsABadRequest() throws Exception {
    byte[] whole = gzip(TEXT);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    byte[] spoilt = whole.clone();
    spoilt[whole.length - 5] ^= 1;
    for (byte[] body : new byte[][] {"plain".getBytes(UTF_8), half, spoilt}) {
      assertThat(answer("/", "gzip", body).status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd", "gzip;q=1"})
  void anotherCodingIsUnsupported(String coding) throws Exception {
    RawClient.Answer answer = answer("/", coding, gzip(TEXT));
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("accept-encoding")).isEqualTo("gzip");
  }

  @Test
  void aMountTakesNoCodingAtAll() throws Exception {
    assertThat(answer("/mounted/", "gzip", gzip("hello")).status()).isEqualTo(415);
    assertThat(answer("/mounted/", "identity", "hello".getBytes(UTF_8)).status()).isEqualTo(200);
  }

  @Test
  void aConnectionGoesOnAfterARefusedBody() throws Exception {
    byte[] body = "plain".getBytes(UTF_8);
    try (var server = server();
        var client = new RawClient(server)) {
      client.send("POST / HTTP/1.1\nHost: h\nContent-Encoding: gzip\nContent-Length: 5\n\nplain");
      assertThat(client.answer().status()).isEqualTo(400);
      client.send("POST / HTTP/1.1\nHost: h\nContent-Length: 5\n\nplain");
      assertThat(client.answer().body()).isEqualTo(new String(body, UTF_8));
    }
  }

  @Test
  void whatMayComeOfABodyIsCountedBeforeItIsDecoded() {
    assertThat(ContentCoding.GZIP.growth(20, 1_000_000)).isBetween(10_000, 50_000);
    assertThat(ContentCoding.GZIP.growth(900_000, 1_000_000)).isEqualTo(1_000_000);
    assertThat(ContentCoding.IDENTITY.growth(900_000, 1_000_000)).isZero();
  }
}
