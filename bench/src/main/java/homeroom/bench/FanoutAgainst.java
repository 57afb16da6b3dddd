// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.load.LoadGenerator;
import homeroom.bench.report.PairedComparison;
import homeroom.bench.report.PairedRound;
import homeroom.bench.report.Table;
import homeroom.bench.server.RoomServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a delivery costs this checkout and another: both servers alive at once, each measured under
 * each load with messages outstanding, in rounds in which they go first by turns.
 */
final class FanoutAgainst implements AutoCloseable {

  private final FanoutPlan plan;
  private final PrintWriter progress;
  private final LoadGenerator generator = new LoadGenerator();
  private final FanoutStand ours;
  private final FanoutStand theirs;

  /** Fills the rooms of both; they are to outlive this, which has the clients. */
  FanoutAgainst(
      FanoutPlan plan, RoomServerProcess ours, RoomServerProcess theirs, PrintWriter progress)
      throws InterruptedException {
    this.plan = plan;
    this.progress = progress;
    this.ours = new FanoutStand(ours);
    this.theirs = new FanoutStand(theirs);
    try {
      this.ours.fill(generator, plan.rooms());
      this.theirs.fill(generator, plan.rooms());
    } catch (InterruptedException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** CPU seconds per million deliveries, by load. */
  Map<String, PairedComparison> run() throws IOException, InterruptedException {
    Map<FanoutPlan.Load, List<PairedRound>> rounds = new LinkedHashMap<>();
    for (int round = 1 - FanoutPlan.WARM_UP_ROUNDS; round <= plan.rounds(); round++) {
      for (FanoutPlan.Load load : plan.outstandingLoads()) {
        PairedRound measured = measure(load, round);
        tell(load, round, measured);
        if (round > 0) {
          rounds.computeIfAbsent(load, key -> new ArrayList<>()).add(measured);
        }
      }
    }
    Map<String, PairedComparison> comparisons = new LinkedHashMap<>();
    rounds.forEach((load, all) -> comparisons.put(load.toString(), new PairedComparison(all)));
    return comparisons;
  }

  private PairedRound measure(FanoutPlan.Load load, int round)
      throws IOException, InterruptedException {
    return PairedRound.measure(
        round,
        () -> ours.measure(load, round, plan.seconds()).cpuPerMillion(),
        () -> theirs.measure(load, round, plan.seconds()).cpuPerMillion());
  }

  private void tell(FanoutPlan.Load load, int round, PairedRound measured) {
    progress.println(
        "%s, %s:  this %s  other %s  ratio %s"
            .formatted(
                plan.name(round),
                load,
                Table.number(measured.ours(), 3),
                Table.number(measured.theirs(), 3),
                Table.number(measured.ratio(), 3)));
    progress.flush();
  }

  @Override
  public void close() {
    generator.close();
  }
}
