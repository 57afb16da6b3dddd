// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may call this server: those of its own origin, and those of other origins that it
 * is told (the Fetch standard's CORS protocol, which WebSockets know nothing of: who opens one asks
 * {@link #admits}). Only named origins may send credentials. Safe for many threads.
 */
public final class Cors {

  /** How long a browser may remember the answer to a preflight, in seconds. */
  private static final String PREFLIGHT_SECONDS = "600";

  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String EXPOSED = "etag, retry-after, x-request-id";

  private static final int MAX_HEADER_NAMES_LENGTH = 1000;

  /** Refused origins remembered, so that each is told of once; those beyond are not told of. */
  private static final int MAX_REFUSED = 100;

  private final boolean any;
  private final Set<WebOrigin> origins;
  private final @Nullable WebOrigin own;
  private final Consumer<String> refusals;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  private Cors(
      boolean any, Set<WebOrigin> origins, @Nullable WebOrigin own, Consumer<String> refusals) {
    this.any = any;
    this.origins = origins;
    this.own = own;
    this.refusals = refusals;
  }

  /** Pages of every origin, without credentials (cookies); an Authorization header is possible. */
  public static Cors any() {
    return new Cors(true, Set.of(), null, origin -> {});
  }

  /**
   * Pages of exactly these origins, with credentials; none if empty.
   *
   * @param origins as browsers send them, such as {@code https://school.example} or {@code
   *     http://localhost:5173}
   * @throws IllegalArgumentException if one is not an origin
   */
  public static Cors origins(Collection<String> origins) {
    var known = new HashSet<WebOrigin>();
    origins.forEach(origin -> known.add(required(origin)));
    return new Cors(false, Set.copyOf(known), null, origin -> {});
  }

  /**
   * The same for a server whose own pages come from {@code origin}, whatever {@code Host} says.
   *
   * @throws IllegalArgumentException if it is not an origin
   */
  public Cors withOwn(String origin) {
    return new Cors(any, origins, required(origin), refusals);
  }

  /**
   * The same that tells {@code listener} once of each origin whose pages were refused, on whatever
   * thread; it must not block.
   */
  public Cors onRefusal(Consumer<String> listener) {
    return new Cors(any, origins, own, listener);
  }

  /** Whether pages of {@code origin} (an {@code Origin} header) may call from elsewhere. */
  public boolean allows(String origin) {
    return any || (!origins.isEmpty() && isNamed(WebOrigin.parse(origin)));
  }

  private boolean isNamed(@Nullable WebOrigin origin) {
    return origin != null && origins.contains(origin);
  }

  /**
   * Whether a request may be made: by no page, by one of an origin that may call, or by one of this
   * server's own. Own is the origin of {@link #withOwn}; without it, one whose host and port are
   * those of {@code Host} or of the host that a proxy says was asked for. Their schemes are not
   * compared, since a proxy may speak another one than this server.
   *
   * @param header gives the first value of a header by its lower-case name
   */
  public boolean admits(Function<String, Optional<String>> header) {
    String text = header.apply("origin").orElse(null);
    if (text == null || any) {
      return true;
    }
    WebOrigin origin = WebOrigin.parse(text);
    if (isNamed(origin) || (origin != null && isOwn(origin, header))) {
      return true;
    }
    if (refused.size() < MAX_REFUSED && refused.add(origin == null ? "null" : origin.toString())) {
      refusals.accept(origin == null ? "null" : origin.toString());
    }
    return false;
  }

  private boolean isOwn(WebOrigin origin, Function<String, Optional<String>> header) {
    if (own != null) {
      return own.equals(origin);
    }
    if (header.apply("host").filter(origin::isAt).isPresent()) {
      return true;
    }
    String port = header.apply("x-forwarded-port").map(known -> ":" + known.strip()).orElse("");
    for (String host : header.apply("x-forwarded-host").orElse("").split(",", -1)) {
      if (origin.isAt(host) || origin.isAt(host.strip() + port)) {
        return true;
      }
    }
    return false;
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
        .filter(this::allows)
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
      var _ = admits(request::header); // what CORS refuses, the browser does; it is told of here
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

  /** The answer with those headers, whose {@code Vary} is one more. */
  static HttpResponse withAll(HttpResponse answer, Headers added) {
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

  private static WebOrigin required(String text) {
    WebOrigin origin = WebOrigin.parse(text);
    if (origin == null) {
      throw new IllegalArgumentException(
          "an origin is scheme://host or scheme://host:port, but this is: " + text);
    }
    return origin;
  }
}
