// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import homeroom.api.wire.Json;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /health/live}: the process answers; {@code GET /health/ready}: it can serve, else 503
 * and the reason.
 */
public final class HealthRoutes implements HttpHandler {

  private static final String JSON = "application/json; charset=utf-8";

  /** How long an answer of the store stands: however often it is asked for, it costs no more. */
  private static final Duration STANDS = Duration.ofSeconds(2);

  private record Probed(boolean writes, long nanos) {}

  private final Runnable store;
  private final Timer timer;
  private final ReentrantLock probing = new ReentrantLock();
  private @Nullable Probed last;

  /**
   * Health of a server on one store.
   *
   * @param store writes something to the store, or throws
   */
  public HealthRoutes(Runnable store, Timer timer) {
    this.store = store;
    this.timer = timer;
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
    return takesWrites()
        ? answer(200, Map.of("status", "ready"))
        : answer(
            503,
            Map.of(
                "status", "not ready", "reason", "the store does not answer, or takes no writes"));
  }

  private boolean takesWrites() {
    probing.lock();
    try {
      if (last == null || timer.nanoTime() - last.nanos() >= STANDS.toNanos()) {
        last = new Probed(probe(), timer.nanoTime());
      }
      return last.writes();
    } finally {
      probing.unlock();
    }
  }

  private boolean probe() {
    try {
      store.run();
      return true;
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  private static HttpResponse answer(int status, Map<String, String> body) {
    return HttpResponse.of(status, JSON, Json.bytes(body));
  }
}
