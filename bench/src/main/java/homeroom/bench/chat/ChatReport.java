// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Machine;
import homeroom.bench.report.Table;
import homeroom.bench.server.Cores;
import java.util.List;

/** The figures as people read them. */
final class ChatReport {

  /** What the architecture that Homeroom replaces does; measured elsewhere, in the same way. */
  private static final String YARDSTICK =
      """
      The yardstick is a server on Node.js built as the original architecture says (Feathers,
      Socket.IO, SQLite with fsync): 0.71 CPU ms per message to a class of 31 and 1,170 messages
      per second on one processor; with confirmed, stored receipts, as here, 1.18 ms and 805; and
      24 KB per idle signed-in connection. It was measured elsewhere, on another day.
      """;

  private ChatReport() {}

  static String page(String title, Machine machine, Cores cores, String tables) {
    return "# %s\n\n%s %s\n\n%s\n%s"
        .formatted(
            title,
            machine.sentence(),
            cores.pinned()
                ? "The server on one processor, the clients on another."
                : "Server and clients share the processors.",
            tables,
            YARDSTICK);
  }

  static String yardstick() {
    return YARDSTICK;
  }

  static Table throughput(List<Figures> figures) {
    var table =
        new Table(
            "load",
            "messages/s",
            "deliveries/s",
            "records/s",
            "CPU ms/message",
            "user",
            "system",
            "clients' CPU",
            "skipped");
    for (Figures each : figures) {
      table.row(
          List.of(
              each.load(),
              Table.number(each.messagesPerSecond(), 0),
              Table.number(each.deliveriesPerSecond(), 0),
              Table.number(each.recordsPerSecond(), 0),
              Table.number(each.cpuMillisPerMessage(), 3),
              Table.number(each.userMillisPerMessage(), 3),
              Table.number(each.systemMillisPerMessage(), 3),
              Table.number(each.generator() * 100, 0) + "%",
              Long.toString(each.skipped())));
    }
    return table;
  }

  static Table latency(List<Figures> figures) {
    var table =
        new Table(
            "load",
            "ack p50 ms",
            "ack p99",
            "received p50",
            "received p99",
            "fsync p50",
            "fsync p99",
            "ack p99 ÷ fsync p99");
    for (Figures each : figures) {
      table.row(
          List.of(
              each.load(),
              Table.number(each.ack().p50(), 2),
              Table.number(each.ack().p99(), 2),
              Table.number(each.received().p50(), 2),
              Table.number(each.received().p99(), 2),
              Table.number(each.fsync().p50(), 2),
              Table.number(each.fsync().p99(), 2),
              Table.number(each.ackToFsync(), 2)));
    }
    return table;
  }
}
