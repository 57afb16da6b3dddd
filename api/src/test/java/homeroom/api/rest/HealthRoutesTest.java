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

  private final HealthRoutes routes = routes(Readiness.READY);

  private static HealthRoutes routes(Readiness readiness) {
    return new HealthRoutes(new StoreProbe(() -> {}, TIMER), () -> readiness);
  }

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
            new Requester(),
            (request, status, headers, pause) -> {
              throw new IllegalStateException("no long answers here");
            }));
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
                TIMER),
            () -> Readiness.READY);
    HttpResponse ready = ask(failing, "/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(text(ready)).contains("the store does not answer").doesNotContain("disk");
    assertThat(ask(failing, "/health/live").status()).isEqualTo(200);
  }

  @Test
  void aServerThatOthersHadBetterStandInForIsNotReadyAndSaysWhy() {
    HttpResponse ready = ask(routes(new Readiness.NotReady("its clock is wrong")), "/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(text(ready)).contains("its clock is wrong");
  }

  @Test
  void aServerThatIsSlowerThanUsualIsReadyAndSaysWhy() {
    HttpResponse ready = ask(routes(new Readiness.Degraded("no bus")), "/health/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(text(ready)).isEqualTo("{\"degraded\":\"no bus\",\"status\":\"ready\"}");
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
