// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.RestTransport;
import homeroom.http.HttpHandler;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** {@code GET /metrics}, for those who may. */
final class MetricsRoute implements HttpHandler {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Metrics metrics;
  private final Predicate<HttpRequest> mayRead;

  MetricsRoute(Metrics metrics, Predicate<HttpRequest> mayRead) {
    this.metrics = metrics;
    this.mayRead = mayRead;
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
    if (!mayRead.test(request)) {
      return RestTransport.errorPage(
          401,
          "Send 'Authorization: Bearer' with the content of the file metrics-token in the data"
              + " directory, or ask the port of --metrics-port.");
    }
    return HttpResponse.of(200, TEXT, metrics.text().getBytes(StandardCharsets.UTF_8));
  }
}
