// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.bell;

/**
 * What one morning cost the server.
 *
 * @param connects users who came, and left again
 * @param seconds from the first connect until the last was greeted
 * @param onlineEvents {@code user:online} delivered, each of them right
 * @param offlineEvents {@code user:offline} delivered, right for each who stayed meanwhile
 * @param connectMillis from connect to being greeted: p50 and p99
 * @param seenMillis from connect to the last {@code user:online} that others got: p50 and p99
 * @param comeCpuSeconds of the server while they came, all events included
 * @param comeSystemSeconds of these in the kernel
 * @param leaveCpuSeconds of the server while they left
 * @param clientCpu the share of its processor that the load used while they came
 * @param peakBytes the most memory the server ever had resident
 */
record BellFigures(
    int connects,
    double seconds,
    long onlineEvents,
    long offlineEvents,
    Percentiles connectMillis,
    Percentiles seenMillis,
    double comeCpuSeconds,
    double comeSystemSeconds,
    double leaveCpuSeconds,
    double clientCpu,
    long peakBytes) {

  /** Of sorted values. */
  record Percentiles(double p50, double p99, double max) {

    static Percentiles of(double[] sorted) {
      return sorted.length == 0
          ? new Percentiles(Double.NaN, Double.NaN, Double.NaN)
          : new Percentiles(at(sorted, 0.5), at(sorted, 0.99), sorted[sorted.length - 1]);
    }

    private static double at(double[] sorted, double share) {
      return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    }
  }

  double cpuMillisPerConnect() {
    return comeCpuSeconds * 1e3 / connects;
  }

  double systemMillisPerConnect() {
    return comeSystemSeconds * 1e3 / connects;
  }

  double cpuMicrosPerEvent() {
    return comeCpuSeconds * 1e6 / onlineEvents;
  }
}
