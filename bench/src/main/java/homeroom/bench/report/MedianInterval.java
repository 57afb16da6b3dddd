// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import java.util.List;
import java.util.Optional;

/**
 * Where a median is, whatever the distribution of the values: between two of them. As many values
 * are below the median as heads come in so many throws, so that it lies between the {@code rank}th
 * smallest and the {@code rank}th largest value unless fewer than {@code rank} heads or tails come
 * (order statistics; the sign test).
 *
 * @param rank from 1: how far the two stand from the ends
 * @param coverage how likely it holds the median, 0 to 1
 */
public record MedianInterval(double low, double high, int rank, int values, double coverage) {

  /**
   * The narrowest one that holds the median at least as likely as asked for.
   *
   * @return empty if even the smallest and the largest value are too close, as five are for 0.95
   */
  static Optional<MedianInterval> of(List<Double> values, double confidence) {
    int size = values.size();
    double count = Math.pow(0.5, size);
    double below = count;
    int rank = 0;
    double coverage = 0;
    while (rank < size / 2 && 1 - 2 * below >= confidence) {
      rank++;
      coverage = 1 - 2 * below;
      count = count * (size - rank + 1) / rank;
      below += count;
    }
    if (rank == 0) {
      return Optional.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    return Optional.of(
        new MedianInterval(sorted.get(rank - 1), sorted.get(size - rank), rank, size, coverage));
  }

  boolean holds(double value) {
    return low <= value && value <= high;
  }

  @Override
  public String toString() {
    return "95 %% interval %s to %s (order statistics %d and %d of %d: %s %%)"
        .formatted(
            Table.number(low, 3),
            Table.number(high, 3),
            rank,
            values - rank + 1,
            values,
            Table.number(coverage * 100, 1));
  }
}
