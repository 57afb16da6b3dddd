// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.bench.FanoutPlan.Load;
import homeroom.bench.report.Machine;
import homeroom.bench.report.PairedComparison;
import homeroom.bench.report.PairedRound;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.CpuTime;
import homeroom.bench.server.RoomServerProcess;
import homeroom.bench.server.Workshop;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs our own server in a process of its own, for a moment. */
class FanoutBenchTest {

  private final FanoutPlan plan =
      new FanoutPlan(List.of(Contender.HOMEROOM), List.of(3, 20), List.of(4, 1), 1, 0.1);
  private final Workshop workshop = new Workshop(Path.of("").toAbsolutePath(), List.of());
  private final StringWriter progress = new StringWriter();

  /** Every delivery is checked as it comes, and a load ends when all of them have come. */
  @Test
  void everyMessageReachesEveryMemberOnceUnderEveryLoad() throws Exception {
    List<Sample> samples;
    try (var fanout =
        new FanoutBench(plan, workshop, new Cores(false), new PrintWriter(progress))) {
      samples = fanout.run();
    }

    assertThat(samples)
        .extracting(Sample::load)
        .containsExactly(
            new Load(3, 4),
            new Load(3, 1),
            new Load(3, Load.PACED),
            new Load(20, 4),
            new Load(20, 1),
            new Load(20, Load.PACED));
    assertThat(samples.stream().mapToLong(Sample::deliveries).sum()).isPositive();
    assertThat(progress.toString()).contains("warming up, room of 3, 4 outstanding:  homeroom ");
  }

  /** Both sides are this build: what the class path of a checkout is, is told elsewhere. */
  @Test
  void twoServersAreMeasuredBesideEachOtherWithMessagesOutstanding() throws Exception {
    Map<String, PairedComparison> loads;
    var longer = new FanoutPlan(List.of(), List.of(3), List.of(4), 2, 0.5);
    try (RoomServerProcess ours = workshop.start(Contender.HOMEROOM, new Cores(false));
        RoomServerProcess theirs = workshop.start(Contender.HOMEROOM, new Cores(false));
        var both = new FanoutAgainst(longer, ours, theirs, new PrintWriter(progress))) {
      loads = both.run();
    }

    assertThat(loads.keySet()).containsExactly("room of 3, 4 outstanding");
    assertThat(loads.values())
        .allSatisfy(comparison ->
            assertThat(comparison.rounds())
                .extracting(PairedRound::oursFirst)
                .containsExactly(true, false));
    assertThat(progress.toString()).contains("round 2 of 2, room of 3, 4 outstanding:  this ");
  }

  @Test
  void aReportComparesOursWithEachOther() throws Exception {
    var both =
        new FanoutPlan(List.of(Contender.HOMEROOM, Contender.FLOOR), List.of(3), List.of(4), 2, 1);
    List<Sample> samples =
        List.of(
            sample("homeroom", 1, 1),
            sample("floor", 1, 2),
            sample("homeroom", 2, 3),
            sample("floor", 2, 6));

    String page =
        new FanoutReport(both, FanoutSummary.of(samples)).markdown(Machine.here(), new Cores(true));

    assertThat(page)
        .contains("## Room of 3, 4 outstanding")
        .contains("homeroom ÷ it")
        .containsPattern("\\| floor +\\|.*\\| +0\\.50 \\| +0\\.50 \\|");
  }

  private static Sample sample(String server, int round, double cpu) {
    var used = new CpuTime(cpu, cpu);
    return new Sample(server, new Load(3, 4), round, 1, 1_000, used, 0.1, 0, 0, 0);
  }
}
