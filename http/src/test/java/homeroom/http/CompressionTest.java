// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed answers. */
@ExtendWith(LeakCheck.class)
class CompressionTest {

  private static final String TEXT = "homework ".repeat(1_000);

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, GZIP", "gzip;q=0.5, br", "*", "br;q=1, *;q=0.1"})
  void aLargeTextIsCompressedForThoseWhoTakeIt(String accepted) throws Exception {
    RawClient.Answer answer = answer(accepted, HttpResponse.text(200, TEXT));
    assertThat(answer.header("content-encoding")).isEqualTo("gzip");
    assertThat(answer.header("vary")).isEqualTo("accept-encoding");
    var compressed = new ByteArrayInputStream(answer.body().getBytes(ISO_8859_1));
    assertThat(new String(new GZIPInputStream(compressed).readAllBytes(), UTF_8)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "br", "identity", "gzip;q=0", "gzip;q=0.000, *", "*;q=0"})
  void othersGetItAsItIsAndCachesAreTold(String accepted) throws Exception {
    RawClient.Answer answer = answer(accepted, HttpResponse.text(200, TEXT));
    assertThat(answer.headers()).doesNotContainKey("content-encoding");
    assertThat(answer.header("vary")).isEqualTo("accept-encoding");
    assertThat(answer.body()).isEqualTo(TEXT);
  }

  @Test
  void smallBinaryAndEncodedAnswersAreLeftAlone() throws Exception {
    byte[] bytes = TEXT.getBytes(UTF_8);
    assertPlain(HttpResponse.text(200, "short"));
    assertPlain(HttpResponse.of(200, "image/png", bytes));
    assertPlain(HttpResponse.of(200, "application/octet-stream", bytes));
    RawClient.Answer encoded =
        answer("gzip", HttpResponse.text(200, TEXT).with("content-encoding", "br"));
    assertThat(encoded.header("content-encoding")).isEqualTo("br");
    assertThat(encoded.body()).isEqualTo(TEXT);
  }

  @Test
  void aStrongEntityTagBecomesWeak() throws Exception {
    HttpResponse tagged = HttpResponse.text(200, TEXT).with("etag", "\"a\"");
    assertThat(answer("gzip", tagged).header("etag")).isEqualTo("W/\"a\"");
    assertThat(answer("br", tagged).header("etag")).isEqualTo("\"a\"");
  }

  private static void assertPlain(HttpResponse response) throws Exception {
    assertThat(answer("gzip", response).headers()).doesNotContainKeys("content-encoding", "vary");
  }

  private static RawClient.Answer answer(String accepted, HttpResponse response) throws Exception {
    try (var server = HttpServer.builder().handler(request -> response).start();
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\nHost: h\nAccept-Encoding: " + accepted + "\n\n");
      return client.answer();
    }
  }
}
