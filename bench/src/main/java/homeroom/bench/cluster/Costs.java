// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message costs, in microseconds of CPU: {@code sent} once, {@code heard} for each other
 * node that hears it, {@code delivered} for each member who gets it. The least squares of what was
 * measured, each relative to itself, with no cost below 0. What was too little to be measured is
 * left out.
 *
 * @param deviation the root of the mean square by which a measurement differs from this, as a part
 *     of it; not a number if there is no fit, since too little was measured
 */
record Costs(double sent, double heard, double delivered, double deviation) {

  private static final Costs UNKNOWN = new Costs(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  private static final int TERMS = 3;

  /** Below this a pivot is taken for 0: what was measured cannot tell the terms apart. */
  private static final double SINGULAR = 1e-9;

  /**
   * What was measured of one message.
   *
   * @param heard other nodes that heard it
   * @param delivered members who got it
   * @param micros of CPU
   */
  record Measured(double heard, double delivered, double micros) {

    private double[] relative() {
      return new double[] {1 / micros, heard / micros, delivered / micros};
    }
  }

  /**
   * Fits all three, or the first two alone.
   *
   * @param deliveries whether deliveries cost anything
   */
  static Costs fit(List<Measured> measured, boolean deliveries) {
    List<double[]> rows =
        measured.stream().filter(one -> one.micros() > 0).map(Measured::relative).toList();
    int all = deliveries ? 0b111 : 0b011;
    if (solve(rows, all) == null) {
      return UNKNOWN;
    }
    Costs best = UNKNOWN;
    for (int terms = 1; terms <= all; terms++) {
      double[] costs = solve(rows, terms);
      if (costs != null && Arrays.stream(costs).allMatch(cost -> cost >= 0)) {
        double deviation = deviation(rows, costs);
        if (!(deviation >= best.deviation)) {
          best = new Costs(costs[0], costs[1], costs[2], deviation);
        }
      }
    }
    return best;
  }

  private static double deviation(List<double[]> rows, double[] costs) {
    double squares = 0;
    for (double[] row : rows) {
      double error = -1;
      for (int i = 0; i < TERMS; i++) {
        error += row[i] * costs[i];
      }
      squares += error * error;
    }
    return Math.sqrt(squares / rows.size());
  }

  /**
   * Solves the normal equations of the chosen terms; the others are 0.
   *
   * @param terms a bit for each
   * @return null if the rows cannot tell them apart
   */
  private static double @Nullable [] solve(List<double[]> rows, int terms) {
    double[] scale = scale(rows);
    double[][] equations = new double[TERMS][TERMS + 1];
    for (int i = 0; i < TERMS; i++) {
      if (!has(terms, i)) {
        equations[i][i] = 1;
      } else {
        for (double[] row : rows) {
          double at = row[i] / scale[i];
          equations[i][TERMS] += at;
          for (int j = 0; j < TERMS; j++) {
            equations[i][j] += has(terms, j) ? at * row[j] / scale[j] : 0;
          }
        }
      }
    }
    double[] solved = eliminate(equations);
    for (int i = 0; solved != null && i < TERMS; i++) {
      solved[i] /= scale[i];
    }
    return solved;
  }

  private static boolean has(int terms, int term) {
    return (terms & (1 << term)) != 0;
  }

  /** The length of each column, so that all are as long; 1 of one that is nothing but 0. */
  private static double[] scale(List<double[]> rows) {
    double[] scale = new double[TERMS];
    for (int i = 0; i < TERMS; i++) {
      int column = i;
      double length = Math.sqrt(rows.stream().mapToDouble(row -> row[column] * row[column]).sum());
      scale[i] = length == 0 ? 1 : length;
    }
    return scale;
  }

  /** By Gauß and Jordan; symmetric and positive, so that the order of the pivots is free. */
  private static double @Nullable [] eliminate(double[][] equations) {
    for (int i = 0; i < TERMS; i++) {
      double pivot = equations[i][i];
      if (Math.abs(pivot) < SINGULAR) {
        return null;
      }
      for (int j = 0; j <= TERMS; j++) {
        equations[i][j] /= pivot;
      }
      for (int k = 0; k < TERMS; k++) {
        double factor = equations[k][i];
        if (k != i) {
          for (int j = 0; j <= TERMS; j++) {
            equations[k][j] -= factor * equations[i][j];
          }
        }
      }
    }
    double[] solved = new double[TERMS];
    for (int i = 0; i < TERMS; i++) {
      solved[i] = equations[i][TERMS];
    }
    return solved;
  }

  /** Microseconds of one message. */
  double of(double heardBy, double deliveredTo) {
    return sent + heard * heardBy + delivered * deliveredTo;
  }
}
