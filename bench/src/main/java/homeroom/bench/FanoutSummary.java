// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.report.Statistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What the rounds say together: medians, and medians of ratios within a round.
 *
 * @param loads in the order measured
 */
record FanoutSummary(List<LoadSummary> loads) {

  /** One load, every server under it. */
  record LoadSummary(FanoutPlan.Load load, List<ServerSummary> servers) {}

  /**
   * One server under one load, medians over the rounds.
   *
   * @param cpu CPU seconds per million deliveries
   * @param user those in its own code
   * @param system those in the kernel for it
   * @param loadShare how much of its processor the load used, 0 to 1
   * @param ratios its CPU per delivery as a multiple of each other server's, by title
   */
  record ServerSummary(
      String server,
      double deliveriesPerSecond,
      double cpu,
      double user,
      double system,
      double loadShare,
      double medianMicros,
      double p99Micros,
      double skipped,
      Map<String, Ratio> ratios) {}

  /**
   * CPU per delivery as a multiple of another server's.
   *
   * @param total user and system
   * @param user the user parts alone
   */
  record Ratio(double total, double user) {

    static final Ratio UNKNOWN = new Ratio(Double.NaN, Double.NaN);
  }

  /** Sums up. */
  static FanoutSummary of(List<Sample> samples) {
    return new FanoutSummary(
        samples.stream()
            .map(Sample::load)
            .distinct()
            .map(load ->
                summary(
                    load, samples.stream().filter(sample -> sample.load().equals(load)).toList()))
            .toList());
  }

  private static LoadSummary summary(FanoutPlan.Load load, List<Sample> samples) {
    List<String> servers = samples.stream().map(Sample::server).distinct().toList();
    return new LoadSummary(
        load, servers.stream().map(server -> summary(server, servers, samples)).toList());
  }

  private static ServerSummary summary(String server, List<String> all, List<Sample> samples) {
    List<Sample> own = of(server, samples);
    Map<String, Ratio> ratios = new LinkedHashMap<>();
    for (String other : all) {
      if (!other.equals(server)) {
        ratios.put(other, ratio(own, of(other, samples)));
      }
    }
    return new ServerSummary(
        server,
        median(own, Sample::deliveriesPerSecond),
        median(own, Sample::cpuPerMillion),
        median(own, Sample::userPerMillion),
        median(own, Sample::systemPerMillion),
        median(own, Sample::loadShare),
        median(own, Sample::medianMicros),
        median(own, Sample::p99Micros),
        median(own, Sample::skipped),
        ratios);
  }

  private static List<Sample> of(String server, List<Sample> samples) {
    return samples.stream().filter(sample -> sample.server().equals(server)).toList();
  }

  private static Ratio ratio(List<Sample> of, List<Sample> to) {
    return new Ratio(
        Statistics.medianRatio(
            byRound(of, Sample::cpuPerMillion), byRound(to, Sample::cpuPerMillion)),
        Statistics.medianRatio(
            byRound(of, Sample::userPerMillion), byRound(to, Sample::userPerMillion)));
  }

  private static Map<Integer, Double> byRound(
      List<Sample> samples, ToDoubleFunction<Sample> value) {
    Map<Integer, Double> values = new TreeMap<>();
    samples.forEach(sample -> values.put(sample.round(), value.applyAsDouble(sample)));
    return values;
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return Statistics.median(samples.stream().mapToDouble(value).boxed().toList());
  }
}
