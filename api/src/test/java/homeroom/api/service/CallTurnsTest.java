// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose call runs next. */
class CallTurnsTest {

  private static final UserId ADA = new UserId("ada");
  private static final UserId BEN = new UserId("ben");
  private static final UserId EVE = new UserId("eve");

  private final Semaphore mayEnd = new Semaphore(0);
  private final Queue<UserId> began = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();

  private static final int ENOUGH = 1_000_000;

  private void call(CallTurns turns, UserId user) {
    Thread.startVirtualThread(() -> {
      try {
        var _ =
            turns.run(
                user,
                () -> {
                  began.add(user);
                  mayEnd.acquireUninterruptibly();
                  return true;
                });
      } catch (StoreUnavailable busy) {
        refused.incrementAndGet();
      }
    });
  }

  private void calls(CallTurns turns, UserId user, int times) {
    for (int i = 0; i < times; i++) {
      int before = turns.running() + turns.waiting() + refused.get();
      call(turns, user);
      await().until(() -> turns.running() + turns.waiting() + refused.get() == before + 1);
    }
  }

  @AfterEach
  void end() {
    mayEnd.release(ENOUGH);
  }

  @Test
  void aCallThatIsAloneRunsAtOnceAndLeavesNothingBehind() {
    var turns = new CallTurns(4, 2, 100);
    assertThat(turns.run(ADA, () -> turns.running())).isOne();
    assertThat(turns.running()).isZero();
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void oneUserDoesNotTakeAllPlaces() {
    var turns = new CallTurns(4, 2, 100);
    calls(turns, EVE, 20);
    await().until(() -> turns.running() == 2);
    calls(turns, ADA, 1);
    await().until(() -> began.contains(ADA));
    assertThat(turns.waiting()).isEqualTo(18);
  }

  @Test
  void usersTakeTurns() {
    var turns = new CallTurns(1, 1, 100);
    calls(turns, EVE, 4);
    calls(turns, ADA, 2);
    calls(turns, BEN, 1);
    for (int i = 1; i < 7; i++) {
      int next = i + 1;
      await().until(() -> began.size() == next - 1);
      mayEnd.release();
    }
    await().until(() -> began.size() == 7);
    assertThat(List.copyOf(began)).containsExactly(EVE, ADA, BEN, EVE, ADA, EVE, EVE);
  }

  @Test
  void manyUsersHaveACallEach() {
    var turns = new CallTurns(1, 1, 10);
    for (int i = 0; i < 9; i++) {
      calls(turns, new UserId("user" + i), 1);
    }
    assertThat(refused.get()).isZero();
  }

  @Test
  void onceHalfIsTakenWhoHasMoreThanAnEqualPartIsRefused() {
    var turns = new CallTurns(4, 2, 40);
    calls(turns, EVE, 30);
    assertThat(refused.get()).isEqualTo(10);
    calls(turns, ADA, 5);
    assertThat(refused.get()).isEqualTo(10);
    calls(turns, EVE, 1);
    assertThat(refused.get()).isEqualTo(11);
    mayEnd.release(ENOUGH);
    await().until(() -> turns.running() + turns.waiting() == 0);
    assertThat(began).hasSize(25);
  }

  private final Semaphore mayGoOn = new Semaphore(0);

  /** One that by now waits for its reader. */
  private void unread(CallTurns turns, UserId user) {
    var pausing = new CountDownLatch(1);
    Thread.startVirtualThread(() ->
        turns.run(
            user,
            () -> {
              turns.pause(
                  user,
                  () -> {
                    pausing.countDown();
                    mayGoOn.acquireUninterruptibly();
                  });
              began.add(user);
            }));
    await().until(() -> pausing.getCount() == 0);
  }

  @Test
  void whatWaitsForSomethingElseHoldsUpNobody() {
    var turns = new CallTurns(1, 1, 100);
    unread(turns, EVE);
    unread(turns, EVE);
    calls(turns, ADA, 1);
    await().until(() -> began.contains(ADA));
    assertThat(turns.waiting()).isZero();
    mayEnd.release(ENOUGH);
    mayGoOn.release(ENOUGH);
    await().until(() -> began.size() == 3 && turns.running() + turns.waiting() == 0);
  }

  @Test
  void whatWasBegunGoesOnBeforeTheUsersOtherCallsAndAfterThoseOfOthers() {
    var turns = new CallTurns(1, 1, 100);
    unread(turns, EVE);
    calls(turns, ADA, 1);
    await().until(() -> began.contains(ADA));
    calls(turns, BEN, 1);
    calls(turns, EVE, 1);
    mayGoOn.release(ENOUGH);
    await().until(() -> turns.waiting() == 3);
    mayEnd.release(ENOUGH);
    await().until(() -> began.size() == 4);
    assertThat(List.copyOf(began)).containsExactly(ADA, BEN, EVE, EVE);
    await().until(() -> turns.running() + turns.waiting() == 0);
  }
}
