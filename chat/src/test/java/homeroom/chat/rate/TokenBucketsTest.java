// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.rate;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.TestTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Buckets that pay, in time that passes when the test says so. */
class TokenBucketsTest {

  private static final Rate RATE = new Rate(10, 2);

  private final TestTime time = new TestTime();
  private final TokenBuckets<String> buckets = new TokenBuckets<>(time);

  @Test
  void aBucketIsFullAtFirstAndThenSaysWhenThereIsEnough() {
    assertThat(buckets.take("ada", 9, RATE)).isZero();
    assertThat(buckets.take("ada", 3, RATE)).isEqualTo(1_000);
    assertThat(buckets.take("ada", 1, RATE)).isZero();
  }

  @Test
  void whatItSaysIsTrueToTheMillisecond() {
    buckets.take("ada", 10, RATE);
    time.pass(Duration.ofMillis(499));
    assertThat(buckets.take("ada", 1, RATE)).isEqualTo(1);
    time.pass(Duration.ofMillis(1));
    assertThat(buckets.take("ada", 1, RATE)).isZero();
  }

  @Test
  void whatIsRefusedTakesNothing() {
    buckets.take("ada", 10, RATE);
    time.pass(Duration.ofMillis(500));
    for (int i = 0; i < 100; i++) {
      assertThat(buckets.take("ada", 2, RATE)).isEqualTo(500);
    }
  }

  @Test
  void aBucketIsNeverMoreThanFull() {
    buckets.take("ada", 1, RATE);
    buckets.giveBack("ada", 5);
    time.pass(Duration.ofHours(1));
    assertThat(buckets.take("ada", 10, RATE)).isZero();
    assertThat(buckets.take("ada", 1, RATE)).isEqualTo(500);
  }

  @Test
  void whatCostsMoreThanAFullBucketCostsAFullOne() {
    assertThat(buckets.take("ada", 1_000, RATE)).isZero();
    assertThat(buckets.take("ada", 1_000, RATE)).isEqualTo(5_000);
  }

  @Test
  void everybodyHasTheirOwn() {
    buckets.take("ada", 10, RATE);
    assertThat(buckets.take("bob", 10, RATE)).isZero();
  }

  @Test
  void withoutALimitNothingIsKept() {
    assertThat(buckets.take("ada", 1_000_000, Rate.NONE)).isZero();
    assertThat(buckets.size()).isZero();
  }

  @Test
  void whoseBucketIsFullAgainIsForgotten() {
    for (int i = 0; i < 100_000; i++) {
      buckets.take("user " + i, 10, RATE);
      time.pass(Duration.ofMillis(1));
    }
    assertThat(buckets.size()).isLessThan(25_000);
  }
}
