package homeroom.http;

/** An answer: status, headers (names in any case) and a body, all at once. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never copied on the hot path
public record HttpResponse(int status, Headers headers, byte[] body) {

  /** An answer with one {@code Content-Type}. */
  public static HttpResponse of(int status, String contentType, byte[] body) {
    return new HttpResponse(status, Headers.of("content-type", contentType), body);
  }

  /** The same answer with one header more, replacing those of that name. */
  public HttpResponse with(String name, String value) {
    return new HttpResponse(status, headers.with(name, value), body);
  }
}
