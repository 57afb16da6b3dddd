// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.report.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the samples say.
 *
 * @param cells in the order of the plan
 * @param fits by relay
 */
record ClusterSummary(List<Cell> cells, Map<Relay, Fit> fits) {

  /**
   * A relay under a load; medians over the rounds, but of Redis.
   *
   * @param nodes CPU microseconds per delivery, of each node
   * @param redis the same, of Redis, over all rounds: in one it may be less than is accounted
   * @param sum the same, of all of them
   * @param oursToIt Homeroom's sum to this one's, the median of the ratios within a round; not a
   *     number for Homeroom itself, or without it
   */
  record Cell(
      Relay relay,
      ClusterPlan.Load load,
      double deliveriesPerSecond,
      List<Double> nodes,
      double redis,
      double sum,
      double oursToIt,
      double loadShare,
      double p50Micros,
      double p99Micros,
      double skipped) {

    double allNodes() {
      return nodes.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** What a message costs all nodes together, and Redis. */
  record Fit(Costs nodes, Costs redis) {}

  /** Whether enough was measured to tell what a message costs by what becomes of it. */
  boolean isFitted() {
    return fits.values().stream().allMatch(fit -> Double.isFinite(fit.nodes().deviation()));
  }

  static ClusterSummary of(List<ClusterSample> samples) {
    List<ClusterPlan.Load> loads = samples.stream().map(ClusterSample::load).distinct().toList();
    List<Relay> relays = samples.stream().map(ClusterSample::relay).distinct().toList();
    var cells = new ArrayList<Cell>();
    for (ClusterPlan.Load load : loads) {
      for (Relay relay : relays) {
        cells.add(cell(of(relay, load, samples), of(Relay.HOMEROOM, load, samples)));
      }
    }
    Map<Relay, Fit> fits = new LinkedHashMap<>();
    relays.forEach(relay -> fits.put(relay, fit(relay, cells)));
    return new ClusterSummary(cells, fits);
  }

  private static List<ClusterSample> of(
      Relay relay, ClusterPlan.Load load, List<ClusterSample> samples) {
    return samples.stream()
        .filter(sample -> sample.relay() == relay && sample.load().equals(load))
        .toList();
  }

  private static Cell cell(List<ClusterSample> its, List<ClusterSample> ours) {
    ClusterSample any = its.getFirst();
    List<Double> nodes =
        IntStream.range(0, any.load().nodes())
            .mapToObj(node -> median(its, sample -> sample.nodePerMillion(node)))
            .toList();
    double ratio =
        any.relay() == Relay.HOMEROOM
            ? Double.NaN
            : Statistics.medianRatio(sumByRound(ours), sumByRound(its));
    return new Cell(
        any.relay(),
        any.load(),
        median(its, ClusterSample::deliveriesPerSecond),
        nodes,
        redis(its),
        median(its, ClusterSample::sumPerMillion),
        ratio,
        median(its, ClusterSample::loadShare),
        median(its, ClusterSample::p50Micros),
        median(its, ClusterSample::p99Micros),
        median(its, ClusterSample::skipped));
  }

  private static double redis(List<ClusterSample> samples) {
    double seconds = samples.stream().mapToDouble(ClusterSample::redisSeconds).sum();
    long deliveries = samples.stream().mapToLong(ClusterSample::deliveries).sum();
    return deliveries == 0 ? Double.NaN : seconds * 1e6 / deliveries;
  }

  private static double median(List<ClusterSample> samples, ToDoubleFunction<ClusterSample> value) {
    return Statistics.median(samples.stream().mapToDouble(value).boxed().toList());
  }

  private static Map<Integer, Double> sumByRound(List<ClusterSample> samples) {
    Map<Integer, Double> sums = new TreeMap<>();
    samples.forEach(sample -> sums.put(sample.round(), sample.sumPerMillion()));
    return sums;
  }

  /** Of the loads without a pace. Redis knows nothing of deliveries. */
  private static Fit fit(Relay relay, List<Cell> cells) {
    List<Cell> its =
        cells.stream().filter(cell -> cell.relay() == relay && !cell.load().paced()).toList();
    return new Fit(
        Costs.fit(its.stream().map(cell -> message(cell, cell.allNodes())).toList(), true),
        Costs.fit(its.stream().map(cell -> message(cell, cell.redis())).toList(), false));
  }

  private static Costs.Measured message(Cell cell, double microsPerDelivery) {
    int room = cell.load().room();
    return new Costs.Measured(cell.load().nodes() - 1, room, microsPerDelivery * room);
  }
}
