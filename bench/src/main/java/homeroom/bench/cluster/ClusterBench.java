// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.load.LoadGenerator;
import homeroom.bench.report.Table;
import homeroom.bench.server.Cores;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures relays on several nodes: all alive at once, for each number of nodes, each under each
 * load in turn, round by round.
 */
final class ClusterBench implements AutoCloseable {

  /** From the last join until all channels are subscribed to. */
  private static final long SETTLE_MILLIS = 1_000;

  /** How often it is told how long warming up still takes. */
  private static final long TELL_MILLIS = 15_000;

  private final ClusterPlan plan;
  private final PrintWriter progress;
  private final LoadGenerator generator = new LoadGenerator();
  private final List<RunningRelay> running = new ArrayList<>();

  /** Starts all nodes and fills their rooms. */
  ClusterBench(ClusterPlan plan, Workshop workshop, Cores cores, PrintWriter progress)
      throws IOException, InterruptedException {
    this.plan = plan;
    this.progress = progress;
    try {
      for (int count : plan.nodes()) {
        for (Relay relay : plan.relays()) {
          tell("starting " + relay + " on " + count + (count == 1 ? " node" : " nodes"));
          var started = new RunningRelay(relay, count, workshop, cores);
          running.add(started);
          started.fill(generator, plan.rooms());
        }
      }
      Thread.sleep(SETTLE_MILLIS);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** What was measured in the rounds that count. */
  List<ClusterSample> run() throws InterruptedException {
    warmUp();
    List<ClusterSample> samples = new ArrayList<>();
    for (int round = 1 - ClusterPlan.WARM_UP_ROUNDS; round <= plan.rounds(); round++) {
      for (ClusterPlan.Load load : plan.loads()) {
        List<ClusterSample> measured = measure(load, round);
        tell(load, round, measured);
        if (round > 0) {
          samples.addAll(measured);
        }
      }
    }
    return samples;
  }

  /** Processes with a just-in-time compiler that takes its time, all at once. */
  private void warmUp() throws InterruptedException {
    List<RunningRelay> slow = running.stream().filter(one -> one.relay().warmsUpSlowly()).toList();
    slow.forEach(one -> one.beginTalk(plan.window()));
    long left = slow.isEmpty() ? 0 : (long) (plan.warmUpSeconds() * 1_000);
    while (left > 0) {
      tell("warming up for %s s more".formatted(Table.number(left / 1e3, 0)));
      Thread.sleep(Math.min(left, TELL_MILLIS));
      left -= TELL_MILLIS;
    }
    slow.forEach(RunningRelay::endTalk);
  }

  private List<ClusterSample> measure(ClusterPlan.Load load, int round)
      throws InterruptedException {
    List<ClusterSample> samples = new ArrayList<>();
    for (RunningRelay relay : running) {
      if (relay.count() == load.nodes()) {
        samples.add(relay.measure(load, plan.window(), round, plan.seconds()));
      }
    }
    return samples;
  }

  private void tell(ClusterPlan.Load load, int round, List<ClusterSample> samples) {
    var line = new StringBuilder();
    line.append(plan.name(round)).append(", ").append(load).append(':');
    for (ClusterSample sample : samples) {
      line.append("  ").append(sample.relay()).append(' ');
      line.append(
          load.paced()
              ? Table.number(sample.p99Micros() / 1e3, 2) + " ms"
              : Table.number(sample.sumPerMillion(), 2));
    }
    tell(line.toString());
  }

  private void tell(String line) {
    progress.println(line);
    progress.flush();
  }

  @Override
  public void close() {
    generator.close();
    running.forEach(RunningRelay::close);
  }
}
