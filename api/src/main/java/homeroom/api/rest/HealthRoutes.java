// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import homeroom.api.wire.Json;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * {@code GET /health/live}: the process answers; {@code GET /health/ready}: it can serve, else 503
 * and the reason. What makes it slower or dearer than usual stands under {@code degraded}.
 */
public final class HealthRoutes implements HttpHandler {

  private static final String READY = "ready";
  private static final String JSON = "application/json; charset=utf-8";

  private final StoreProbe store;
  private final Supplier<Readiness> readiness;
  private volatile boolean isStopping;

  /**
   * Health of a server on one store.
   *
   * @param readiness what else there is to say than of the store; never waits
   */
  public HealthRoutes(StoreProbe store, Supplier<Readiness> readiness) {
    this.store = store;
    this.readiness = readiness;
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
    if (!store.ask().takesWrites()) {
      return notReady("the store does not answer, or takes no writes");
    }
    return switch (readiness.get()) {
      case Readiness.Ready _ -> answer(200, Map.of("status", READY));
      case Readiness.Degraded(String why) ->
          answer(200, new TreeMap<>(Map.of("status", READY, "degraded", why)));
      case Readiness.NotReady(String why) -> notReady(why);
    };
  }

  private static HttpResponse notReady(String reason) {
    return answer(503, Map.of("status", "not ready", "reason", reason));
  }

  private static HttpResponse answer(int status, Map<String, String> body) {
    return HttpResponse.of(status, JSON, Json.bytes(body));
  }
}
