// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.server.Contender;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to measure.
 *
 * @param servers in the order measured within a round
 * @param rooms numbers of members
 * @param windows numbers of outstanding messages
 * @param rounds that count
 * @param seconds of each measurement
 */
record FanoutPlan(
    List<Contender> servers,
    List<Integer> rooms,
    List<Integer> windows,
    int rounds,
    double seconds) {

  /**
   * Deliveries per second of the measurement of latency: a rate that every server can keep on a
   * slow machine, however large the room.
   */
  static final int PACED_DELIVERIES = 10_000;

  /** Rounds that do not count: just-in-time compilers are still at work in them. */
  static final int WARM_UP_ROUNDS = 2;

  /** How a round is called; those up to 0 warm up. */
  String name(int round) {
    return round < 1 ? "warming up" : "round " + round + " of " + rounds;
  }

  /** Of {@link #loads}, those that take as much as the server gives. */
  List<Load> outstandingLoads() {
    return loads().stream().filter(load -> !load.isPaced()).toList();
  }

  /** Everything to be measured in a round, for each server. */
  List<Load> loads() {
    return rooms.stream()
        .flatMap(room ->
            Stream.concat(
                windows.stream().map(window -> new Load(room, window)),
                Stream.of(new Load(room, Load.PACED))))
        .toList();
  }

  /**
   * One kind of load.
   *
   * @param room its members
   * @param window messages outstanding, or {@link #PACED}
   */
  record Load(int room, int window) {

    /** Messages at a fixed rate. */
    static final int PACED = 0;

    boolean isPaced() {
      return window == PACED;
    }

    @Override
    public String toString() {
      return "room of " + room + ", " + (isPaced() ? "fixed rate" : window + " outstanding");
    }
  }
}
