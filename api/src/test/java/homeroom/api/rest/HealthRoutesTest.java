// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.time.Timer;
import homeroom.http.Headers;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import homeroom.http.Requester;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** What load balancers and supervisors are told. */
class HealthRoutesTest {

  private static final Timer TIMER = Timer.on(new ScheduledThreadPoolExecutor(0));

  private final HealthRoutes routes = new HealthRoutes(new StoreProbe(() -> {}, TIMER));

  private static HttpResponse ask(HealthRoutes routes, String path) {
    return routes.handle(
        new HttpRequest(
            "r1",
            "GET",
            path,
            "",
            Map.of(),
            Headers.NONE,
            new byte[0],
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            new Requester()));
  }

  private static String text(HttpResponse answer) {
    return new String(answer.body(), UTF_8);
  }

  @Test
  void aServerIsReadyWhileItsStoreTakesWrites() {
    assertThat(ask(routes, "/health/ready").status()).isEqualTo(200);
    assertThat(text(ask(routes, "/health/ready"))).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void aServerWhoseStoreTakesNoWritesIsNotReadyAndLives() {
    var failing =
        new HealthRoutes(
            new StoreProbe(
                () -> {
                  throw new IllegalStateException("the disk is full");
                },
                TIMER));
    HttpResponse ready = ask(failing, "/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(text(ready)).contains("the store does not answer").doesNotContain("disk");
    assertThat(ask(failing, "/health/live").status()).isEqualTo(200);
  }

  @Test
  void aServerThatStopsIsNotReadyAnyMoreAndLives() {
    routes.stopping();
    HttpResponse ready = ask(routes, "/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(text(ready)).contains("the server is stopping");
    assertThat(ask(routes, "/health/live").status()).isEqualTo(200);
  }
}
