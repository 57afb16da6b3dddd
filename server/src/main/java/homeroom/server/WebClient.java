// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.RestTransport;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import homeroom.http.StaticFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The page that people open in a browser, as the module {@code web} builds it. The services own the
 * paths: of {@code /} the page takes only what asks for HTML. Files have the hash of their content
 * in their names and may be kept for ever; the page itself and its service worker are asked for
 * each time. Without npm at the build there is no page, and {@code /} says so.
 *
 * <p>Safe for many threads.
 */
final class WebClient implements HttpHandler {

  /** The paths to be given to this handler, beside {@code /}. */
  static final List<String> PATHS =
      List.of("/assets/", "/icon.svg", "/manifest.webmanifest", "/service-worker.js");

  private static final String FOLDER = "homeroom/web";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** It loads what is beside it, calls its own server, and writes no HTML from text. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none';"
              + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
              + " trusted-types homeroom-shell",
          "cross-origin-opener-policy",
          "same-origin",
          "cross-origin-resource-policy",
          "same-origin",
          "permissions-policy",
          "camera=(), microphone=(), geolocation=()",
          "referrer-policy",
          "no-referrer",
          "x-frame-options",
          "DENY");

  private static final String ABSENT =
      """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><title>Homeroom</title>
      <p>This server was built without its web client, since npm was not found: install Node.js 20 with npm \
      and build again. Everything else works; <a href="docs/">docs/</a> describes it.</p>
      """;

  private final ClassLoader resources = WebClient.class.getClassLoader();
  private final HttpHandler files =
      new StaticFiles(resources, FOLDER, "/", RestTransport::errorPage);
  private final HttpHandler services;

  /**
   * @param services answers what does not ask for the page
   */
  WebClient(HttpHandler services) {
    this.services = services;
  }

  /** Whether the build had npm. */
  boolean isThere() {
    return resources.getResource(FOLDER + "/index.html") != null;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (request.path().startsWith("/assets/")) {
      HttpResponse file = withHeaders(files.handle(request));
      return file.status() == 200 ? file.with("cache-control", FOR_EVER) : file;
    }
    if (PATHS.contains(request.path())) {
      return withHeaders(files.handle(request));
    }
    if (!asksForPage(request)) {
      return services.handle(request);
    }
    HttpResponse page = isThere() ? files.handle(request) : absent();
    return withHeaders(page).with("vary", "accept");
  }

  /** Browsers name HTML when they open an address; programs that take anything do not. */
  private static boolean asksForPage(HttpRequest request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    return reads
        && request.path().equals("/")
        && request.headers().all("accept").stream().anyMatch(types -> types.contains("text/html"));
  }

  private static HttpResponse absent() {
    return HttpResponse.of(
        200, "text/html; charset=utf-8", ABSENT.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse withHeaders(HttpResponse answer) {
    HttpResponse with = answer;
    for (Map.Entry<String, String> header : HEADERS.entrySet()) {
      with = with.with(header.getKey(), header.getValue());
    }
    return with;
  }
}
