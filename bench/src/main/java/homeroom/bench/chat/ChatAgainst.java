// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.PairedComparison;
import homeroom.bench.report.PairedRound;
import homeroom.bench.report.Table;
import homeroom.bench.server.CpuTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a message costs this checkout and another: both servers alive at once, each measured under
 * the same load, in rounds in which they go first by turns.
 */
final class ChatAgainst implements AutoCloseable {

  /** From the start of a load until it is measured. */
  private static final long SETTLE_MILLIS = 500;

  private final ChatPlan plan;
  private final int rounds;
  private final PrintWriter progress;
  private final Side ours;
  private final Side theirs;

  /**
   * Signs everybody in on both.
   *
   * @param plan its rates are measured if there are any, else the saturation
   * @param rounds that count
   */
  ChatAgainst(ChatPlan plan, int rounds, ChatTarget ours, ChatTarget theirs, PrintWriter progress)
      throws IOException {
    this.plan = plan;
    this.rounds = rounds;
    this.progress = progress;
    this.ours = Side.of(ours, plan);
    try {
      this.theirs = Side.of(theirs, plan);
    } catch (IOException | RuntimeException failed) {
      this.ours.close();
      throw failed;
    }
  }

  /** A server, the people who are signed in on it, and what they say. */
  private record Side(long pid, SchoolClients school, ChatLoad load) implements AutoCloseable {

    static Side of(ChatTarget target, ChatPlan plan) throws IOException {
      var school = new SchoolClients(target.address(), plan.dialect());
      try {
        school.join(Account.read(target.tokens()));
        school.learnClassrooms();
        return new Side(target.pid(), school, new ChatLoad(school, plan.window()));
      } catch (IOException | RuntimeException failed) {
        school.close();
        throw failed;
      }
    }

    /** Carries the load for so long, and answers CPU milliseconds per message. */
    double measure(OptionalDouble rate, double seconds) throws InterruptedException {
      if (rate.isPresent()) {
        load.keepPace(rate.getAsDouble());
      } else {
        load.saturate();
      }
      Thread.sleep(SETTLE_MILLIS);
      var _ = load.take();
      CpuTime before = CpuTime.of(pid);
      Thread.sleep((long) (seconds * 1_000));
      ChatLoad.Counts counts = load.take();
      CpuTime used = CpuTime.of(pid).since(before);
      load.stop();
      return used.seconds() * 1e3 / counts.messages();
    }

    @Override
    public void close() {
      school.close();
    }
  }

  /** CPU milliseconds per message, by load. */
  Map<String, PairedComparison> run() throws IOException, InterruptedException {
    for (OptionalDouble rate : loads()) {
      say("Warming up, %s ...".formatted(name(rate)));
      var _ = ours.measure(rate, plan.warmUpSeconds());
      var _ = theirs.measure(rate, plan.warmUpSeconds());
    }
    Map<String, List<PairedRound>> measured = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (OptionalDouble rate : loads()) {
        PairedRound one =
            PairedRound.measure(
                round,
                () -> ours.measure(rate, plan.seconds()),
                () -> theirs.measure(rate, plan.seconds()));
        tell(rate, one);
        measured.computeIfAbsent(name(rate), key -> new ArrayList<>()).add(one);
      }
    }
    Map<String, PairedComparison> comparisons = new LinkedHashMap<>();
    measured.forEach((load, all) -> comparisons.put(load, new PairedComparison(all)));
    return comparisons;
  }

  private List<OptionalDouble> loads() {
    return plan.rates().isEmpty()
        ? List.of(OptionalDouble.empty())
        : plan.rates().stream().map(OptionalDouble::of).toList();
  }

  private static String name(OptionalDouble rate) {
    return rate.isPresent() ? Table.number(rate.getAsDouble(), 0) + "/s" : "saturation";
  }

  private void tell(OptionalDouble rate, PairedRound round) {
    say(
        "round %d of %d, %s:  this %s  other %s  ratio %s"
            .formatted(
                round.number(),
                rounds,
                name(rate),
                Table.number(round.ours(), 3),
                Table.number(round.theirs(), 3),
                Table.number(round.ratio(), 3)));
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }

  @Override
  public void close() {
    ours.close();
    theirs.close();
  }
}
