// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * What to measure.
 *
 * @param relays in the order measured within a round
 * @param nodes numbers of nodes
 * @param rooms numbers of members, spread evenly over the nodes
 * @param window messages outstanding in a room
 * @param warmUpSeconds for which all rooms of all relays on the JVM talk at once, before the rounds
 * @param rounds that count
 * @param seconds of each measurement
 */
record ClusterPlan(
    List<Relay> relays,
    List<Integer> nodes,
    List<Integer> rooms,
    int window,
    double warmUpSeconds,
    int rounds,
    double seconds) {

  /** Deliveries per second of the measurement of latency. */
  static final int PACED_DELIVERIES = 10_000;

  /** Rounds that do not count: just-in-time compilers are still at work in them. */
  static final int WARM_UP_ROUNDS = 2;

  /** How a round is called; those up to 0 warm up. */
  String name(int round) {
    return round < 1 ? "warming up" : "round " + round + " of " + rounds;
  }

  /** All connections at once. */
  int connections() {
    return relays.size() * nodes.size() * rooms.stream().mapToInt(Integer::intValue).sum();
  }

  /** Everything to be measured in a round, for each relay; latency on the most nodes alone. */
  List<Load> loads() {
    var loads = new ArrayList<Load>();
    for (int count : nodes) {
      rooms.forEach(room -> loads.add(new Load(count, room, false)));
    }
    int most = nodes.stream().mapToInt(Integer::intValue).max().orElseThrow();
    if (most > 1) {
      rooms.forEach(room -> loads.add(new Load(most, room, true)));
    }
    return loads;
  }

  /**
   * One kind of load.
   *
   * @param nodes how many
   * @param room its members
   * @param paced whether messages come at a fixed rate
   */
  record Load(int nodes, int room, boolean paced) {

    @Override
    public String toString() {
      return (nodes == 1 ? "1 node" : nodes + " nodes")
          + ", room of "
          + room
          + (paced ? ", fixed rate" : "");
    }
  }
}
