// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import java.util.List;

/**
 * What to measure of the whole chat.
 *
 * @param nodes numbers of nodes
 * @param students of the school
 * @param rate messages per second
 * @param warmUpSeconds for which people write on all nodes at once, before the rounds
 * @param rounds in which each number of nodes is measured once
 * @param seconds of each measurement
 */
record ChatNodesPlan(
    List<Integer> nodes,
    int students,
    double rate,
    double warmUpSeconds,
    int rounds,
    double seconds) {

  /** All connections at once: for each number of nodes a school, with more people than students. */
  int connections() {
    return nodes.size() * students * 2;
  }
}
