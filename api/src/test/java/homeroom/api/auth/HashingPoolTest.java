// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One thread, and six places to wait for it. */
class HashingPoolTest {

  private HashingPool pool = new HashingPool(1, 6, Duration.ofMinutes(10));
  private final CountDownLatch hold = new CountDownLatch(1);
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> callers = new ArrayList<>();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void sharesAreServedInTurn() throws Exception {
    occupy();
    for (String name : List.of("a1", "a2", "a3", "b1", "c1", "b2")) {
      wait(name);
    }
    finish();
    assertThat(done).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
  }

  @Test
  void whenNoMoreMayWaitTheNewestOfTheLargestShareGivesWay() throws Exception {
    pool.close();
    pool = new HashingPool(1, 4, Duration.ofMinutes(10));
    occupy();
    for (int i = 1; i <= 4; i++) {
      wait("a" + i);
    }
    wait("b1");
    await().until(() -> done.contains("a4 refused"));
    assertThatThrownBy(() -> pool.compute("a", () -> "a5")).isInstanceOf(StoreUnavailable.class);
    finish();
    assertThat(done).containsExactly("a4 refused", "a1", "b1", "a2", "a3");
  }

  @Test
  void inAFloodOfTheirShareTheNewestIsServedNextAndTheOldestGivesWay() throws Exception {
    pool.close();
    pool = new HashingPool(1, HashingPool.IN_ORDER + 2, Duration.ofMinutes(10));
    occupy();
    for (int i = 1; i <= HashingPool.IN_ORDER + 3; i++) {
      wait("a" + i);
    }
    await().until(() -> done.contains("a1 refused"));
    finish();
    assertThat(done.subList(0, 5)).containsExactly("a1 refused", "a7", "a6", "a2", "a3");
    assertThat(done).hasSize(HashingPool.IN_ORDER + 3);
  }

  @Test
  void whoWaitsForTooLongIsSentAwayAndWhatIsBeingComputedIsNot() throws Exception {
    pool.close();
    pool = new HashingPool(1, 6, Duration.ofMillis(1));
    var begun = new CountDownLatch(1);
    var held = new FutureTask<String>(() -> insist("a", begun));
    Thread.startVirtualThread(held);
    begun.await();
    assertThatThrownBy(() -> pool.compute("a", () -> "a1")).isInstanceOf(StoreUnavailable.class);
    assertThat(pool.waiting()).isZero();
    hold.countDown();
    assertThat(held.get()).isEqualTo("computed");
  }

  /** Until a thread took it within the pool's patience, which may be shorter than it is busy. */
  private String insist(String share, CountDownLatch begun) {
    while (true) {
      try {
        return pool.compute(
            share,
            () -> {
              begun.countDown();
              hold.await();
              return "computed";
            });
      } catch (StoreUnavailable e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void whoWaitsAtTheEndIsSentAway() throws Exception {
    occupy();
    wait("a1");
    pool.close();
    await().until(() -> done.contains("a1 refused"));
    assertThatThrownBy(() -> pool.compute("a", () -> "late")).isInstanceOf(StoreUnavailable.class);
  }

  private void occupy() throws Exception {
    var begun = new CountDownLatch(1);
    callers.add(
        Thread.startVirtualThread(() -> {
          var _ =
              pool.compute(
                  "first",
                  () -> {
                    begun.countDown();
                    hold.await();
                    return "";
                  });
        }));
    begun.await();
  }

  /** A call of the share that the name begins with waits, or was sent away. */
  private void wait(String name) {
    Thread caller =
        Thread.startVirtualThread(() -> {
          try {
            var _ = pool.compute(name.substring(0, 1), () -> done.add(name));
          } catch (StoreUnavailable e) {
            done.add(name + " refused");
          }
        });
    callers.add(caller);
    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING || !caller.isAlive());
  }

  private void finish() throws Exception {
    hold.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
  }
}
