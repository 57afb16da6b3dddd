// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.RestTransport;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code GET /metrics}, for those on the same machine unless everybody may. A reverse proxy on the
 * same machine asks for others: what it forwards is refused.
 */
final class MetricsRoute implements HttpHandler {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final List<String> FORWARDED = List.of("forwarded", "x-forwarded-for", "via");

  private final Metrics metrics;
  private final boolean open;

  /**
   * @param open whether everybody may see them
   */
  MetricsRoute(Metrics metrics, boolean open) {
    this.metrics = metrics;
    this.open = open;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    if (!request.path().equals("/metrics")) {
      return RestTransport.errorPage(404, "There is nothing at " + request.path() + ".");
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return RestTransport.errorPage(405, "Metrics can only be read: GET or HEAD.")
          .with("allow", "GET, HEAD");
    }
    if (!open && !isFromHere(request)) {
      return RestTransport.errorPage(
          403, "Metrics are for this machine; the option --metrics-public opens them.");
    }
    return HttpResponse.of(200, TEXT, metrics.text().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isFromHere(HttpRequest request) {
    return request.remoteAddress().getAddress().isLoopbackAddress()
        && FORWARDED.stream().allMatch(name -> request.header(name).isEmpty());
  }
}
