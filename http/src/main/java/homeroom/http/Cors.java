// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Which web pages of other origins may call this server (the Fetch standard's CORS protocol). Only
 * exactly named origins may send credentials. Immutable.
 */
public final class Cors {

  /** How long a browser may remember the answer to a preflight, in seconds. */
  private static final String PREFLIGHT_SECONDS = "600";

  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String EXPOSED = "etag, retry-after, x-request-id";

  private static final int MAX_HEADER_NAMES_LENGTH = 1000;

  private final boolean any;
  private final Set<String> origins;

  private Cors(boolean any, Set<String> origins) {
    this.any = any;
    this.origins = origins;
  }

  /** Pages of every origin, without credentials (cookies); an Authorization header is possible. */
  public static Cors any() {
    return new Cors(true, Set.of());
  }

  /**
   * Pages of exactly these origins, with credentials; none if empty.
   *
   * @param origins as browsers send them, such as {@code https://school.example} or {@code
   *     http://localhost:5173}
   * @throws IllegalArgumentException if one is not an origin
   */
  public static Cors origins(Collection<String> origins) {
    origins.forEach(Cors::requireOrigin);
    return new Cors(false, Set.copyOf(origins));
  }

  /** Whether pages of {@code origin} (an {@code Origin} header) may call. */
  public boolean allows(String origin) {
    return any || origins.contains(origin);
  }

  /**
   * What an answer must carry.
   *
   * @param origin the request's {@code Origin} header, if it had one
   */
  public Headers headers(Optional<String> origin) {
    if (any) {
      return Headers.of("access-control-allow-origin", "*")
          .with("access-control-expose-headers", EXPOSED);
    }
    if (origins.isEmpty()) {
      return Headers.NONE;
    }
    Headers varying = Headers.of("vary", "origin");
    return origin
        .filter(origins::contains)
        .map(allowed ->
            varying
                .with("access-control-allow-origin", allowed)
                .with("access-control-allow-credentials", "true")
                .with("access-control-expose-headers", EXPOSED))
        .orElse(varying);
  }

  /**
   * What the answer to a preflight must carry: an OPTIONS request with {@code
   * Access-Control-Request-Method}.
   *
   * @param origin the request's {@code Origin} header, if it had one
   * @param requestedHeaders its {@code Access-Control-Request-Headers}, if it had them
   */
  public Headers preflightHeaders(Optional<String> origin, Optional<String> requestedHeaders) {
    Headers headers = headers(origin);
    if (origin.isEmpty() || !allows(origin.get())) {
      return headers;
    }
    Headers granted =
        headers
            .with("access-control-allow-methods", METHODS)
            .with("access-control-max-age", PREFLIGHT_SECONDS)
            .adding("vary", "access-control-request-headers");
    return requestedHeaders
        .filter(Cors::areHeaderNames)
        .map(names -> granted.with("access-control-allow-headers", names))
        .orElse(granted);
  }

  /** Answers preflights with 204 and lets {@code handler} answer the rest, with the headers due. */
  public HttpHandler wrap(HttpHandler handler) {
    return request -> {
      Optional<String> origin = request.header("origin");
      if (isPreflight(request)) {
        Headers headers =
            preflightHeaders(origin, request.header("access-control-request-headers"));
        return new HttpResponse(204, headers, new byte[0]);
      }
      return withAll(handler.handle(request), headers(origin));
    };
  }

  private static boolean areHeaderNames(String names) {
    return !names.isEmpty()
        && names.length() <= MAX_HEADER_NAMES_LENGTH
        && names.chars().allMatch(Cors::isInHeaderNames);
  }

  private static boolean isInHeaderNames(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_, -".indexOf(c) >= 0;
  }

  private static boolean isPreflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.header("origin").isPresent()
        && request.header("access-control-request-method").isPresent();
  }

  private static HttpResponse withAll(HttpResponse answer, Headers added) {
    Headers headers = answer.headers();
    for (var field : added.fields().entrySet()) {
      for (String value : field.getValue()) {
        headers =
            field.getKey().equals("vary")
                ? headers.adding("vary", value)
                : headers.with(field.getKey(), value);
      }
    }
    return new HttpResponse(answer.status(), headers, answer.body());
  }

  private static void requireOrigin(String origin) {
    URI uri = URI.create(origin);
    boolean bare =
        uri.getScheme() != null
            && uri.getHost() != null
            && origin.equals(uri.getScheme() + "://" + uri.getRawAuthority())
            && uri.getRawUserInfo() == null;
    if (!bare) {
      throw new IllegalArgumentException(
          "an origin is scheme://host or scheme://host:port, but this is: " + origin);
    }
  }
}
