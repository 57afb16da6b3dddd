// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.report.Machine;
import homeroom.bench.report.Table;
import homeroom.bench.server.Cores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A summary as people read it. */
final class ClusterReport {

  private static final double WANTED_RATIO = 0.35;
  private static final double WANTED_P99_MILLIS = 5;

  private final ClusterPlan plan;
  private final ClusterSummary summary;
  private final String chat;

  /**
   * @param chat the section of the whole chat; empty if it was not measured
   */
  ClusterReport(ClusterPlan plan, ClusterSummary summary, String chat) {
    this.plan = plan;
    this.summary = summary;
    this.chat = chat;
  }

  /** The whole page. */
  String markdown(Machine machine, Cores cores) {
    return """
    # What several nodes cost

    %s %s As `./homeroom bench cluster` measures.

    """
            .formatted(
                machine.sentence(),
                cores.pinned()
                    ? "Servers and Redis on one processor, the load on another."
                    : "Servers and load share the processors.")
        + (plan.relays().isEmpty() ? "" : method())
        + tables()
        + verdict();
  }

  private String method() {
    return """
    %d rounds of %s s per relay and load. A relay takes what a client says and sends it to all members of the room, at whichever node they
    are: no store, no sign-in, no receipts. `homeroom` is the project's own sockets, fan-out by users, the
    node's part in the bus, its codec and the bus on Redis, with messages in the memory of each node;
    `streams` and `sharded` are socket.io on Node.js with `@socket.io/redis-streams-adapter` and with the
    sharded adapter of `@socket.io/redis-adapter`, as they are by default. Each has a Redis of its own for
    each number of nodes. Two processors show no scaling, so it is the cost that is measured: CPU by the
    operating system's account of every process, in microseconds per delivery, with all processes of the
    servers on the same processor. Members are spread evenly over the nodes; each message is a packet of
    250 bytes, and %d are outstanding, said by members at all nodes in turn. "homeroom ÷ it" compares the sums
    and is the median of the ratios within a round. Of Redis, which takes less in a round than the system's account
    of hundredths of a second can tell, it is all rounds together; the other figures are medians.

    """
        .formatted(plan.rounds(), Table.number(plan.seconds(), 1), plan.window());
  }

  /** The tables of the relays, and that of the whole chat, of what was measured. */
  String tables() {
    return plan.relays().isEmpty() ? chat : relays() + (chat.isEmpty() ? "" : "\n" + chat);
  }

  private String relays() {
    var page = new StringBuilder();
    for (int nodes : plan.nodes()) {
      List<ClusterSummary.Cell> cells = cells(nodes, false);
      page.append("## ").append(nodes == 1 ? "1 node" : nodes + " nodes").append("\n\n");
      page.append(costs(cells)).append('\n');
    }
    latencies(page);
    if (summary.isFitted()) {
      fits(page);
      districts(page);
    } else {
      page.append("Of less than two numbers of nodes and two sizes of rooms there is no fit.\n");
    }
    return page.toString();
  }

  private List<ClusterSummary.Cell> cells(int nodes, boolean paced) {
    return summary.cells().stream()
        .filter(cell -> cell.load().nodes() == nodes && cell.load().paced() == paced)
        .toList();
  }

  private static Table costs(List<ClusterSummary.Cell> cells) {
    var table =
        new Table(
            "room, relay",
            "deliveries/s",
            "each node µs",
            "Redis µs",
            "sum µs",
            "homeroom ÷ it",
            "load");
    for (ClusterSummary.Cell cell : cells) {
      table.row(
          List.of(
              cell.load().room() + ", " + cell.relay(),
              Table.number(cell.deliveriesPerSecond(), 0),
              cell.nodes().stream()
                  .map(node -> Table.number(node, 2))
                  .collect(Collectors.joining(" + ")),
              Table.number(cell.redis(), 2),
              Table.number(cell.sum(), 2),
              Table.number(cell.oursToIt(), 2),
              Table.number(cell.loadShare() * 100, 0) + " %"));
    }
    return table;
  }

