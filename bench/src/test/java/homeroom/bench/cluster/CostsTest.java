// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class CostsTest {

  private static List<Costs.Measured> measured(DoubleBinaryOperator micros) {
    var all = new ArrayList<Costs.Measured>();
    for (double heard : new double[] {0, 1, 2}) {
      for (double delivered : new double[] {30, 200, 1_000}) {
        all.add(new Costs.Measured(heard, delivered, micros.applyAsDouble(heard, delivered)));
      }
    }
    return all;
  }

  @Test
  void whatIsASumOfThreeCostsIsTakenApart() {
    Costs costs =
        Costs.fit(measured((heard, delivered) -> 80 + 25 * heard + 0.9 * delivered), true);

    assertThat(costs.sent()).isCloseTo(80, within(1e-6));
    assertThat(costs.heard()).isCloseTo(25, within(1e-6));
    assertThat(costs.delivered()).isCloseTo(0.9, within(1e-6));
    assertThat(costs.deviation()).isCloseTo(0, within(1e-6));
    assertThat(costs.of(99, 30)).isCloseTo(80 + 99 * 25 + 27, within(1e-3));
  }

  @Test
  void redisIsFittedWithoutDeliveries() {
    Costs costs = Costs.fit(measured((heard, delivered) -> 12 + 2 * heard), false);

    assertThat(costs.sent()).isCloseTo(12, within(1e-6));
    assertThat(costs.heard()).isCloseTo(2, within(1e-6));
    assertThat(costs.delivered()).isZero();
  }

  @Test
  void nothingCostsLessThanNothing() {
    Costs costs = Costs.fit(measured((heard, delivered) -> 50 - heard + delivered), true);

    assertThat(costs.heard()).isZero();
    assertThat(costs.sent()).isBetween(40.0, 50.0);
    assertThat(costs.deviation()).isPositive();
  }

  @Test
  void whatWasTooLittleToBeMeasuredIsLeftOut() {
    Costs costs =
        Costs.fit(
            measured((heard, delivered) -> heard == 0 && delivered > 200 ? 0 : 12 + 2 * heard),
            false);

    assertThat(costs.sent()).isCloseTo(12, within(1e-6));
    assertThat(costs.heard()).isCloseTo(2, within(1e-6));
  }

  @Test
  void ofOneNodeAloneThereIsNoFit() {
    List<Costs.Measured> alone =
        measured((heard, delivered) -> 50 + delivered).stream()
            .filter(one -> one.heard() == 0)
            .toList();

    assertThat(Costs.fit(alone, true).sent()).isNaN();
  }
}
