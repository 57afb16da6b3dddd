// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianIntervalTest {

  private static List<Double> oneTo(int size) {
    return IntStream.rangeClosed(1, size).mapToObj(i -> (double) i).toList();
  }

  private static MedianInterval of(List<Double> values) {
    return MedianInterval.of(values, 0.95).orElseThrow();
  }

  /** As the tables of the binomial distribution have it: 1 - 2 (1 + 12 + 66) / 4096. */
  @Test
  void ofTwelveValuesItGoesFromTheThirdToTheTenth() {
    MedianInterval interval = of(oneTo(12).reversed());

    assertThat(interval.low()).isEqualTo(3);
    assertThat(interval.high()).isEqualTo(10);
    assertThat(interval.coverage()).isCloseTo(0.9614, within(0.0001));
  }

  @Test
  void ofSixValuesItGoesFromTheSmallestToTheLargest() {
    MedianInterval interval = of(oneTo(6));

    assertThat(interval.rank()).isEqualTo(1);
    assertThat(interval.coverage()).isCloseTo(0.96875, within(1e-9));
  }

  @Test
  void ofFiveValuesThereIsNone() {
    assertThat(MedianInterval.of(oneTo(5), 0.95)).isEmpty();
    assertThat(MedianInterval.of(List.of(), 0.95)).isEmpty();
  }

  @Test
  void itNamesTheValuesItStandsOn() {
    assertThat(of(oneTo(12)))
        .hasToString("95 % interval 3.000 to 10.000 (order statistics 3 and 10 of 12: 96.1 %)");
  }

  @Test
  void itHoldsItsEnds() {
    MedianInterval interval = of(oneTo(6));

    assertThat(interval.holds(1)).isTrue();
    assertThat(interval.holds(6)).isTrue();
    assertThat(interval.holds(0.99)).isFalse();
  }

  @Test
  void ofSkewedValuesItHoldsTheMedianAsOftenAsItSays() {
    var random = new Random(7);
    int held = 0;
    for (int trial = 0; trial < 4_000; trial++) {
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        values.add(Math.exp(2 * random.nextGaussian()));
      }
      held += of(values).holds(1) ? 1 : 0;
    }

    assertThat(held / 4_000.0).isCloseTo(0.9614, within(0.01));
  }
}
