// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

/**
 * Many schools on many nodes, for which a fit is reckoned, at a time when everybody writes now and
 * then.
 *
 * @param users who are connected
 * @param secondsBetween how long after a message a user writes another, on average
 * @param nodes over which they are spread
 * @param schoolNodes over which a school is spread: all, or the few that it is routed to
 * @param room members of each room
 */
record District(int users, int secondsBetween, int nodes, int schoolNodes, int room) {

  static final int USERS = 1_000_000;
  static final int NODES = 100;
  static final int SECONDS_BETWEEN = 100;

  /** For one that fails, another is there. */
  static final int NODES_OF_A_SCHOOL = 2;

  /** The one of the reports, with its schools on all nodes or on few. */
  static District of(int room, boolean affinity) {
    return new District(USERS, SECONDS_BETWEEN, NODES, affinity ? NODES_OF_A_SCHOOL : NODES, room);
  }

  double messagesPerSecond() {
    return (double) users / secondsBetween;
  }

  double heard(Relay relay) {
    return relay.heard(nodes, schoolNodes, room);
  }

  /** Processors that all nodes together keep busy. */
  double nodeProcessors(Relay relay, Costs costs) {
    return messagesPerSecond() * costs.of(heard(relay), room) / 1e6;
  }

  /** The same of Redis, on however many servers. */
  double redisProcessors(Relay relay, Costs costs) {
    return messagesPerSecond() * costs.of(heard(relay), 0) / 1e6;
  }
}
