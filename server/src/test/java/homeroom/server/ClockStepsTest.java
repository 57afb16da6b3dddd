// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.TestTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A clock that is set is noticed, in both directions, for a day. */
class ClockStepsTest {

  private final TestTime time = new TestTime();
  private final ClockSteps steps = new ClockSteps(time.clock(), time);

  @Test
  void aClockThatRunsEvenlyIsFineHoweverRarelyItIsLookedAt() {
    steps.look();
    time.pass(Duration.ofDays(3));
    steps.look();
    assertThat(steps.count()).isZero();
    assertThat(steps.finding().level()).isEqualTo(Finding.Level.FINE);
  }

  @Test
  void oneThatIsSetBackIsAWarningForADay() {
    time.pass(Duration.ofSeconds(10));
    time.setClock(Duration.ofHours(-1));
    assertThat(steps.finding().sentence()).isEqualTo("The clock was set back by 3600 seconds.");
    assertThat(steps.count()).isEqualTo(1);
    time.pass(Duration.ofDays(1));
    assertThat(steps.finding().level()).isEqualTo(Finding.Level.FINE);
    assertThat(steps.count()).isEqualTo(1);
  }

  @Test
  void oneThatIsSetForwardIsAWarningToo() {
    time.setClock(Duration.ofHours(1));
    assertThat(steps.finding().sentence()).startsWith("The clock was set forward by 3600 seconds");
  }

  @Test
  void whatAClockThatIsKeptRightDoesIsNoStep() {
    time.setClock(Duration.ofMillis(900));
    time.pass(Duration.ofSeconds(10));
    steps.look();
    time.setClock(Duration.ofMillis(-900));
    steps.look();
    assertThat(steps.count()).isZero();
  }
}
