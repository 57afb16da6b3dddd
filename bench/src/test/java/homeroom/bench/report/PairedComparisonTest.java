// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {

  private final List<String> measured = new ArrayList<>();

  private PairedRound measure(int number) throws Exception {
    return PairedRound.measure(number, () -> cost("ours", 2), () -> cost("theirs", 4));
  }

  private double cost(String side, double cost) {
    measured.add(side);
    return cost;
  }

  private static PairedComparison of(double... ratios) {
    List<PairedRound> rounds = new ArrayList<>();
    for (double ratio : ratios) {
      rounds.add(new PairedRound(rounds.size() + 1, true, ratio, 1));
    }
    return new PairedComparison(rounds);
  }

  @Test
  void whoGoesFirstAlternates() throws Exception {
    PairedRound first = measure(1);
    PairedRound second = measure(2);

    assertThat(measured).containsExactly("ours", "theirs", "theirs", "ours");
    assertThat(first).isEqualTo(new PairedRound(1, true, 2, 4));
    assertThat(second).isEqualTo(new PairedRound(2, false, 2, 4));
    assertThat(second.ratio()).isEqualTo(0.5);
  }

  @Test
  void aRoundInWhichNothingWasCountedIsRefused() {
    assertThatThrownBy(() -> new PairedRound(3, true, 0, 1)).hasMessageContaining("round 3");
    assertThatThrownBy(() -> new PairedRound(3, true, 1, Double.NaN))
        .hasMessageContaining("measure for longer");
  }

  @Test
  void aMedianWithinTheMarginIsNoSlower() {
    assertThat(of(1.02, 1.02, 1.02, 1.02, 1.02, 1.02).verdict())
        .isEqualTo("No slower: the median is at most 1.02.");
  }

  @Test
  void aMedianAboveTheMarginIsNoSlowerIfTheIntervalHoldsOne() {
    assertThat(of(0.99, 1.01, 1.04, 1.05, 1.06, 1.07).verdict())
        .isEqualTo("No slower: the interval holds 1.");
  }

  @Test
  void aMedianAboveTheMarginIsSlowerIfTheIntervalDoesNotHoldOne() {
    assertThat(of(1.01, 1.03, 1.04, 1.05, 1.06, 1.07).verdict())
        .isEqualTo("Slower: the median is above 1.02, and the interval does not hold 1.");
  }

  @Test
  void fewerThanSixRoundsDecideNothing() {
    assertThat(of(1, 1, 1, 1, 1).verdict()).startsWith("Undecided");
    assertThat(of(1, 1, 1, 1, 1).summary()).contains("too few rounds");
  }

  @Test
  void severalComparisonsCountTheSameHoweverMuchTheyCost() {
    var cheap = new PairedComparison(List.of(new PairedRound(1, true, 2, 1)));
    var dear = new PairedComparison(List.of(new PairedRound(1, true, 500, 1_000)));

    PairedComparison together = PairedComparison.together(List.of(cheap, dear));

    assertThat(together.rounds()).hasSize(1);
    assertThat(together.median()).isCloseTo(1, within(1e-12));
  }

  @Test
  void theTableHasEveryRound() {
    assertThat(of(1.5, 0.5).table("ms"))
        .hasToString(
            """
            | round | first | this, ms | other, ms | this ÷ other |
            | ----- | ----: | -------: | --------: | -----------: |
            | 1     |  this |    1.500 |     1.000 |        1.500 |
            | 2     |  this |    0.500 |     1.000 |        0.500 |
            """);
  }
}
