// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.rate;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.TestTime;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one user may spend on calls. */
class CallBudgetTest {

  private static final UserId ADA = new UserId("ada");
  private static final UserId BOB = new UserId("bob");

  private final TestTime time = new TestTime();
  private final CallBudget budget =
      new CallBudget(new CallLimits(new Rate(10, 1), 10, 2, CallLimits.DEFAULT.costs()), time);
  private final AtomicInteger made = new AtomicInteger();

  private Outcome<Integer> call(UserId user, int cost) {
    return budget.call(user, Role.STUDENT, cost, made::incrementAndGet);
  }

  @Test
  void whoSpentAllIsToldWhenToComeAgainAndNothingWasDone() {
    done(call(ADA, 8));
    Refusal refusal = refused(call(ADA, 4));
    assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(refusal.retryAfterMillis()).isEqualTo(2_000);
    assertThat(made).hasValue(1);

    time.pass(Duration.ofSeconds(2));
    done(call(ADA, 4));
  }

  @Test
  void aNodeThatDoesNotKnowWhatHappenedLatelyMakesNoCall() {
    var stopped =
        new CallBudget(
            CallLimits.DEFAULT,
            time,
            () -> {
              throw new StoreUnavailable("stopped", 1000);
            });
    assertThatThrownBy(() -> stopped.call(ADA, Role.STUDENT, 1, made::incrementAndGet))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(made).hasValue(0);
  }

  @Test
  void othersDoNotNoticeIt() {
    done(call(ADA, 10));
    done(call(BOB, 10));
  }

  @Test
  void aLongAnswerIsPaidForAfterwardsAndWhatLacksIsOwed() {
    int unit = CallLimits.DEFAULT.costs().bytesPerUnit();
    budget.charge(ADA, Role.STUDENT, unit - 1);
    done(call(ADA, 2));
    budget.charge(ADA, Role.STUDENT, 12 * unit);
    assertThat(refused(call(ADA, 1)).retryAfterMillis()).isEqualTo(5_000);
    budget.charge(ADA, Role.STUDENT, 1_000 * unit);
    time.pass(Duration.ofSeconds(11));
    done(call(ADA, 1));
    done(call(BOB, 10));
  }

  @Test
  void anAdminMaySpendMore() {
    done(budget.pay(ADA, Role.ADMIN, 100));
    assertThat(refused(budget.pay(ADA, Role.ADMIN, 1)).retryAfterMillis()).isEqualTo(100);
  }

  @Test
  void aCallThatWasPaidOtherwiseCostsNothingOnceItIsMade() {
    for (int i = 0; i < 100; i++) {
      done(budget.call(ADA, Role.STUDENT, 10, () -> "sent", answer -> true));
    }
    assertThatThrownBy(() -> budget.call(ADA, Role.STUDENT, 10, this::refusedByARule, x -> true))
        .isInstanceOf(IllegalStateException.class);
    refused(call(ADA, 1));
  }

  private String refusedByARule() {
    throw new IllegalStateException("refused");
  }

  @Test
  void onlySoManyCallsAreUnderWayAtOnce() {
    Outcome<Outcome<Outcome<Integer>>> nested =
        budget.call(
            ADA, Role.STUDENT, 1, () -> budget.call(ADA, Role.STUDENT, 1, () -> call(ADA, 1)));
    refused(done(done(nested)));
    done(call(ADA, 1));
  }

  @Test
  void askingWhetherThereIsAnythingLeftCostsNothing() {
    for (int i = 0; i < 100; i++) {
      done(budget.demandAny(ADA, Role.STUDENT));
    }
    done(call(ADA, 10));
    refused(budget.demandAny(ADA, Role.STUDENT));
  }

  @Test
  void aCallIsMadeOnBehalfOfItsUser() {
    assertThat(done(budget.call(ADA, Role.STUDENT, 1, () -> String.valueOf(CurrentUser.get()))))
        .isEqualTo(String.valueOf(ADA));
    assertThat(CurrentUser.get()).isNull();
  }
}
