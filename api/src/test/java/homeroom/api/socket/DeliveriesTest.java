// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.Samples.CHESS;
import static homeroom.api.socket.Samples.MATHS;
import static homeroom.api.socket.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.socketio.Frame;
import org.junit.jupiter.api.Test;

/** How deliveries are numbered and found again by the id of an ack. */
class DeliveriesTest {

  private final Deliveries deliveries = new Deliveries(0);

  @Test
  void everyDeliveryHasTheNextNumberWhateverItsConversation() {
    assertThat(deliveries.of(message(MATHS, 7)).number()).isZero();
    assertThat(deliveries.of(message(CHESS, 1)).number()).isEqualTo(1);
    assertThat(deliveries.of(message(MATHS, 8)).number()).isEqualTo(2);
  }

  @Test
  void anAckIdTellsWhichMessageWasDelivered() {
    Deliveries.Delivery maths = deliveries.of(message(MATHS, 7));
    Deliveries.Delivery chess = deliveries.of(message(CHESS, 1));

    assertThat(deliveries.byAckId(maths.ackId())).isEqualTo(maths);
    assertThat(deliveries.byAckId(chess.ackId())).isEqualTo(chess);
    assertThat(chess.conversation()).isEqualTo(CHESS);
    assertThat(chess.seq()).isEqualTo(1);
  }

  @Test
  void anAckIdThatWasNotGivenTellsNothing() {
    Deliveries.Delivery delivery = deliveries.of(message(MATHS, 7));

    assertThat(deliveries.byAckId(delivery.ackId() + 1)).isNull();
    assertThat(deliveries.byAckId(delivery.ackId() + Deliveries.REMEMBERED)).isNull();
  }

  @Test
  void theNewestAreRememberedAndOlderOnesForgotten() {
    Deliveries.Delivery oldest = deliveries.of(message(MATHS, 1));
    Deliveries.Delivery next = deliveries.of(message(MATHS, 2));
    for (long seq = 3; seq <= Deliveries.REMEMBERED + 1; seq++) {
      deliveries.of(message(MATHS, seq));
    }

    assertThat(deliveries.byAckId(oldest.ackId())).isNull();
    assertThat(deliveries.byAckId(next.ackId())).isEqualTo(next);
  }

  @Test
  void ackIdsBeginAgainWhereNumbersGoOn() {
    var later = new Deliveries(Deliveries.ACK_IDS - 1);
    Deliveries.Delivery last = later.of(message(MATHS, 1));
    Deliveries.Delivery first = later.of(message(MATHS, 2));

    assertThat(last.ackId()).isEqualTo(Frame.LAST_SHARED_ACK_ID);
    assertThat(first.ackId()).isEqualTo(Frame.FIRST_SHARED_ACK_ID);
    assertThat(first.number()).isEqualTo(last.number() + 1);
    assertThat(later.byAckId(Frame.FIRST_SHARED_ACK_ID)).isEqualTo(first);
  }
}
