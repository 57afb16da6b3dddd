// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import homeroom.api.auth.SlowedSignIns.Try;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.TestTime;
import homeroom.chat.session.SharedFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Failed sign-ins slow later tries, and never lock. */
class SlowedSignInsTest {

  private static final String ADA = "ada@hill.example";
  private static final String SCHOOL = "203.0.113.7";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestTime time = new TestTime();
  private SlowedSignIns slowing = slowing(SlowingLimits.DEFAULT);

  private SlowedSignIns slowing(SlowingLimits limits) {
    return new SlowedSignIns(limits, time, new Random(7), "password", SharedFailures.ofOneNode());
  }

  private SlowedSignIns slowing(SharedFailures shared) {
    return new SlowedSignIns(SlowingLimits.DEFAULT, time, new Random(7), "password", shared);
  }

  @Test
  void whatFailsOnAnotherNodeSlowsHereOfTheSameAccountOriginAndKind() {
    var here = SharedFailures.ofOneNode();
    var there = new SharedFailures(here::heard);
    slowing = slowing(here);
    SlowedSignIns elsewhere = slowing(there);
    for (int i = 0; i < 10; i++) {
      elsewhere.begin(ADA, SCHOOL).end(true);
      here.heard(new SharedFailures.Failure("code", "bob@hill.example", SCHOOL));
    }
    assertThat(begin().state()).isEqualTo(Try.State.WAITING);
    assertThat(slowing.begin("bob@hill.example", SCHOOL).state()).isEqualTo(Try.State.HAS_TURN);
    assertThat(slowing.begin(ADA, "198.51.100.7").state()).isEqualTo(Try.State.HAS_TURN);
  }

  @Test
  void onlyWhatFailsIsToldToOtherNodes() {
    var heard = new ArrayList<SharedFailures.Failure>();
    slowing = slowing(new SharedFailures(heard::add));
    begin().end(false);
    assertThat(heard).isEmpty();
    begin().end(true);
    assertThat(heard).containsExactly(new SharedFailures.Failure("password", ADA, SCHOOL));
  }

  @Test
  void ofTriesThatTakeTurnsTheOtherNodesAreToldAsTheTurnBegins() {
    var heard = new ArrayList<SharedFailures.Failure>();
    slowing = slowing(new SharedFailures(heard::add));
    fail(10);
    heard.clear();
    time.pass(SlowingLimits.DEFAULT.longestPause());
    Try one = begin();
    one.awaitTurn();
    assertThat(heard).hasSize(1);
    one.end(true);
    assertThat(heard).hasSize(1);
  }

  @Test
  void manyNodesTogetherLetHardlyMoreTriesThroughThanOne() {
    var everybody = new ArrayList<SharedFailures>();
    var nodes = new ArrayList<SlowedSignIns>();
    for (int i = 0; i < 10; i++) {
      int self = i;
      everybody.add(
          new SharedFailures(failure -> {
            for (int other = 0; other < everybody.size(); other++) {
              if (other != self) {
                everybody.get(other).heard(failure);
              }
            }
          }));
    }
    for (int i = 0; i < 10; i++) {
      nodes.add(
          new SlowedSignIns(
              SlowingLimits.DEFAULT, time, new Random(i), "password", everybody.get(i)));
    }
    for (int i = 0; i < 10; i++) {
      nodes.getFirst().begin(ADA, SCHOOL).end(true);
    }
    time.pass(SlowingLimits.DEFAULT.longestPause());
    int turns = 0;
    var waiting = new ArrayList<Try>();
    for (int millis = 0; millis < 9_000; millis += 10) {
      for (SlowedSignIns node : nodes) {
        if (millis % 500 == 0) {
          waiting.add(node.begin(ADA, SCHOOL));
        }
      }
      for (Try one : List.copyOf(waiting)) {
        if (one.state() == Try.State.HAS_TURN) {
          one.awaitTurn();
          one.end(true);
          waiting.remove(one);
          turns++;
        }
      }
      time.pass(Duration.ofMillis(10));
    }
    assertThat(turns).isBetween(2, 15);
  }

