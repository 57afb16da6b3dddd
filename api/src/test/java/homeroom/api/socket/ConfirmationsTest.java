// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.Samples.ADA;
import static homeroom.api.socket.Samples.CHESS;
import static homeroom.api.socket.Samples.MATHS;
import static homeroom.api.socket.Samples.TOM;
import static homeroom.api.socket.Samples.sent;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.socket.Sockets.UserSocket;
import homeroom.chat.TestTime;
import homeroom.chat.fanout.Fanout;
import homeroom.socketio.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What acks and pongs of clients say of messages. The first delivery has the number 0. */
class ConfirmationsTest {

  private static final long FIRST = Frame.FIRST_SHARED_ACK_ID;

  private final Sockets sockets = new Sockets();
  private final Fanout fanout = sockets.fanout(new TestTime());
  private final List<String> confirmed = new ArrayList<>();
  private final Confirmations confirmations =
      new Confirmations(
          sockets.deliveries,
          (school, conversation, user, after, seq) ->
              confirmed.add(
                  "%s has %s after %d up to %d"
                      .formatted(user.value(), conversation.value(), after, seq)));

  @BeforeEach
  void register() {
    confirmations.register(sockets.frames);
  }

  @Test
  void anAckSaysThatItsUserHasTheMessage() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 5), List.of(ADA), null);

    sockets.frames.ack(ada.client(), FIRST);

    assertThat(confirmed).containsExactly("ada has maths after 4 up to 5");
  }

  @Test
  void anAckSaysNothingOfOtherUsersThoughTheyShareItsId() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    UserSocket tom = sockets.of(TOM, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 5), List.of(ADA, TOM), null);

    sockets.frames.ack(ada.client(), FIRST);
    assertThat(confirmed).containsExactly("ada has maths after 4 up to 5");
    sockets.frames.ack(tom.client(), FIRST);
    assertThat(confirmed).hasSize(2).contains("tom has maths after 4 up to 5");
  }

  @Test
  void anAckOfWhatTheSocketWasNotSentSaysNothing() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 5), List.of(TOM), null);

    sockets.frames.ack(ada.client(), FIRST);
    sockets.frames.ack(ada.client(), FIRST + 1);

    assertThat(confirmed).isEmpty();
  }

  @Test
  void aPongConfirmsWhatWasQueuedBeforeItsPingAndNothingElse() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 5), List.of(ADA), null);
    fanout.deliver(sent(CHESS, 1), List.of(ADA), null);

    sockets.frames.pong(ada.client(), 0);
    assertThat(confirmed).containsExactly("ada has maths after 4 up to 5");
    sockets.frames.pong(ada.client(), 1);
    assertThat(confirmed).hasSize(2).contains("ada has chess after 0 up to 1");
  }

  @Test
  void aPongConfirmsWhatAFeathersClientWasSent() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.FEATHERS);
    fanout.deliver(sent(MATHS, 5), List.of(ADA), null);

    sockets.frames.pong(ada.client(), 0);

    assertThat(confirmed).containsExactly("ada has maths after 4 up to 5");
  }

  @Test
  void aMessageOfTheSocketItselfLeavesNoHole() throws Exception {
    UserSocket tom = sockets.of(TOM, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 5), List.of(TOM), null);
    fanout.deliver(sent(MATHS, 6), List.of(TOM), tom.id());
    fanout.deliver(sent(MATHS, 7), List.of(TOM), null);

    sockets.frames.ack(tom.client(), FIRST + 2);

    assertThat(confirmed).containsExactly("tom has maths after 4 up to 7");
  }

  @Test
  void onceHolesAreClosedWhatWasConfirmedIsSaidAgain() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 5), List.of(ADA), null);
    sockets.frames.ack(ada.client(), FIRST);
    confirmed.clear();

    confirmations.holesClosed(ada.chat());

    assertThat(confirmed).containsExactly("ada has maths after 4 up to 5");
  }

  @Test
  void afterSigningOutAcksSayNothing() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 5), List.of(ADA), null);
    ada.chat().signOut();

    sockets.frames.ack(ada.client(), FIRST);
    sockets.frames.pong(ada.client(), 0);

    assertThat(confirmed).isEmpty();
  }

  @Test
  void theNextUserOfTheSocketConfirmsNothingOfTheOneBefore() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 5), List.of(ADA), null);
    ada.chat().subscribe(sockets.of(TOM, Dialect.CHAT).connection());

    sockets.frames.ack(ada.client(), FIRST);
    sockets.frames.pong(ada.client(), 0);

    assertThat(confirmed).isEmpty();
  }
}
