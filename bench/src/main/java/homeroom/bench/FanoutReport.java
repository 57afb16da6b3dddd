// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.FanoutSummary.LoadSummary;
import homeroom.bench.FanoutSummary.Ratio;
import homeroom.bench.FanoutSummary.ServerSummary;
import homeroom.bench.report.Machine;
import homeroom.bench.report.Table;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import java.util.List;
import java.util.stream.Collectors;

/** A summary as people read it. */
final class FanoutReport {

  private final FanoutPlan plan;
  private final FanoutSummary summary;
  private final String ours;

  FanoutReport(FanoutPlan plan, FanoutSummary summary) {
    this.plan = plan;
    this.summary = summary;
    this.ours =
        plan.servers().stream()
            .filter(Contender::isHomeroom)
            .map(Contender::title)
            .findFirst()
            .orElse("");
  }

  /** The whole page. */
  String markdown(Machine machine, Cores cores) {
    return """
    # Fan-out

    %s %s %d rounds of %s s per server and load.

    Clients are WebSockets in one room; each message is a packet of 250 bytes to all of them.
    CPU is the operating system's account of the server's process, in seconds per million
    deliveries. "× floor" and "%s ÷ it" compare CPU per delivery and are medians of the ratios
    within a round. "Load" is how much of its own processor the load generator used.

    """
            .formatted(
                machine.sentence(),
                cores.pinned()
                    ? "Servers on one processor, the load on another."
                    : "Servers and load share the processors.",
                plan.rounds(),
                Table.number(plan.seconds(), 1),
                ours.isEmpty() ? "ours" : ours)
        + tables();
  }

  /** The tables alone. */
  String tables() {
    return summary.loads().stream()
        .map(load -> "## " + title(load.load()) + "\n\n" + table(load))
        .collect(Collectors.joining("\n"));
  }

  private static String title(FanoutPlan.Load load) {
    String room = "Room of " + load.room() + ", ";
    return load.isPaced()
        ? room + Table.number(FanoutPlan.PACED_DELIVERIES, 0) + " deliveries per second"
        : room + load.window() + " outstanding";
  }

  private Table table(LoadSummary load) {
    return load.load().isPaced() ? latencies(load.servers()) : costs(load.servers());
  }

  private static Table latencies(List<ServerSummary> servers) {
    var table = new Table("server", "p50 ms", "p99 ms", "CPU s/M", "not sent", "load");
    for (ServerSummary server : servers) {
      table.row(
          List.of(
              server.server(),
              Table.number(server.medianMicros() / 1e3, 2),
              Table.number(server.p99Micros() / 1e3, 2),
              Table.number(server.cpu(), 2),
              Table.number(server.skipped(), 0),
              percent(server.loadShare())));
    }
    return table;
  }

  private Table costs(List<ServerSummary> servers) {
    var table =
        new Table(
            "server",
            "deliveries/s",
            "CPU s/M",
            "user",
            "system",
            "× floor",
            (ours.isEmpty() ? "ours" : ours) + " ÷ it",
            "user part",
            "load");
    for (ServerSummary server : servers) {
      Ratio toFloor = server.ratios().getOrDefault(Contender.FLOOR.title(), Ratio.UNKNOWN);
      Ratio oursToIt = oursTo(server.server(), servers);
      table.row(
          List.of(
              server.server(),
              Table.number(server.deliveriesPerSecond(), 0),
              Table.number(server.cpu(), 2),
              Table.number(server.user(), 2),
              Table.number(server.system(), 2),
              Table.number(toFloor.total(), 2),
              Table.number(oursToIt.total(), 2),
              Table.number(oursToIt.user(), 2),
              percent(server.loadShare())));
    }
    return table;
  }

  private Ratio oursTo(String other, List<ServerSummary> servers) {
    return servers.stream()
        .filter(server -> server.server().equals(ours))
        .map(server -> server.ratios().getOrDefault(other, Ratio.UNKNOWN))
        .findFirst()
        .orElse(Ratio.UNKNOWN);
  }

  private static String percent(double share) {
    return Table.number(share * 100, 0) + " %";
  }
}
