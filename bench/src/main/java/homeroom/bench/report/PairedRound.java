// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import java.io.IOException;

/**
 * What two sides cost, measured one right after the other.
 *
 * @param number from 1
 * @param oursFirst who was measured first
 * @param ours more than 0, as {@code theirs}, in the same unit
 */
public record PairedRound(int number, boolean oursFirst, double ours, double theirs) {

  public PairedRound {
    if (!(ours > 0 && theirs > 0)) {
      throw new IllegalArgumentException(
          "round " + number + " cost nothing that can be counted: measure for longer");
    }
  }

  /** Measures one side. */
  public interface Measurement {
    double cost() throws IOException, InterruptedException;
  }

  /** Measures both: ours goes first in odd rounds, theirs in even ones. */
  public static PairedRound measure(int number, Measurement ours, Measurement theirs)
      throws IOException, InterruptedException {
    if (number % 2 != 0) {
      double first = ours.cost();
      return new PairedRound(number, true, first, theirs.cost());
    }
    double first = theirs.cost();
    return new PairedRound(number, false, ours.cost(), first);
  }

  /** Ours as a multiple of theirs. */
  public double ratio() {
    return ours / theirs;
  }
}