  private void latencies(StringBuilder page) {
    List<ClusterSummary.Cell> cells =
        summary.cells().stream().filter(cell -> cell.load().paced()).toList();
    if (cells.isEmpty()) {
      return;
    }
    page.append(
        "## From node to node, %s deliveries per second on %d nodes\n\n"
            .formatted(
                Table.number(ClusterPlan.PACED_DELIVERIES, 0), cells.getFirst().load().nodes()));
    page.append(
        "How long after a message was due it arrived at members who are at another node than its"
            + " speaker.\n\n");
    var table = new Table("room, relay", "p50 ms", "p99 ms", "sum µs", "not sent");
    for (ClusterSummary.Cell cell : cells) {
      table.row(
          List.of(
              cell.load().room() + ", " + cell.relay(),
              Table.number(cell.p50Micros() / 1e3, 2),
              Table.number(cell.p99Micros() / 1e3, 2),
              Table.number(cell.sum(), 2),
              Table.number(cell.skipped(), 0)));
    }
    page.append(table).append('\n');
  }

  /** Whether relays do what is wanted, in sentences; empty if there was none. */
  String verdict() {
    var sentences = new ArrayList<String>();
    summary.cells().stream()
        .filter(cell -> !cell.load().paced() && Double.isFinite(cell.oursToIt()))
        .mapToDouble(ClusterSummary.Cell::oursToIt)
        .max()
        .ifPresent(most ->
            sentences.add(
                "Wanted is a sum of at most %s of either peer's: the highest ratio is %s."
                    .formatted(Table.number(WANTED_RATIO, 2), Table.number(most, 2))));
    summary.cells().stream()
        .filter(cell -> cell.load().paced() && cell.relay() == Relay.HOMEROOM)
        .mapToDouble(cell -> cell.p99Micros() / 1e3)
        .max()
        .ifPresent(most ->
            sentences.add(
                "Wanted is a p99 from node to node of at most %s ms: the highest is %s ms."
                    .formatted(Table.number(WANTED_P99_MILLIS, 0), Table.number(most, 2))));
    return sentences.isEmpty() ? "" : "\n" + String.join("\n", sentences) + "\n";
  }

  private void fits(StringBuilder page) {
    page.append(
        """
        ## What a message costs

        Microseconds of CPU: once for each message that is said, for each other node that hears it, and for
        each member who gets it. Least squares over all loads above without a pace, each relative to itself;
        "off by" is the root of the mean square.

        """);
    var table = new Table("relay, process", "said", "heard by a node", "delivered", "off by");
    summary
        .fits()
        .forEach((relay, fit) -> {
          row(table, relay + ", nodes", fit.nodes());
          row(table, relay + ", Redis", fit.redis());
        });
    page.append(table).append('\n');
  }

  private static void row(Table table, String of, Costs costs) {
    table.row(
        List.of(
            of,
            Table.number(costs.sent(), 1),
            Table.number(costs.heard(), 1),
            Table.number(costs.delivered(), 2),
            Table.number(costs.deviation() * 100, 0) + " %"));
  }

  private void districts(StringBuilder page) {
    page.append(
        """
        ## Reckoned: %s users on %d nodes

        What the fit says of processors kept busy, if everybody writes a message in %d seconds, %s in a
        second altogether. Spread: every school is on all nodes, so that all of them hear of it; of
        sharded channels, as many as members are at on average. By school: a school is routed to %d nodes. A
        stream is read by all nodes either way. Reckoned from three nodes, not measured; nodes that hear of a
        message and have no member cost a little less than here.

        """
            .formatted(
                Table.number(District.USERS, 0),
                District.NODES,
                District.SECONDS_BETWEEN,
                Table.number(District.of(1, false).messagesPerSecond(), 0),
                District.NODES_OF_A_SCHOOL));
    var table = new Table("rooms, relay", "heard by", "nodes", "each node", "Redis", "all");
    for (int room : plan.rooms()) {
      for (boolean affinity : new boolean[] {false, true}) {
        District district = District.of(room, affinity);
        summary
            .fits()
            .forEach((relay, fit) ->
                row(table, (affinity ? ", by school, " : ", spread, "), district, relay, fit));
      }
    }
    page.append(table);
  }

  private static void row(
      Table table, String how, District district, Relay relay, ClusterSummary.Fit fit) {
    double nodes = district.nodeProcessors(relay, fit.nodes());
    double redis = district.redisProcessors(relay, fit.redis());
    table.row(
        List.of(
            district.room() + how + relay,
            Table.number(district.heard(relay), 0),
            Table.number(nodes, 1),
            Table.number(nodes / district.nodes(), 2),
            Table.number(redis, 2),
            Table.number(nodes + redis, 1)));
  }
}
