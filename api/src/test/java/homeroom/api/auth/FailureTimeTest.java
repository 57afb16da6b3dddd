// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.time.Timer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a failed sign-in is answered. */
class FailureTimeTest {

  private final SettableTimer timer = new SettableTimer();
  private final FailureTime failureTime = new FailureTime(timer);

  @Test
  void whateverItsHashTookAFailureIsAnsweredAtTheSameTime() {
    assertThat(failAfter(3)).isEqualTo(500);
    assertThat(failAfter(110)).isEqualTo(500);
    assertThat(failAfter(500)).isEqualTo(500);
  }

  @Test
  void afterACostlyHashAllFailuresTakeAsLong() {
    assertThat(failAfter(610)).isEqualTo(750);
    assertThat(failAfter(3)).isEqualTo(750);
    assertThat(failAfter(510)).isEqualTo(750);
  }

  @Test
  void whatARightPasswordTookCountsToo() {
    failureTime.computed(timer.nanoTime() - Duration.ofMillis(990).toNanos());
    assertThat(failAfter(3)).isEqualTo(1000);
  }

  @Test
  void aCostlyHashIsForgottenWhenItIsNotTriedAnyMore() {
    failAfter(610);
    timer.now += FailureTime.MEMORY.plusSeconds(1).toNanos();
    assertThat(failAfter(3)).isEqualTo(500);
  }

  @Test
  void whoWaitedForAThreadIsAnsweredAfterAWholeNumberOfStepsToo() {
    long began = timer.nanoTime();
    timer.now += Duration.ofMillis(310).toNanos();
    long computing = timer.nanoTime();
    timer.now += Duration.ofMillis(40).toNanos();
    failureTime.computed(computing);
    failureTime.await(began, computing);
    assertThat(millisSince(began)).isEqualTo(1000);
  }

  /** How long a failure takes whose hash does, in milliseconds. */
  private long failAfter(long computing) {
    long began = timer.nanoTime();
    timer.now += Duration.ofMillis(computing).toNanos();
    failureTime.computed(began);
    failureTime.await(began, began);
    return millisSince(began);
  }

  private long millisSince(long began) {
    return (timer.nanoTime() - began) / 1_000_000;
  }

  /** Where nobody has to wait: what is to be done later is done at once, then. */
  private static final class SettableTimer implements Timer {
    private long now = 1_000;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Appointment after(Duration delay, Runnable task) {
      now += delay.toNanos();
      task.run();
      return () -> {};
    }
  }
}
