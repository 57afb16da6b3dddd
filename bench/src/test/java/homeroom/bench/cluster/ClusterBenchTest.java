// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import homeroom.bench.cluster.ClusterPlan.Load;
import homeroom.bench.report.Machine;
import homeroom.bench.server.Cores;
import homeroom.bench.server.Workshop;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs two of our own nodes and a Redis, for a moment; what is told of it is made up. */
class ClusterBenchTest {

  private final StringWriter progress = new StringWriter();

  private static void demandRedis() {
    String missing = "redis-server is not installed: several nodes are not measured";
    if (Workshop.obstacleToNodes().isPresent()) {
      System.out.println("SKIPPED: " + missing);
      assertThat(System.getProperty("homeroom.redis", "")).as(missing).isNotEqualTo("required");
    }
    assumeTrue(Workshop.obstacleToNodes().isEmpty(), missing);
  }

  /** Every delivery is checked as it comes, and a load ends when all of them have come. */
  @Test
  void everyMessageReachesTheMembersAtBothNodesOnce() throws Exception {
    demandRedis();
    var plan = new ClusterPlan(List.of(Relay.HOMEROOM), List.of(2), List.of(5), 4, 0.1, 1, 0.1);
    var workshop = new Workshop(Path.of("").toAbsolutePath(), List.of());
    List<ClusterSample> samples;
    try (var cluster =
        new ClusterBench(plan, workshop, new Cores(false), new PrintWriter(progress))) {
      samples = cluster.run();
    }

    assertThat(samples)
        .extracting(ClusterSample::load)
        .containsExactly(new Load(2, 5, false), new Load(2, 5, true));
    assertThat(samples).allSatisfy(sample -> assertThat(sample.deliveries()).isPositive());
    assertThat(samples).allSatisfy(sample -> assertThat(sample.nodeSeconds()).hasSize(2));
    assertThat(samples.getLast().p99Micros()).isPositive();
    assertThat(progress.toString()).contains("warming up, 2 nodes, room of 5:  homeroom ");
  }

  @Test
  void thePageHasTheCostsOfEachProcessTheFitAndWhatItMeansForADistrict() throws Exception {
    var plan =
        new ClusterPlan(
            List.of(Relay.HOMEROOM, Relay.SHARDED), List.of(1, 3), List.of(30, 200), 6, 150, 2, 1);
    List<ClusterSample> samples = new ArrayList<>();
    for (Load load : plan.loads()) {
      for (int round = 1; round <= plan.rounds(); round++) {
        samples.add(sample(Relay.HOMEROOM, load, round, round));
        samples.add(sample(Relay.SHARDED, load, round, 4 * round));
      }
    }
    var report = new ClusterReport(plan, ClusterSummary.of(samples), "## The whole chat\n");

    String page = report.markdown(Machine.here(), new Cores(true));

    assertThat(page)
        .contains("## 1 node\n", "## 3 nodes\n", "## From node to node, 10,000 deliveries")
        .containsPattern(
            "\\| 200, sharded +\\|.* 6\\.00 \\+ 6\\.00 \\+ 6\\.00 \\|.*\\| +0\\.25 \\|")
        .containsPattern("\\| homeroom, nodes +\\|")
        .containsPattern("\\| 30, spread, sharded +\\| +25 \\|")
        .containsPattern("\\| 30, by school, homeroom +\\| +1 \\|")
        .contains("## The whole chat\n")
        .contains("the highest ratio is 0.25.", "the highest is 2.00 ms.");
  }

  /** The load checks every delivery, and at its end that all have come. */
  @Test
  void theWholeChatIsMeasuredOnOneNodeAndOnTwo() throws Exception {
    demandRedis();
    var plan = new ChatNodesPlan(List.of(1, 2), 30, 20, 0.1, 2, 0.5);
    var workshop = new Workshop(Path.of("").toAbsolutePath(), List.of());
    List<ChatCost> costs;
    try (var chat = new ChatOnNodes(plan, workshop, new Cores(false), new PrintWriter(progress))) {
      costs = chat.run();
    }

    assertThat(costs).extracting(ChatCost::nodes).containsExactly(1, 2);
    assertThat(costs).allSatisfy(cost -> assertThat(cost.messages()).isPositive());
    assertThat(costs.getFirst().elsewhere()).isZero();
    assertThat(costs.getLast().elsewhere()).isBetween(1L, costs.getLast().deliveries() - 1);
    assertThat(progress.toString()).contains("the whole chat on 2 nodes, round 2 of 2");
  }

  @Test
  void theWholeChatIsToldWithoutRelaysAndSaysWhatItsStoreIs() throws Exception {
    var plan = new ClusterPlan(List.of(), List.of(1, 3), List.of(30), 6, 150, 2, 1);
    var chat = new ChatNodesPlan(List.of(1, 3), 300, 40, 20, 3, 8);
    List<ChatCost> costs =
        List.of(
            cost(new ChatCpu(List.of(1.5), 0.1, 2, 3), 0),
            cost(new ChatCpu(List.of(1.0, 0.5, 0.75), 0.2, 2, 3), 20_000));
    var report =
        new ClusterReport(
            plan, ClusterSummary.of(List.of()), new ChatReport(chat, costs).section());

    String page = report.markdown(Machine.here(), new Cores(true));

    assertThat(page)
        .doesNotContain("A relay", "Reckoned", "Wanted")
        .contains("**not MongoDB**", "328 people")
        .containsPattern("\\| 1 +\\| +1,250 \\| +50\\.0 \\| +50\\.0 \\| +3\\.3 \\|")
        .containsPattern("\\| 3 +\\|.* 33\\.3 \\+ 16\\.7 \\+ 25\\.0 \\| +75\\.0 \\| +6\\.7 \\|")
        .containsPattern(
            "\\| 3 +\\| +1,000 \\| +2\\.0 \\| +9\\.0 \\| +67 % \\| +3\\.0 \\| +12\\.0 \\|");
  }

  private static ChatCost cost(ChatCpu used, long elsewhere) {
    return new ChatCost(
        328,
        24,
        1_000,
        30_000,
        elsewhere,
        0,
        used,
        0.02,
        new ChatCost.Millis(2, 9),
        new ChatCost.Millis(3, 12));
  }

  private static ClusterSample sample(Relay relay, Load load, int round, double cpu) {
    List<Double> nodes = java.util.Collections.nCopies(load.nodes(), cpu);
    return new ClusterSample(
        relay, load, round, 1, 1_000_000, nodes, cpu / 10, 0.5, 1_000, 2_000, 0);
  }
}
