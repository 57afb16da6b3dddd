// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers as nodes behind the configurations in {@code deploy}, and official clients of every
 * kind before them, while one node is stopped.
 */
class ClusterBehindProxyTest {

  @TempDir private Path folder = Path.of("");

  @FunctionalInterface
  private interface Program {

    ReverseProxy start(Map<String, String> upstreams, ReverseProxy.Place place) throws Exception;
  }

  @Test
  void everybodyHearsEverythingThroughNginx() throws Exception {
    ReverseProxy.demand("nginx");
    String published = ReverseProxy.published("nginx/homeroom-nodes.conf");
    pass((upstreams, place) -> ReverseProxy.nginx(published, upstreams, place));
  }

  @Test
  void everybodyHearsEverythingThroughHaproxy() throws Exception {
    ReverseProxy.demand("haproxy");
    String published = ReverseProxy.published("haproxy/homeroom-nodes.cfg");
    pass((upstreams, place) -> ReverseProxy.haproxy(published, upstreams, place));
  }

  private void pass(Program program) throws Exception {
    RedisProcess.demand();
    var place = ReverseProxy.Place.in(folder);
    Path nodes = Files.createDirectory(folder.resolve("nodes"));
    try (var stage =
            new ClusterStage(
                nodes,
                "--drain-seconds",
                "1",
                "--message-rate",
                "0",
                "--call-rate",
                "0",
                "--trusted-proxy",
                "127.0.0.1",
                "--public-url",
                place.url() + "/chat");
        ReverseProxy proxy =
            program.start(
                Map.of(
                    "10.0.0.11:3030", stage.a().address(),
                    "10.0.0.12:3030", stage.b().address(),
                    "10.0.0.13:3030", stage.c().address()),
                place);
        NodeScript clients =
            NodeScript.run(
                Map.of("NODE_EXTRA_CA_CERTS", place.files().certificate().toString()),
                List.of(
                    ClientCheck.CLIENTS.resolve("checks/cluster.mjs").toString(),
                    place.url() + "/chat"))) {
      try {
        clients.awaitLine("all nodes serve");
        stage.a().stop();
        clients.awaitLine("nobody is left on a");
        assertThat(clients.process().waitFor()).isZero();
      } catch (Throwable failed) {
        failed.addSuppressed(
            new AssertionError(clients.lines() + "\n" + proxy.log() + "\n" + stage.logs()));
        throw failed;
      }
    }
  }
}
