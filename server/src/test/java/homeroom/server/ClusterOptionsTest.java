// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.cluster.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What an operator says to make a server a node, and is told where it cannot be one. */
class ClusterOptionsTest {

  @TempDir private Path folder = Path.of("");

  private static ClusterOptions given(String... arguments) {
    var options = new ServerOptions();
    var _ = new CommandLine(options).parseArgs(arguments);
    return options.cluster;
  }

  private static ClusterSettings cluster(String... arguments) {
    return Objects.requireNonNull(given(arguments).cluster());
  }

  private static void assertRefused(String sentence, String... arguments) {
    assertThatThrownBy(() -> given(arguments).cluster())
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void aServerIsAloneUnlessToldOtherwise() {
    assertThat(given("--port", "0").cluster()).isNull();
    assertThat(given("--secret-file", "secret").cluster()).isNull();
  }

  @Test
  void aNodeHasANameOneBusAndAnotherIdAtEachStart() {
    ClusterSettings one = cluster("--cluster", "redis://r1,rediss://r2:7000", "--node", "a-1_B");
    assertThat(one.servers())
        .extracting(RedisServer::toString)
        .containsExactly("redis://r1:6379/0", "rediss://r2:7000/0");
    assertThat(one.node().name()).isEqualTo("a-1_B");
    ClusterSettings other = cluster("--cluster", "redis://r1", "--node", "a-1_B");
    assertThat(other.node()).isNotEqualTo(one.node());
    assertThat(one.bus("store").store()).isEqualTo("store");
  }

  @Test
  void theEnvironmentSaysItToo() {
    var options = new ServerOptions();
    var _ =
        new CommandLine(options)
            .setDefaultValueProvider(
                Defaults.from(
                    new String[0],
                    Map.of(
                        "HOMEROOM_CLUSTER", "redis://:geheim@r1,redis://r2",
                        "HOMEROOM_NODE", "a",
                        "HOMEROOM_SECRET_FILE", "/etc/homeroom/secret")))
            .parseArgs();
    ClusterSettings cluster = Objects.requireNonNull(options.cluster.cluster());
    assertThat(cluster.servers())
        .extracting(RedisServer::toString)
        .containsExactly("redis://r1:6379/0", "redis://r2:6379/0");
    assertThat(options.cluster.secretFile).isEqualTo(Path.of("/etc/homeroom/secret"));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertRefused("--cluster needs a --node", "--cluster", "redis://r1");
    assertRefused("--cluster needs a --node", "--cluster", "redis://r1", "--node", "a b");
    assertRefused("--cluster needs a --node", "--cluster", "redis://r1", "--node", "a".repeat(33));
    assertRefused("give --cluster too", "--node", "a");
    assertRefused("--cluster-trust", "--cluster-trust", "ca.pem");
  }

  @Test
  void whatIsNoRedisServerIsRefusedWithoutBeingRepeated() {
    assertRefused("A Redis server is", "--cluster", "http://u:geheim@r1", "--node", "a");
    assertRefused("A Redis server is", "--cluster", "redis://u:geheim@r 1", "--node", "a");
    assertRefused(
        "names a Redis server twice", "--cluster", "redis://:geheim@r1,redis://r1", "--node", "a");
  }

  @Test
  void certificatesThatAreNotThereAreNamed() throws Exception {
    Path missing = folder.resolve("missing.pem");
    assertRefused(
        missing.toString(),
        "--cluster",
        "rediss://r1",
        "--node",
        "a",
        "--cluster-trust",
        missing.toString());
    Path there = Files.createFile(folder.resolve("ca.pem"));
    assertThat(cluster("--cluster=rediss://r1", "--node=a", "--cluster-trust=" + there).trusted())
        .isEqualTo(there);
  }
}
