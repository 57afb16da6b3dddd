// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a failed sign-in is answered. */
class FailureTimeTest {

  private final SettableTimer timer = new SettableTimer();
  private final FailureTime failureTime = new FailureTime(timer);

  @Test
  void aFastFailureIsAnsweredAfterOneStep() {
    failAfter(Duration.ofMillis(3));
    assertThat(timer.waited).containsExactly(Duration.ofMillis(247));
  }

  @Test
  void aSlowFailureIsAnsweredAfterAWholeNumberOfSteps() {
    failAfter(Duration.ofMillis(610));
    assertThat(timer.waited).containsExactly(Duration.ofMillis(140));
  }

  @Test
  void aFailureOnAStepWaitsForTheNextOne() {
    failAfter(FailureTime.STEP);
    assertThat(timer.waited).containsExactly(FailureTime.STEP);
  }

  private void failAfter(Duration computing) {
    long began = timer.nanoTime();
    timer.now += computing.toNanos();
    failureTime.await(began);
  }

  /**
   * Where nobody has to wait: what is to be done later is done at once, and how much later kept.
   */
  private static final class SettableTimer implements Timer {
    private final List<Duration> waited = new ArrayList<>();
    private long now = 1_000;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Appointment after(Duration delay, Runnable task) {
      waited.add(delay);
      now += delay.toNanos();
      task.run();
      return () -> {};
    }
  }
}
