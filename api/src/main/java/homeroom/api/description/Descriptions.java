// SPDX-License-Identifier: Apache-2.0
package homeroom.api.description;

import homeroom.api.rest.RestTransport;
import homeroom.api.service.ServiceDescription;
import homeroom.api.wire.Json;
import homeroom.http.Etag;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import homeroom.http.StaticFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Serves the descriptions of the wire: {@code /openapi.json}, {@code /asyncapi.json}, the page
 * {@code /docs/} that shows both, and {@code /docs/homeroom.d.ts} with the types for TypeScript.
 * They are made once, when somebody first asks: hardly anybody does, and a start waits for nobody.
 * Safe for many threads.
 */
public final class Descriptions implements HttpHandler {

  /** The paths to be given to this handler. */
  public static final List<String> PATHS = List.of("/openapi.json", "/asyncapi.json", "/docs/");

  private static final String JSON = "application/json; charset=utf-8";

  /** The page loads what is beside it and the descriptions, and nothing from anywhere else. */
  private static final Map<String, String> PAGE_HEADERS =
      Map.of(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "cross-origin-opener-policy",
          "same-origin",
          "referrer-policy",
          "no-referrer",
          "x-frame-options",
          "DENY");

  private static final Set<String> MADE =
      Set.of("/openapi.json", "/asyncapi.json", "/docs/homeroom.d.ts");

  private final List<ServiceDescription> services;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Map<String, HttpResponse> made;
  private final HttpHandler descriptions = new Etag(this::description);
  private final HttpHandler page =
      new StaticFiles(
          Descriptions.class.getClassLoader(),
          "homeroom/api/docs",
          "/docs/",
          RestTransport::errorPage);

  public Descriptions(List<ServiceDescription> services) {
    this.services = services;
  }

  private Map<String, HttpResponse> made() {
    Map<String, HttpResponse> ready = made;
    if (ready != null) {
      return ready;
    }
    making.lock();
    try {
      ready = made;
      if (ready == null) {
        ready = make();
        made = ready;
      }
      return ready;
    } finally {
      making.unlock();
    }
  }

  private Map<String, HttpResponse> make() {
    byte[] types = TypeScript.of(services).getBytes(StandardCharsets.UTF_8);
    return Map.of(
        "/openapi.json",
        HttpResponse.of(200, JSON, Json.bytes(OpenApi.of(services))),
        "/asyncapi.json",
        HttpResponse.of(200, JSON, Json.bytes(AsyncApi.document())),
        "/docs/homeroom.d.ts",
        HttpResponse.of(200, "text/plain; charset=utf-8", types));
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (MADE.contains(request.path())) {
      return descriptions.handle(request);
    }
    HttpResponse answer = page.handle(request);
    for (Map.Entry<String, String> header : PAGE_HEADERS.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  private HttpResponse description(HttpRequest request) {
    HttpResponse answer = made().get(request.path());
    if (answer == null) {
      return RestTransport.errorPage(404, "There is nothing at " + request.path() + ".");
    }
    return request.method().equals("GET") || request.method().equals("HEAD")
        ? answer
        : RestTransport.errorPage(405, "A description can only be read: GET or HEAD.")
            .with("allow", "GET, HEAD");
  }
}
