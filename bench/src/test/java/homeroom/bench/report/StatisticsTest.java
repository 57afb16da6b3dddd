// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void theMedianIsTheMiddleValueWhateverTheOrder() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
    assertThat(Statistics.median(List.of(1.0, 2.0, 4.0, 100.0))).isEqualTo(3.0);
  }

  @Test
  void thereIsNoMedianOfNothing() {
    assertThatThrownBy(() -> Statistics.median(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ratiosAreTakenWithinARoundSoThatASlowRoundSlowsBothSides() {
    Map<Integer, Double> ours = Map.of(1, 1.0, 2, 1.0, 3, 3.0);
    Map<Integer, Double> theirs = Map.of(1, 2.0, 2, 2.0, 3, 6.0);

    assertThat(Statistics.medianRatio(ours, theirs)).isEqualTo(0.5);
  }

  @Test
  void aRoundThatOneSideLacksIsLeftOut() {
    Map<Integer, Double> ours = Map.of(1, 1.0, 2, 50.0, 3, 70.0);
    Map<Integer, Double> theirs = Map.of(1, 4.0, 3, 0.0);

    assertThat(Statistics.medianRatio(ours, theirs)).isEqualTo(0.25);
  }

  @Test
  void withoutACommonRoundThereIsNoRatio() {
    assertThat(Statistics.medianRatio(Map.of(1, 1.0), Map.of(2, 1.0))).isNaN();
  }
}
