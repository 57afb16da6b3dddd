// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.server.CpuTime;

/**
 * One measurement of one server.
 *
 * @param round from 1
 * @param deliveries frames that arrived at members
 * @param cpu what the server used for them
 * @param loadShare how much of its processor the load used, 0 to 1
 * @param medianMicros of the time from saying to each delivery; paced loads only, else 0
 * @param p99Micros the same, 99th percentile
 * @param skipped messages that could not be said in time; paced loads only
 */
record Sample(
    String server,
    FanoutPlan.Load load,
    int round,
    double seconds,
    long deliveries,
    CpuTime cpu,
    double loadShare,
    double medianMicros,
    double p99Micros,
    long skipped) {

  double deliveriesPerSecond() {
    return deliveries / seconds;
  }

  /** CPU seconds per million deliveries, which are microseconds per delivery. */
  double cpuPerMillion() {
    return perMillion(cpu.seconds());
  }

  double userPerMillion() {
    return perMillion(cpu.userSeconds());
  }

  double systemPerMillion() {
    return perMillion(cpu.systemSeconds());
  }

  private double perMillion(double cpuSeconds) {
    return deliveries == 0 ? Double.NaN : cpuSeconds * 1_000_000 / deliveries;
  }
}
