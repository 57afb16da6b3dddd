// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.load.LoadGenerator;
import homeroom.bench.report.Table;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Measures broadcasts: all servers alive at once, each under each load in turn, round by round. */
final class FanoutBench implements AutoCloseable {

  private final FanoutPlan plan;
  private final PrintWriter progress;
  private final LoadGenerator generator = new LoadGenerator();
  private final List<FanoutStand> stands = new ArrayList<>();

  /** Starts all servers and fills their rooms. */
  FanoutBench(FanoutPlan plan, Workshop workshop, Cores cores, PrintWriter progress)
      throws IOException, InterruptedException {
    this.plan = plan;
    this.progress = progress;
    try {
      for (Contender contender : plan.servers()) {
        var stand = new FanoutStand(workshop.start(contender, cores));
        stands.add(stand);
        stand.fill(generator, plan.rooms());
      }
    } catch (IOException | InterruptedException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** What was measured in the rounds that count. */
  List<Sample> run() throws InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (int round = 1 - FanoutPlan.WARM_UP_ROUNDS; round <= plan.rounds(); round++) {
      for (FanoutPlan.Load load : plan.loads()) {
        List<Sample> measured = measure(load, round);
        tell(load, round, measured);
        if (round > 0) {
          samples.addAll(measured);
        }
      }
    }
    return samples;
  }

  private List<Sample> measure(FanoutPlan.Load load, int round) throws InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (FanoutStand stand : stands) {
      samples.add(stand.measure(load, round, plan.seconds()));
    }
    return samples;
  }

  private void tell(FanoutPlan.Load load, int round, List<Sample> samples) {
    var line = new StringBuilder();
    line.append(plan.name(round)).append(", ").append(load).append(':');
    for (Sample sample : samples) {
      line.append("  ").append(sample.server()).append(' ');
      line.append(
          load.isPaced()
              ? Table.number(sample.p99Micros() / 1e3, 2) + " ms"
              : Table.number(sample.cpuPerMillion(), 2));
    }
    progress.println(line);
    progress.flush();
  }

  @Override
  public void close() {
    generator.close();
    stands.forEach(FanoutStand::close);
  }
}
