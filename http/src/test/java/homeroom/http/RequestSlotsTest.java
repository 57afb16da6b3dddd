// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which requests find a place among those being handled. */
class RequestSlotsTest {

  private static final Network SCHOOL = MemoryBudgetTest.network("192.0.2.1");
  private static final Network ELSEWHERE = MemoryBudgetTest.network("198.51.100.7");
  private static final RequestSlots.Slot STUDENT = new RequestSlots.Slot(SCHOOL, "ada");
  private static final RequestSlots.Slot STRANGER = new RequestSlots.Slot(ELSEWHERE, null);

  private final RequestSlots slots = new RequestSlots(100);
  private int next;

  /** Each with a token of its own. */
  private int enterMany(Network network, int bodyBytes, int times) {
    int entered = 0;
    for (int i = 0; i < times; i++) {
      entered += slots.enter(new RequestSlots.Slot(network, "user " + next++), bodyBytes) ? 1 : 0;
    }
    return entered;
  }

  private int enter(RequestSlots.Slot slot, int bodyBytes, int times) {
    int entered = 0;
    for (int i = 0; i < times; i++) {
      entered += slots.enter(slot, bodyBytes) ? 1 : 0;
    }
    return entered;
  }

  @Test
  void aSchoolBehindOneAddressHasAllPlaces() {
    assertThat(enterMany(SCHOOL, 0, 200)).isEqualTo(100);
  }

  @Test
  void theLastTenthIsForSmallRequestsWithAToken() {
    assertThat(enterMany(SCHOOL, 100_000, 200)).isEqualTo(90);
    assertThat(enterMany(SCHOOL, 1_000, 200)).isEqualTo(10);
  }

  @Test
  void oneTokenLeavesHalfToThoseWhoComeAndTwoAThird() {
    assertThat(enter(STUDENT, 0, 200)).isEqualTo(50);
    assertThat(enter(new RequestSlots.Slot(SCHOOL, "eve"), 0, 200)).isEqualTo(33);
    assertThat(enterMany(SCHOOL, 0, 10)).isEqualTo(10);
  }

  @Test
  void whoHasNoTokenLeavesHalfToThoseWhoHaveOne() {
    assertThat(enter(STRANGER, 0, 200)).isEqualTo(50);
    assertThat(enterMany(SCHOOL, 0, 200)).isEqualTo(50);
  }

  @Test
  void aNetworkHasNoMoreThanAnEqualPartOnceHalfIsTaken() {
    assertThat(enterMany(ELSEWHERE, 0, 60)).isEqualTo(60);
    assertThat(enterMany(SCHOOL, 0, 1)).isOne();
    assertThat(enterMany(ELSEWHERE, 0, 60)).isZero();
    assertThat(enterMany(SCHOOL, 0, 60)).isEqualTo(39);
  }

  @Test
  void whatIsGivenBackIsThereAgain() {
    assertThat(enter(STUDENT, 0, 200)).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      slots.leave(STUDENT);
    }
    assertThat(slots.taken()).isZero();
    assertThat(enter(STUDENT, 0, 200)).isEqualTo(50);
  }
}
