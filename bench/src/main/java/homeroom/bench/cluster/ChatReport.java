// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.report.Table;
import java.util.List;
import java.util.stream.Collectors;

/** What the whole chat costs on several nodes, as people read it. */
final class ChatReport {

  private final ChatNodesPlan plan;
  private final List<ChatCost> costs;

  ChatReport(ChatNodesPlan plan, List<ChatCost> costs) {
    this.plan = plan;
    this.costs = costs;
  }

  /** With its heading. */
  String section() {
    return """
    ## The whole chat

    Without a peer: nodes as `serve --cluster` starts them, with sign-in, rules, a store and receipts. %s people of
    a demo school are signed in, spread evenly over the nodes, and ack every message at once, which makes
    receipts that are stored and told too; %s messages a second come to classes of some 30, from members at all
    nodes in turn. %d rounds of %s s each, summed up. Every number of nodes has a Redis of its own and a store
    of its own, and that is **not MongoDB**: none can be had where this is measured. It is `mongo-java-server`,
    in memory, on whichever processor has room; the time until an ack, and with it the time until a message
    is heard, are those of this stand-in, without a disk and without a majority to wait for. What counts here is
    the CPU of the nodes, in microseconds per delivery, which has what they ask the store and how often in
    it. The nodes' JVM compiles with its first compiler alone, as the launcher has it on one or two
    processors. Times are from the moment when a message was due: to its ack, and to each delivery at another
    node than its sender's. "At rest" is the CPU of all nodes together while everybody is signed in and nobody
    writes.

    """
            .formatted(
                people(),
                Table.number(plan.rate(), 0),
                plan.rounds(),
                Table.number(plan.seconds(), 1))
        + cpu()
        + "\n"
        + times();
  }

  private String people() {
    return costs.stream()
        .map(cost -> Table.number(cost.people(), 0))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private Table cpu() {
    var table =
        new Table(
            "nodes",
            "deliveries/s",
            "each node µs",
            "nodes µs",
            "Redis µs",
            "at rest ms/s",
            "stand-in busy",
            "load");
    for (ChatCost cost : costs) {
      ChatCpu used = cost.used();
      table.row(
          List.of(
              Integer.toString(cost.nodes()),
              Table.number(cost.deliveries() / cost.seconds(), 0),
              used.nodes().stream()
                  .map(node -> Table.number(cost.perDelivery(node), 1))
                  .collect(Collectors.joining(" + ")),
              Table.number(cost.perDelivery(used.allNodes()), 1),
              Table.number(cost.perDelivery(used.redis()), 1),
              Table.number(cost.restSeconds() * 1e3, 1),
              percent(used.store() / cost.seconds()),
              percent(used.load() / cost.seconds())));
    }
    return table;
  }

  private Table times() {
    var table =
        new Table(
            "nodes",
            "messages",
            "ack p50 ms",
            "ack p99 ms",
            "heard elsewhere",
            "p50 ms",
            "p99 ms",
            "not sent");
    for (ChatCost cost : costs) {
      boolean heard = cost.elsewhere() > 0;
      table.row(
          List.of(
              Integer.toString(cost.nodes()),
              Table.number((double) cost.messages(), 0),
              Table.number(cost.ack().p50(), 1),
              Table.number(cost.ack().p99(), 1),
              percent((double) cost.elsewhere() / cost.deliveries()),
              Table.number(heard ? cost.heardElsewhere().p50() : Double.NaN, 1),
              Table.number(heard ? cost.heardElsewhere().p99() : Double.NaN, 1),
              Table.number((double) cost.skipped(), 0)));
    }
    return table;
  }

  private static String percent(double part) {
    return Table.number(part * 100, 0) + " %";
  }
}
