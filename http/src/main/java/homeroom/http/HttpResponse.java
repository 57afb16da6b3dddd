// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.nio.charset.StandardCharsets;

/**
 * An answer: status, headers (names in any case) and a body, all at once.
 *
 * <p>The server adds the framing headers, {@code Date} and {@code X-Request-Id}, and, unless the
 * answer has them, {@code X-Content-Type-Options: nosniff} and {@code Cache-Control: no-store}. A
 * large enough text is compressed for clients that ask, unless the answer has a {@code
 * Content-Encoding}.
 *
 * @param status 200 to 599
 * @param body not sent with 204 and 304, nor to HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never copied on the hot path
public record HttpResponse(int status, Headers headers, byte[] body) {

  private static final byte[] NO_BODY = {};

  /** An answer with one {@code Content-Type}. */
  public static HttpResponse of(int status, String contentType, byte[] body) {
    return new HttpResponse(status, Headers.of("content-type", contentType), body);
  }

  /** An answer of plain text. */
  public static HttpResponse text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer without a body. */
  public static HttpResponse empty(int status) {
    return new HttpResponse(status, Headers.NONE, NO_BODY);
  }

  /** The same answer with one header more, replacing those of that name. */
  public HttpResponse with(String name, String value) {
    return new HttpResponse(status, headers.with(name, value), body);
  }

  /** The same answer with one value more under {@code name}, keeping those it has. */
  public HttpResponse adding(String name, String value) {
    return new HttpResponse(status, headers.adding(name, value), body);
  }

  /** The same answer, with the header unless it has one of that name. */
  HttpResponse withDefault(String name, String value) {
    return headers.all(name).isEmpty() ? with(name, value) : this;
  }
}
