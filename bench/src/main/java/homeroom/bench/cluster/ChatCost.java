// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

/**
 * What the whole chat took on so many nodes, over all rounds.
 *
 * @param people who were signed in
 * @param messages that were acked
 * @param deliveries to members who did not write it
 * @param elsewhere how many of these were at another node than their sender's
 * @param skipped messages that could not be sent in time
 * @param used meanwhile
 * @param restSeconds CPU of all nodes in a second in which nobody writes
 */
record ChatCost(
    int people,
    double seconds,
    long messages,
    long deliveries,
    long elsewhere,
    long skipped,
    ChatCpu used,
    double restSeconds,
    Millis ack,
    Millis heardElsewhere) {

  /** Percentiles, from the moment when a message was due. */
  record Millis(double p50, double p99) {}

  int nodes() {
    return used.nodes().size();
  }

  /** Of so much CPU, microseconds for each delivery. */
  double perDelivery(double cpuSeconds) {
    return deliveries == 0 ? Double.NaN : cpuSeconds * 1e6 / deliveries;
  }
}
