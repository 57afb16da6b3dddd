// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.Readiness;
import homeroom.chat.ClusterStores;
import homeroom.chat.bus.BusLimits;
import homeroom.chat.bus.Node;
import homeroom.chat.message.Cluster;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.time.Timer;
import homeroom.cluster.redis.RedisBus;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's part in a cluster: its way to the other nodes, and what it hears of them. Only a
 * server that is a node makes one, so that the driver of the bus is not even loaded by others.
 */
final class ClusterNode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);

  private final ClusterStores stores;
  private final RedisBus bus;
  private final Node node;

  /** Of the one who polls: what it knew when it saw to the schools that there are. */
  private @Nullable RosterVersions followed;

  /** Connects to nothing yet. */
  ClusterNode(ClusterSettings settings, ClusterStores stores, Clock clock, Timer timer) {
    this.stores = stores;
    this.bus =
        new RedisBus(
            settings.bus(stores.name()),
            settings.node(),
            List.of(MessageEvent.class),
            new SecureRandom());
    this.node =
        new Node(
            settings.node(),
            bus,
            stores.nodes(),
            stores.hints(),
            clock,
            timer,
            Thread::startVirtualThread,
            BusLimits.DEFAULT,
            (what, more, fault) -> LOG.error("{}; {} more like it before", what, more, fault));
  }

  /** What the chat of this server tells the other nodes by, and hears from them. */
  Cluster cluster() {
    return new Cluster(node, stores.recentChanges());
  }

  /**
   * Lives from now on, and hears of every school from when this returns, or as soon as the bus is
   * there. The roster and the rules are to be read after it, and before anybody comes.
   */
  void start(Roster roster) {
    node.start();
    roster.schools().forEach(school -> node.serve(school.id()));
  }

  /** Hears in a moment of schools that are new; whoever came to one before is told what changed. */
  void follow(Roster roster) {
    RosterVersions now = roster.versions();
    if (!now.equals(followed)) {
      roster.schools().forEach(school -> node.follow(school.id()));
      followed = now;
    }
  }

  /** Whether another node reaches more of the bus. */
  boolean isCutOff() {
    return !node.health().cutOff().isEmpty();
  }

  /**
   * Shows how it is.
   *
   * @param foundChanges changes of messages that were told since they were found in the store
   */
  void show(Metrics metrics, Supplier<Number> foundChanges) {
    NodeMetrics.show(metrics, node, foundChanges);
  }

  Readiness readiness() {
    return NodeReadiness.of(node.health(), BusLimits.DEFAULT.clocksApart());
  }

  /** Once nobody changes anything here any more. */
  @Override
  public void close() {
    node.close();
    bus.close();
  }
}
