// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.PairedComparison;
import homeroom.bench.report.PairedRound;
import homeroom.bench.report.Statistics;
import homeroom.bench.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A school's day as people read it: medians of rounds, and medians of the ratios within them.
 *
 * @param loads their names, in the order in which they were measured
 */
record SchoolDayReport(List<String> loads, SchoolDay.Results results) {

  private static final List<String> SERVERS =
      List.of(DayServer.HOMEROOM, DayServer.FEATHERS, DayServer.FLOOR);

  /**
   * What the server that the reference stands for cost in each load, in µs of CPU per delivery. It
   * was measured elsewhere: only how they stand to each other is looked at.
   */
  private enum Proportion {
    ORDINARY("20/s", 188),
    BUSY("200/s", 116),
    FULL("saturation", 97);

    private final String load;
    private final double micros;

    Proportion(String load, double micros) {
      this.load = load;
      this.micros = micros;
    }
  }

  /** How far a proportion may be off, as a share of it. */
  private static final double TOLERANCE = 0.15;

  String text() {
    var text = new StringBuilder("## From a fresh process\n\n");
    text.append(connects()).append('\n');
    text.append(cost(results.fresh())).append('\n');
    text.append(latency(results.fresh())).append('\n');
    if (!results.later().isEmpty()) {
      text.append("## Some minutes later\n\n");
      text.append(cost(results.later())).append('\n');
      text.append(latency(results.later())).append('\n');
    }
    return text.append(proportions()).toString();
  }

  private Table connects() {
    var table =
        new Table(
            "server",
            "ready s",
            "RSS MB, nobody there",
            "connects",
            "in s",
            "CPU ms/connect",
            "RSS MB, all there");
    for (String server : SERVERS) {
      List<DaySide.Connecting> all =
          results.connects().stream()
              .filter(one -> one.server().equals(server))
              .map(SchoolDay.Came::connecting)
              .toList();
      if (all.isEmpty()) {
        continue;
      }
      table.row(
          List.of(
              server,
              Table.number(median(all, DaySide.Connecting::readySeconds), 2),
              Table.number(median(all, one -> one.idleBytes() / 1e6), 0),
              Table.number(median(all, DaySide.Connecting::people), 0),
              Table.number(median(all, DaySide.Connecting::seconds), 1),
              Table.number(median(all, DaySide.Connecting::cpuMillisEach), 2),
              Table.number(median(all, one -> one.residentBytes() / 1e6), 0)));
    }
    return table;
  }

  private Table cost(List<SchoolDay.Taken> taken) {
    var table =
        new Table(
            "load, server",
            "messages/s",
            "CPU ms/message",
            "µs/delivery",
            "in kernel",
            "÷ feathers",
            "from",
            "to",
            "RSS MB",
            "clients' CPU",
            "skipped");
    for (String load : loads) {
      Optional<PairedComparison> ratio = ratio(taken, load);
      for (String server : SERVERS) {
        List<DaySide.Measured> all = of(taken, load, server);
        if (!all.isEmpty()) {
          table.row(cost(load, server, all, server.equals(DayServer.HOMEROOM) ? ratio : empty()));
        }
      }
    }
    return table;
  }

  private static Optional<PairedComparison> empty() {
    return Optional.empty();
  }

  private static List<String> cost(
      String load, String server, List<DaySide.Measured> all, Optional<PairedComparison> ratio) {
    return List.of(
        load + ", " + server,
        Table.number(median(all, one -> one.figures().messagesPerSecond()), 0),
        Table.number(median(all, one -> one.figures().cpuMillisPerMessage()), 2),
        Table.number(median(all, DaySide.Measured::cpuMicrosPerDelivery), 1),
        Table.number(
            median(all, one -> one.figures().cpu().systemSeconds() * 1e6 / deliveries(one)), 1),
        Table.number(ratio.map(PairedComparison::median).orElse(Double.NaN), 3),
        Table.number(ends(ratio).min().orElse(Double.NaN), 3),
        Table.number(ends(ratio).max().orElse(Double.NaN), 3),
        Table.number(median(all, one -> one.residentBytes() / 1e6), 0),
        Table.number(median(all, one -> one.figures().generator() * 100), 0) + "%",
        Table.number(median(all, one -> (double) one.figures().skipped()), 0));
  }

