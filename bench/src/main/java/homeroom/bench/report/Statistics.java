// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import java.util.List;
import java.util.Map;

/** The few numbers that a comparison under noise needs. */
public final class Statistics {

  private Statistics() {}

  /**
   * The middle value, or the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there is no median of nothing");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The median of the ratios within each round. A machine that changes its speed between rounds
   * changes both sides of a ratio, so that a median of ratios stands where a ratio of medians would
   * not.
   *
   * @param of by round
   * @param to by round; rounds that are missing here, or zero, are left out
   * @return not a number if no round is left
   */
  public static double medianRatio(Map<Integer, Double> of, Map<Integer, Double> to) {
    List<Double> ratios =
        of.entrySet().stream()
            .filter(round -> to.getOrDefault(round.getKey(), 0.0) > 0)
            .map(round -> round.getValue() / to.getOrDefault(round.getKey(), 0.0))
            .toList();
    return ratios.isEmpty() ? Double.NaN : median(ratios);
  }
}
