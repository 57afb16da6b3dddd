// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import java.util.List;

/**
 * One measurement of one relay.
 *
 * @param round from 1
 * @param deliveries frames that arrived at members
 * @param nodeSeconds CPU of each node
 * @param redisSeconds CPU of Redis
 * @param loadShare how much of its processor the load used, 0 to 1
 * @param p50Micros from saying to each delivery at another node; paced loads only, else 0
 * @param p99Micros the same, 99th percentile
 * @param skipped messages that could not be said in time; paced loads only
 */
record ClusterSample(
    Relay relay,
    ClusterPlan.Load load,
    int round,
    double seconds,
    long deliveries,
    List<Double> nodeSeconds,
    double redisSeconds,
    double loadShare,
    double p50Micros,
    double p99Micros,
    long skipped) {

  double deliveriesPerSecond() {
    return deliveries / seconds;
  }

  /** Of all nodes, in CPU seconds per million deliveries, which are microseconds per delivery. */
  double nodesPerMillion() {
    return perMillion(nodeSeconds.stream().mapToDouble(Double::doubleValue).sum());
  }

  double nodePerMillion(int node) {
    return perMillion(nodeSeconds.get(node));
  }

  double redisPerMillion() {
    return perMillion(redisSeconds);
  }

  /** Of all nodes and Redis. */
  double sumPerMillion() {
    return nodesPerMillion() + redisPerMillion();
  }

  private double perMillion(double cpuSeconds) {
    return deliveries == 0 ? Double.NaN : cpuSeconds * 1_000_000 / deliveries;
  }
}