  @Test
  void tenFailuresAreNotSlowed() {
    for (int i = 0; i < 10; i++) {
      Try one = begin();
      assertThat(one.state()).isEqualTo(Try.State.HAS_TURN);
      one.end(true);
    }
  }

  @Test
  void thenOneTryASecondHasATurn() {
    fail(10);
    List<Try> five = begin(5);
    assertThat(withTurn(five)).isEmpty();
    for (int turn = 1; turn <= 5; turn++) {
      time.pass(SECOND);
      assertThat(withTurn(five)).hasSize(turn);
    }
  }

  @Test
  void whoComesALongTimeAfterTheLatestTurnDoesNotWait() {
    fail(10);
    time.pass(SECOND);
    assertThat(begin().state()).isEqualTo(Try.State.HAS_TURN);
    assertThat(begin().state()).isEqualTo(Try.State.WAITING);
  }

  @Test
  void aTurnIsDrawnAtRandom() {
    fail(10);
    List<Try> five = begin(5);
    var order = new ArrayList<Integer>();
    for (int turn = 1; turn <= 5; turn++) {
      time.pass(SECOND);
      for (Try one : withTurn(five)) {
        if (!order.contains(five.indexOf(one))) {
          order.add(five.indexOf(one));
        }
      }
    }
    assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4).isNotEqualTo(List.of(0, 1, 2, 3, 4));
  }

  @Test
  void afterEachFurtherTenThePauseIsASecondLongerAndNeverMoreThanTen() {
    SlowingLimits usual = SlowingLimits.DEFAULT;
    var allDay =
        new SlowingLimits(
            usual.failures(),
            usual.pause(),
            usual.longestPause(),
            usual.waiting(),
            usual.longestWait(),
            Duration.ofDays(1),
            usual.remembered());
    slowing = slowing(allDay);
    fail(10);
    for (int seconds = 1; seconds <= 12; seconds++) {
      assertThat(pauseNow()).as("after %d failures", seconds * 10).isEqualTo(Math.min(10, seconds));
      failInTurns(10);
    }
  }

  @Test
  void atMostTwentyWait() {
    fail(10);
    List<Try> twenty = begin(20);
    assertThat(twenty).allMatch(one -> one.state() == Try.State.WAITING);
    ErrorPayload error = refusal(begin());
    assertThat(error.code()).isEqualTo(429);
    assertThat(error.data())
        .containsEntry("code", "sign-in-rate")
        .containsEntry("retryAfterMs", 1000L);
    assertThat(twenty).allMatch(one -> one.state() == Try.State.WAITING);
  }

  @Test
  void whoseTurnCannotComeInTimeIsToldSoAtOnceAndWhenItComes() {
    slowing = slowing(SlowingLimits.SECOND_FACTORS);
    fail(10);
    time.pass(SECOND);
    assertThat(refusal(begin()).data()).containsEntry("retryAfterMs", 599_000L);
    time.pass(Duration.ofSeconds(590));
    Try waits = begin();
    assertThat(waits.state()).isEqualTo(Try.State.WAITING);
    time.pass(Duration.ofSeconds(9));
    assertThat(waits.state()).isEqualTo(Try.State.HAS_TURN);
  }

  @Test
  void nobodyWaitsForMoreThanTenSeconds() {
    fail(10);
    List<Try> twenty = begin(20);
    time.pass(Duration.ofSeconds(10));
    assertThat(withTurn(twenty)).hasSizeBetween(9, 10);
    assertThat(twenty).noneMatch(one -> one.state() == Try.State.WAITING);
    Try refused =
        twenty.stream().filter(one -> one.state() == Try.State.REFUSED).findAny().orElseThrow();
    assertThat(refusal(refused).data()).containsEntry("retryAfterMs", 1000L);
  }

  @Test
  void whoeverTriesHowHardTheOneWithThePasswordGetsATurn() {
    fail(10);
    for (int i = 0; i < 2000; i++) {
      begin();
    }
    int chances = 0;
    boolean had = false;
    while (!had) {
      time.pass(Duration.ofSeconds(11)); // those who waited went away, and a few come again
      List<Try> others = begin(19);
      Try ours = begin();
      time.pass(Duration.ofSeconds(9));
      had = ours.state() == Try.State.HAS_TURN;
      others.stream().filter(one -> one.state() == Try.State.HAS_TURN).forEach(o -> o.end(false));
      chances++;
    }
    assertThat(chances).isLessThan(20);
  }

  @Test
  void triesAtOnceCountAsFailuresUntilTheyAreKnownToBeNone() {
    List<Try> many = begin(12);
    assertThat(withTurn(many)).hasSize(10);
    many.getFirst().end(false);
    assertThat(withTurn(many)).hasSize(11);
    withTurn(many).getLast().end(true);
    assertThat(withTurn(many)).as("nine are under way, one failed").hasSize(11);
  }

  @Test
  void theSameAccountIsFastElsewhereAndOtherAccountsHere() {
    fail(10);
    begin(2);
    assertThat(slowing.begin(ADA, "198.51.100.9").state()).isEqualTo(Try.State.HAS_TURN);
    assertThat(slowing.begin("bob@hill.example", SCHOOL).state()).isEqualTo(Try.State.HAS_TURN);
  }

  @Test
  void anAccountIsTheSameInAnyCase() {
    fail(10);
    assertThat(slowing.begin(" Ada@Hill.EXAMPLE ", SCHOOL).state()).isEqualTo(Try.State.WAITING);
  }

  @Test
  void anyNumberOfOtherAccountsSlowsNobody() {
    for (int i = 0; i < 2000; i++) {
      slowing.begin("nobody" + i, SCHOOL).end(true);
    }
    assertThat(begin().state()).isEqualTo(Try.State.HAS_TURN);
  }

  @Test
  void eachFailureIsForgottenAfterAQuarterOfAnHour() {
    fail(1);
    time.pass(Duration.ofMinutes(14));
    fail(9);
    Try waits = begin();
    assertThat(waits.state()).isEqualTo(Try.State.WAITING);
    time.pass(Duration.ofMinutes(1));
    waits.end(false);
    fail(1);
    Try next = begin();
    assertThat(next.state()).as("ten in a quarter of an hour").isEqualTo(Try.State.WAITING);
    time.pass(Duration.ofMinutes(14));
    next.end(false);
    assertThat(withTurn(begin(12))).as("one is left").hasSize(9);
  }

  @Test
  void whatIsForgivenSlowsNobodyAnyMore() {
    fail(10);
    Try waits = begin();
    slowing.forget("ADA@hill.example");
    assertThat(waits.state()).isEqualTo(Try.State.HAS_TURN);
    waits.end(true);
    assertThat(withTurn(begin(9))).hasSize(9);
  }

  @Test
  void whatIsNoNameOfAnAccountTakesNoRoom() {
    for (int i = 0; i < 10; i++) {
      slowing.begin("x".repeat(100_000), SCHOOL).end(true);
    }
    assertThat(slowing.begin("y".repeat(100_000), SCHOOL).state()).isEqualTo(Try.State.WAITING);
  }

  private Try begin() {
    return slowing.begin(ADA, SCHOOL);
  }

  private List<Try> begin(int number) {
    var begun = new ArrayList<Try>();
    for (int i = 0; i < number; i++) {
      begun.add(begin());
    }
    return begun;
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      begin().end(true);
    }
  }

  /** Each waits for its turn. */
  private void failInTurns(int times) {
    for (int i = 0; i < times; i++) {
      Try one = begin();
      time.pass(Duration.ofSeconds(10));
      one.end(true);
    }
  }

  /** Seconds from a turn that was just taken to the next. */
  private int pauseNow() {
    time.pass(Duration.ofSeconds(10));
    begin().end(false);
    Try next = begin();
    int seconds = 0;
    while (next.state() == Try.State.WAITING) {
      time.pass(SECOND);
      seconds++;
    }
    next.end(false);
    return seconds;
  }

  private static List<Try> withTurn(List<Try> tries) {
    return tries.stream().filter(one -> one.state() == Try.State.HAS_TURN).toList();
  }

  private static ErrorPayload refusal(Try one) {
    return catchThrowableOfType(Rejection.class, one::awaitTurn).error();
  }
}
