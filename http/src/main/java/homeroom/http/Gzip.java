// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Compresses answers of text for clients that take gzip. Runs on the handler's thread. */
final class Gzip {

  private static final Set<String> COMPRESSIBLE =
      Set.of(
          "application/json",
          "application/javascript",
          "application/xml",
          "application/yaml",
          "application/manifest+json",
          "image/svg+xml");

  /** What is compressed before other threads have a turn: about a millisecond's work. */
  private static final int BYTES_PER_TURN = 65_536;

  private final int fromBytes;

  /** Leaves answers of less than {@code fromBytes} as they are. */
  Gzip(int fromBytes) {
    this.fromBytes = fromBytes;
  }

  HttpResponse compressed(HttpRequest request, HttpResponse answer) {
    Headers headers = answer.headers();
    if (answer.body().length < fromBytes
        || !headers.all("content-encoding").isEmpty()
        || !isCompressible(headers.first("content-type").orElse(""))) {
      return answer;
    }
    HttpResponse varying = answer.adding("vary", "accept-encoding");
    if (!isAccepted(request.headers().all("accept-encoding"))) {
      return varying;
    }
    return new HttpResponse(
        answer.status(),
        weakened(varying.headers()).with("content-encoding", "gzip"),
        gzip(answer.body()));
  }

  /**
   * The head of a long answer as this client gets it, with {@code more} headers; {@code
   * Content-Encoding} says whether it is to be compressed.
   */
  static HttpResponse head(HttpRequest request, HttpResponse answer, Headers more) {
    HttpResponse head = Cors.withAll(answer, more);
    if (!isCompressible(head.headers().first("content-type").orElse(""))) {
      return head;
    }
    HttpResponse varying = head.adding("vary", "accept-encoding");
    return isAccepted(request.headers().all("accept-encoding"))
        ? varying.with("content-encoding", "gzip")
        : varying;
  }

  /** A strong entity tag names exact bytes, and these are others now (RFC 9110, section 8.8.1). */
  private static Headers weakened(Headers headers) {
    return headers
        .first("etag")
        .filter(tag -> tag.startsWith("\""))
        .map(tag -> headers.with("etag", "W/" + tag))
        .orElse(headers);
  }

  private static boolean isCompressible(String contentType) {
    int parameters = contentType.indexOf(';');
    String type =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || type.endsWith("+json") || COMPRESSIBLE.contains(type);
  }

  /** Whether gzip, or else {@code *}, is named with a weight above 0. */
  private static boolean isAccepted(List<String> acceptEncoding) {
    boolean any = false;
    for (String coding : String.join(",", acceptEncoding).split(",", -1)) {
      String[] parts = coding.toLowerCase(Locale.ROOT).split(";", -1);
      boolean wanted = parts.length < 2 || !isZeroWeight(parts[1].strip());
      switch (parts[0].strip()) {
        case "gzip" -> {
          return wanted;
        }
        case "*" -> any = wanted;
        default -> {}
      }
    }
    return any;
  }

  /** {@code q=0}, {@code q=0.} or {@code q=0.0} with any number of zeros. */
  private static boolean isZeroWeight(String parameter) {
    return parameter.equals("q=0")
        || (parameter.startsWith("q=0.") && parameter.chars().skip(4).allMatch(c -> c == '0'));
  }

  @SuppressWarnings("ThreadPriorityCheck") // virtual threads do not give way by themselves
  private static byte[] gzip(byte[] body) {
    var compressed = new ByteArrayOutputStream(body.length / 2);
    try (var gzip = new GZIPOutputStream(compressed)) {
      for (int at = 0; at < body.length; at += BYTES_PER_TURN) {
        gzip.write(body, at, Math.min(BYTES_PER_TURN, body.length - at));
        if (body.length > BYTES_PER_TURN) {
          Thread.yield();
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return compressed.toByteArray();
  }
}
