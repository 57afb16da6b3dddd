// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.TestTime;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node that was stopped answers nobody before it reached the store. */
class FenceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestTime time = new TestTime();
  private final Fence fence = fence(Duration.ZERO);

  @Test
  void whoReachedTheStoreAMomentAgoAnswers() {
    time.pass(SECOND);
    fence.pass();
    fence.reached(fence.now());
    time.pass(SECOND);
    fence.pass();
    assertThat(fence.isFresh()).isTrue();
  }

  @Test
  void whoDidNotForLongerAnswersNobodyUntilItDid() {
    time.pass(SECOND.plusMillis(1));
    assertThat(fence.isFresh()).isFalse();
    assertThatThrownBy(fence::pass)
        .isInstanceOfSatisfying(
            StoreUnavailable.class, e -> assertThat(e.retryAfterMillis()).isEqualTo(1000));
    fence.reached(fence.now());
    fence.pass();
  }

  @Test
  void itCountsFromWhenTheStoreWasAsked() {
    Fence.Moment asked = fence.now();
    time.pass(SECOND.plusMillis(1));
    fence.reached(asked);
    assertThat(fence.isFresh()).isFalse();
  }

  @Test
  void anAnswerThatCameLateTakesNothingBack() {
    Fence.Moment early = fence.now();
    time.pass(SECOND);
    fence.reached(fence.now());
    fence.reached(early);
    time.pass(SECOND);
    fence.pass();
  }

  @Test
  void aMachineThatWasSuspendedIsNoticedByItsClock() {
    time.setClock(Duration.ofSeconds(30));
    assertThatThrownBy(fence::pass).isInstanceOf(StoreUnavailable.class);
    fence.reached(fence.now());
    fence.pass();
  }

  @Test
  void whoWaitsGoesOnAsSoonAsTheStoreIsReached() throws Exception {
    Fence waiting = fence(Duration.ofMinutes(5));
    time.pass(Duration.ofSeconds(30));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> call = threads.submit(waiting::pass);
      waiting.reached(waiting.now());
      call.get(1, TimeUnit.MINUTES);
    }
  }

  private Fence fence(Duration patience) {
    return new Fence(time.clock(), time::nanoTime, SECOND, patience);
  }
}
