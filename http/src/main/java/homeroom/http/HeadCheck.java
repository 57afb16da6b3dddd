// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses request heads that are malformed or could be read in two ways (RFC 9112). */
final class HeadCheck {

  private static final int MAX_CONTENT_LENGTH_DIGITS = 18;

  private HeadCheck() {}

  /** What is wrong with the head, or null. */
  static Incoming.@Nullable Refused refusal(HttpRequest head) {
    if (head.decoderResult().isFailure()) {
      return undecodable(head.decoderResult().cause());
    }
    HttpVersion version = head.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return new Incoming.Refused(505, "This server speaks HTTP/1.1 and HTTP/1.0.");
    }
    HttpHeaders headers = head.headers();
    int hosts = headers.getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
      return bad("A request has exactly one Host header.");
    }
    Incoming.Refused framing = framing(headers, version);
    return framing != null ? framing : expectation(headers);
  }

  /** The announced length of the body, 0 if none or chunked. The head must have passed. */
  static long contentLength(HttpRequest head) {
    String value = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return value == null ? 0 : Long.parseLong(value);
  }

  private static Incoming.Refused undecodable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException line ->
          new Incoming.Refused(414, "The request line is too long; shorten the path or query.");
      case TooLongHttpHeaderException header ->
          new Incoming.Refused(431, "The request headers are too large; send fewer or shorter.");
      default -> bad("The request is not well-formed HTTP/1.1.");
    };
  }

  private static Incoming.@Nullable Refused framing(HttpHeaders headers, HttpVersion version) {
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (encodings.isEmpty()) {
      return lengths.isEmpty() || (lengths.size() == 1 && isLength(lengths.getFirst()))
          ? null
          : bad("Content-Length is one whole number of bytes.");
    }
    if (!lengths.isEmpty()) {
      return bad("A request has Content-Length or Transfer-Encoding, never both.");
    }
    if (version.equals(HttpVersion.HTTP_1_0)) {
      return bad("HTTP/1.0 has no Transfer-Encoding; send Content-Length.");
    }
    if (encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
      return new Incoming.Refused(501, "The only Transfer-Encoding understood is 'chunked'.");
    }
    return null;
  }

  private static boolean isLength(String value) {
    return !value.isEmpty()
        && value.length() <= MAX_CONTENT_LENGTH_DIGITS
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Incoming.@Nullable Refused expectation(HttpHeaders headers) {
    List<String> expectations = headers.getAll(HttpHeaderNames.EXPECT);
    boolean understood =
        expectations.isEmpty()
            || (expectations.size() == 1
                && expectations.getFirst().equalsIgnoreCase("100-continue"));
    return understood
        ? null
        : new Incoming.Refused(417, "The only expectation understood is '100-continue'.");
  }

  private static Incoming.Refused bad(String message) {
    return new Incoming.Refused(400, message);
  }
}
