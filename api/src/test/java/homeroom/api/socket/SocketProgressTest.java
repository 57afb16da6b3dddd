// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.Samples.CHESS;
import static homeroom.api.socket.Samples.MATHS;
import static homeroom.api.socket.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.socket.SocketProgress.Confirmed;
import homeroom.chat.school.ConversationId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one socket was sent, and what its acks and pongs confirm. */
class SocketProgressTest {

  private final Deliveries deliveries = new Deliveries(1);
  private final SocketProgress progress = new SocketProgress();

  @Test
  void anAckConfirmsTheMessage() {
    assertThat(progress.acked(sent(MATHS, 5))).isEqualTo(new Confirmed(MATHS, 4, 5));
  }

  @Test
  void anAckConfirmsAllThatWasSentBefore() {
    sent(MATHS, 5);
    sent(MATHS, 6);
    assertThat(progress.acked(sent(MATHS, 7))).isEqualTo(new Confirmed(MATHS, 4, 7));
  }

  @Test
  void anAckOfTheMiddleConfirmsNoMoreThanThat() {
    sent(MATHS, 5);
    Deliveries.Delivery middle = sent(MATHS, 6);
    sent(MATHS, 7);
    assertThat(progress.acked(middle)).isEqualTo(new Confirmed(MATHS, 4, 6));
  }

  @Test
  void theSecondAckTellsNothingNew() {
    Deliveries.Delivery delivery = sent(MATHS, 5);
    progress.acked(delivery);
    assertThat(progress.acked(delivery)).isNull();
  }

  @Test
  void anAckOutOfOrderTellsNothingNew() {
    Deliveries.Delivery earlier = sent(MATHS, 5);
    Deliveries.Delivery later = sent(MATHS, 6);
    progress.acked(later);
    assertThat(progress.acked(earlier)).isNull();
  }

  @Test
  void anAckOfWhatWasNotSentTellsNothing() {
    assertThat(progress.acked(delivery(MATHS, 5))).isNull();
    sent(MATHS, 6);
    assertThat(progress.acked(delivery(MATHS, 7))).isNull();
    assertThat(progress.acked(delivery(CHESS, 1))).isNull();
  }

  @Test
  void aPongConfirmsEveryConversationUpToWhatWasQueued() {
    sent(MATHS, 5);
    Deliveries.Delivery last = sent(CHESS, 1);
    assertThat(progress.confirmedUpTo(last.number()))
        .containsExactlyInAnyOrder(new Confirmed(MATHS, 4, 5), new Confirmed(CHESS, 0, 1));
  }

  @Test
  void aPongConfirmsNothingThatWasQueuedAfterItsPing() {
    Deliveries.Delivery before = sent(MATHS, 5);
    sent(CHESS, 1);
    assertThat(progress.confirmedUpTo(before.number())).containsExactly(new Confirmed(MATHS, 4, 5));
  }

  @Test
  void aPongConfirmsNothingOfAConversationThatWentOnSince() {
    Deliveries.Delivery before = sent(MATHS, 5);
    Deliveries.Delivery after = sent(MATHS, 6);
    assertThat(progress.confirmedUpTo(before.number())).isEmpty();
    assertThat(progress.confirmedUpTo(after.number())).containsExactly(new Confirmed(MATHS, 4, 6));
  }

  @Test
  void aPongAfterTheAckTellsNothingNew() {
    Deliveries.Delivery delivery = sent(MATHS, 5);
    progress.acked(delivery);
    assertThat(progress.confirmedUpTo(delivery.number())).isEmpty();
  }

  @Test
  void whatTheSocketMadeItselfLeavesNoHole() {
    sent(MATHS, 5);
    progress.made(delivery(MATHS, 6));
    assertThat(progress.acked(sent(MATHS, 7))).isEqualTo(new Confirmed(MATHS, 4, 7));
  }

  @Test
  void whatTheSocketMadeItselfIsConfirmedByTheNextPong() {
    progress.made(delivery(MATHS, 5));
    assertThat(progress.confirmedUpTo(delivery(CHESS, 1).number()))
        .containsExactly(new Confirmed(MATHS, 4, 5));
  }

  @Test
  void allThatWasConfirmedCanBeToldAgain() {
    Deliveries.Delivery maths = sent(MATHS, 5);
    sent(CHESS, 1);
    progress.acked(maths);
    assertThat(progress.allConfirmed()).containsExactly(new Confirmed(MATHS, 4, 5));
  }

  @Test
  void aFreshSocketHasConfirmedNothing() {
    assertThat(progress.allConfirmed()).isEmpty();
    assertThat(progress.confirmedUpTo(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void theNextUserConfirmsNothingThatTheOneBeforeWasSent() {
    Deliveries.Delivery delivery = sent(MATHS, 5);
    progress.acked(delivery);
    progress.forget();

    assertThat(progress.acked(delivery)).isNull();
    assertThat(progress.allConfirmed()).isEmpty();
    assertThat(progress.confirmedUpTo(delivery.number())).isEmpty();
  }

  @Test
  void aPongConfirmsACompleteAnswerUpToItsRev() {
    long number = answered(true, 9, 3L, 7L);
    assertThat(progress.confirmedUpTo(number - 1)).isEmpty();
    assertThat(progress.confirmedUpTo(number)).containsExactly(new Confirmed(MATHS, 0, 9));
    assertThat(progress.confirmedUpTo(number)).isEmpty();
  }

  @Test
  void ofAPartialAnswerThePongConfirmsItsMessagesAlone() {
    long number = answered(false, 9, 2L, 3L, 4L, 6L, 9L);
    assertThat(progress.confirmedUpTo(number))
        .containsExactly(
            new Confirmed(MATHS, 1, 4), new Confirmed(MATHS, 5, 6), new Confirmed(MATHS, 8, 9));
  }

  @Test
  void afterACompleteAnswerPushesLeaveNoHole() {
    Deliveries.Delivery early = sent(MATHS, 8);
    progress.acked(early);
    assertThat(progress.confirmedUpTo(answered(true, 7, 7L)))
        .containsExactly(new Confirmed(MATHS, 0, 8));
    assertThat(progress.acked(sent(MATHS, 9))).isEqualTo(new Confirmed(MATHS, 0, 9));
  }

  @Test
  void aPushThatNobodyConfirmedIsNotConfirmedByAnAnswerBeforeIt() {
    sent(MATHS, 8);
    long number = answered(true, 7, 7L);
    sent(MATHS, 9);
    assertThat(progress.confirmedUpTo(number)).containsExactly(new Confirmed(MATHS, 0, 7));
  }

  @Test
  void theNextUserConfirmsNothingOfAnAnswer() {
    long number = answered(true, 7, 7L);
    progress.forget();
    assertThat(progress.confirmedUpTo(number)).isEmpty();
  }

  /** An answer with these messages of maths; its number. */
  private long answered(boolean complete, long rev, Long... seqs) {
    long number = deliveries.number();
    progress.answered(
        number, List.of(new SocketProgress.Brought(MATHS, complete, rev, List.of(seqs))));
    return number;
  }

  private Deliveries.Delivery delivery(ConversationId conversation, long seq) {
    return deliveries.of(message(conversation, seq));
  }

  private Deliveries.Delivery sent(ConversationId conversation, long seq) {
    Deliveries.Delivery delivery = delivery(conversation, seq);
    progress.sent(delivery);
    return delivery;
  }
}
