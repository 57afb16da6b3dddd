// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import homeroom.api.wire.Json;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.util.Map;

/**
 * {@code GET /health/live}: the process answers; {@code GET /health/ready}: it can serve, else 503
 * and the reason.
 */
public final class HealthRoutes implements HttpHandler {

  private static final String JSON = "application/json; charset=utf-8";

  private final StoreProbe store;
  private volatile boolean isStopping;

  /** Health of a server on one store. */
  public HealthRoutes(StoreProbe store) {
    this.store = store;
  }

  /** From now on it is not ready: load balancers have others serve, while it finishes. */
  public void stopping() {
    isStopping = true;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    return switch (request.path()) {
      case "/health/live" -> answer(200, Map.of("status", "live"));
      case "/health/ready" -> ready();
      default -> RestTransport.errorPage(404, "Ask /health/live or /health/ready.");
    };
  }

  private HttpResponse ready() {
    if (isStopping) {
      return notReady("the server is stopping");
    }
    return store.ask().takesWrites()
        ? answer(200, Map.of("status", "ready"))
        : notReady("the store does not answer, or takes no writes");
  }

  private static HttpResponse notReady(String reason) {
    return answer(503, Map.of("status", "not ready", "reason", reason));
  }

  private static HttpResponse answer(int status, Map<String, String> body) {
    return HttpResponse.of(status, JSON, Json.bytes(body));
  }
}