  private static double deliveries(DaySide.Measured one) {
    return (double) one.figures().deliveries();
  }

  private static DoubleStream ends(Optional<PairedComparison> ratio) {
    return ratio.stream()
        .flatMap(comparison -> comparison.rounds().stream())
        .mapToDouble(PairedRound::ratio);
  }

  private Table latency(List<SchoolDay.Taken> taken) {
    var table =
        new Table(
            "load, server",
            "ack p50 ms",
            "ack p99",
            "received p50",
            "received p99",
            "fsync p50",
            "fsync p99",
            "ack p99 ÷ fsync p99");
    for (String load : loads) {
      for (String server : SERVERS) {
        List<DaySide.Measured> all = of(taken, load, server);
        if (!all.isEmpty()) {
          table.row(latency(load + ", " + server, all));
        }
      }
    }
    return table;
  }

  private static List<String> latency(String name, List<DaySide.Measured> all) {
    return List.of(
        name,
        Table.number(median(all, one -> one.figures().ack().p50()), 2),
        Table.number(median(all, one -> one.figures().ack().p99()), 2),
        Table.number(median(all, one -> one.figures().received().p50()), 2),
        Table.number(median(all, one -> one.figures().received().p99()), 2),
        Table.number(median(all, one -> one.figures().fsync().p50()), 2),
        Table.number(median(all, one -> one.figures().fsync().p99()), 2),
        Table.number(median(all, one -> one.figures().ackToFsync()), 2));
  }

  /**
   * Whether the reference is the reference: its loads stand to each other as they should, whatever
   * the speed of the machine, which is the geometric mean of how each stands to what it was.
   */
  private String proportions() {
    List<Double> multiples = new ArrayList<>();
    for (Proportion one : Proportion.values()) {
      multiples.add(micros(one) / one.micros);
    }
    double speed = Math.exp(multiples.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
    if (!Double.isFinite(speed)) {
      return "";
    }
    List<String> off =
        multiples.stream().map(each -> Table.number((each / speed - 1) * 100, 0) + " %").toList();
    boolean right = multiples.stream().allMatch(each -> Math.abs(each / speed - 1) <= TOLERANCE);
    return """
    The reference's µs per delivery at 20/s, 200/s and saturation should be as 188 : 116 : 97, within
    15 %%; times %s, which is the machine, they are off by %s: %s.
    """
        .formatted(
            Table.number(speed, 2),
            String.join(", ", off),
            right ? "it is the reference" : "it is not the reference");
  }

  private double micros(Proportion one) {
    return median(
        of(results.fresh(), one.load, DayServer.FEATHERS), DaySide.Measured::cpuMicrosPerDelivery);
  }

  /** Homeroom's cost per delivery to that of the reference, round by round. */
  private static Optional<PairedComparison> ratio(List<SchoolDay.Taken> taken, String load) {
    List<DaySide.Measured> ours = of(taken, load, DayServer.HOMEROOM);
    List<DaySide.Measured> theirs = of(taken, load, DayServer.FEATHERS);
    List<PairedRound> rounds = new ArrayList<>();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      rounds.add(
          new PairedRound(
              i + 1,
              i % 2 == 0,
              ours.get(i).cpuMicrosPerDelivery(),
              theirs.get(i).cpuMicrosPerDelivery()));
    }
    return rounds.isEmpty() ? Optional.empty() : Optional.of(new PairedComparison(rounds));
  }

  private static List<DaySide.Measured> of(
      List<SchoolDay.Taken> taken, String load, String server) {
    return taken.stream()
        .filter(one -> one.server().equals(server))
        .map(SchoolDay.Taken::measured)
        .filter(one -> one.figures().load().equals(load))
        .toList();
  }

  private static <T> double median(List<T> all, ToDoubleFunction<T> value) {
    return all.isEmpty()
        ? Double.NaN
        : Statistics.median(all.stream().mapToDouble(value).boxed().toList());
  }
}
