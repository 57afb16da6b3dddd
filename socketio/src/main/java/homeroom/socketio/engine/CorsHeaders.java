package homeroom.socketio.engine;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The response headers of cross-origin requests (Fetch standard, "HTTP-network or CORS"). */
final class CorsHeaders {

  private CorsHeaders() {}

  static void simple(Cors cors, HttpHeaders request, HttpHeaders response) {
    String allowed = allowedOrigin(cors, request.get(HttpHeaderNames.ORIGIN));
    if (!cors.origins().isEmpty() && !isWildcard(cors)) {
      response.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    }
    if (allowed != null) {
      response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
      if (cors.credentials()) {
        response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      }
    }
  }

  static void preflight(Cors cors, HttpHeaders request, HttpHeaders response) {
    simple(cors, request, response);
    if (!response.contains(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      return;
    }
    response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST");
    String asked = request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    if (asked != null) {
      response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked);
      response.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    }
    response.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
  }

  private static boolean isWildcard(Cors cors) {
    return cors.origins().contains("*") && !cors.credentials();
  }

  private static @Nullable String allowedOrigin(Cors cors, @Nullable String origin) {
    if (isWildcard(cors)) {
      return "*";
    }
    boolean known =
        origin != null && (cors.origins().contains(origin) || cors.origins().contains("*"));
    return known ? origin : null;
  }
}
