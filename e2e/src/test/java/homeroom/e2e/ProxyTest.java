// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configurations in {@code deploy} for one server, run by the proxies that they are for, with
 * official clients in front.
 */
class ProxyTest {

  /** Seconds between two heartbeats of the server. */
  private static final int HEARTBEAT = 25;

  @TempDir private static Path folder = Path.of("");

  private static ReverseProxy.@Nullable Place place;
  private static @Nullable ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    if (ReverseProxy.installed("nginx") || ReverseProxy.installed("haproxy")) {
      place = ReverseProxy.Place.in(folder);
      server =
          ServerProcess.demo(
              folder.resolve("data"), "--trusted-proxy", "127.0.0.1", "--public-url", url());
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static String url() {
    return place().url() + "/chat";
  }

  @Test
  void everythingWorksBehindNginx() throws Exception {
    ReverseProxy.demand("nginx");
    String published = ReverseProxy.published("nginx/homeroom.conf");
    assertThat(seconds(published, "proxy_(?:read|send)_timeout")).allMatch(it -> it > HEARTBEAT);
    passBehind(ReverseProxy.nginx(published, Map.of("127.0.0.1:3030", upstream()), place()));
  }

  @Test
  void everythingWorksBehindHaproxy() throws Exception {
    ReverseProxy.demand("haproxy");
    String published = ReverseProxy.published("haproxy/haproxy.cfg");
    assertThat(seconds(published, "timeout (?:client|server|tunnel)"))
        .hasSize(3)
        .allMatch(it -> it > HEARTBEAT);
    passBehind(ReverseProxy.haproxy(published, Map.of("127.0.0.1:3030", upstream()), place()));
  }

  private static void passBehind(ReverseProxy started) throws Exception {
    try (ReverseProxy proxy = started) {
      ClientCheck.Ended ended =
          ClientCheck.run(
              List.of("node", ClientCheck.CLIENTS.resolve("checks/proxied.mjs").toString(), url()),
              Map.of("NODE_EXTRA_CA_CERTS", place().files().certificate().toString()));
      assertThat(ended.exitCode()).as(ended.output() + proxy.log()).isZero();
    }
  }

  private static List<Integer> seconds(String configuration, String name) {
    return Pattern.compile("\\b" + name + " (\\d+)s")
        .matcher(configuration)
        .results()
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  private static String upstream() {
    if (server == null) {
      throw new IllegalStateException("no proxy is installed");
    }
    return server.url().substring("http://".length());
  }

  private static ReverseProxy.Place place() {
    if (place == null) {
      throw new IllegalStateException("no proxy is installed");
    }
    return place;
  }
}
