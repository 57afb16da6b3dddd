// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.bus.Node;
import homeroom.chat.bus.NodeFigures;
import java.time.Duration;
import java.util.function.Supplier;

/** The figures of a node and its bus, which a server alone has not. */
final class NodeMetrics {

  private NodeMetrics() {}

  /**
   * Shows them.
   *
   * @param foundChanges changes of messages that were told since they were found in the store
   */
  static void show(Metrics metrics, Node node, Supplier<Number> foundChanges) {
    NodeFigures figures = node.figures();
    figures.whenAppended(
        metrics.time("homeroom.bus.append", "Entries, until the log of their school had them."));
    metrics.show(
        "homeroom.bus.entries.waiting", "Entries that wait to be appended.", figures::waiting);
    metrics.show(
        "homeroom.bus.servers.away",
        "Redis servers that did not answer last.",
        () -> node.health().away().size());
    metrics.show(
        "homeroom.bus.echo.age.seconds",
        "Since the school that is silent longest was heard of, be it by this node's own beat.",
        () -> seconds(figures.silence()));
    metrics.show(
        "homeroom.bus.proven.age.seconds",
        "Since all that others told was last proven to have been heard, of every school.",
        () -> seconds(figures.unproven()));
    metrics.count("homeroom.bus.holes", "Entries or logs that were missed.", figures::holes);
    metrics.count(
        "homeroom.bus.scans",
        "Schools looked through in the store for what was not heard.",
        figures::scans);
    metrics.count(
        "homeroom.bus.found.changes",
        "Changes of messages that were told since they were found in the store.",
        foundChanges);
    metrics.show("homeroom.nodes.living", "Nodes that live, this one included.", figures::living);
    metrics.show(
        "homeroom.nodes.dead",
        "Nodes that died within the last hour and did not come back.",
        figures::dead);
    metrics.show(
        "homeroom.node.clock.ahead.seconds",
        "By how much this node's clock is ahead of that of MongoDB; below zero it is behind.",
        () -> seconds(node.health().clockAhead()));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
