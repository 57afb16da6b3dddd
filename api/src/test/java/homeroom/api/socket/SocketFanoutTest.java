// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.Samples.ADA;
import static homeroom.api.socket.Samples.MATHS;
import static homeroom.api.socket.Samples.TOM;
import static homeroom.api.socket.Samples.sent;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.socket.Sockets.UserSocket;
import homeroom.chat.TestTime;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.message.RecordEvent;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.presence.TypingEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is sent an event, and by which name. */
class SocketFanoutTest {

  private final Sockets sockets = new Sockets();
  private final Fanout fanout = sockets.fanout(new TestTime());

  @Test
  void everySocketOfAUserIsSentTheEvent() throws Exception {
    UserSocket phone = sockets.of(ADA, Dialect.CHAT);
    UserSocket laptop = sockets.of(ADA, Dialect.CHAT);

    fanout.deliver(sent(MATHS, 1), List.of(ADA), null);

    assertThat(phone.received()).containsExactly("connected", "message:new");
    assertThat(laptop.received()).containsExactly("connected", "message:new");
  }

  @Test
  void nobodyElseIsSentTheEvent() throws Exception {
    UserSocket tom = sockets.of(TOM, Dialect.BOTH);

    fanout.deliver(sent(MATHS, 1), List.of(ADA), null);

    assertThat(tom.received()).containsExactly("connected");
  }

  @Test
  void theSocketThatSentTheMessageIsNotSentItAgainAndTheUsersOthersAre() throws Exception {
    UserSocket sender = sockets.of(TOM, Dialect.CHAT);
    UserSocket other = sockets.of(TOM, Dialect.CHAT);

    fanout.deliver(sent(MATHS, 1), List.of(TOM), sender.id());

    assertThat(sender.received()).containsExactly("connected");
    assertThat(other.received()).containsExactly("connected", "message:new");
  }

  @Test
  void aFeathersSocketHearsItsOwnServiceEvents() throws Exception {
    UserSocket sender = sockets.of(TOM, Dialect.FEATHERS);

    fanout.deliver(sent(MATHS, 1), List.of(TOM), sender.id());

    assertThat(sender.received()).containsExactly("connected", "messages created");
  }

  @Test
  void onlyFeathersSocketsAreSentRecordsThatChangedByOtherEvents() throws Exception {
    UserSocket chat = sockets.of(ADA, Dialect.CHAT);
    UserSocket feathers = sockets.of(ADA, Dialect.FEATHERS);
    UserSocket both = sockets.of(TOM, Dialect.BOTH);
    var conversation =
        new Conversation(
            MATHS,
            Samples.SCHOOL,
            ConversationType.GROUP,
            null,
            null,
            List.of(ADA, TOM),
            List.of(),
            TOM,
            false,
            1,
            null,
            Samples.NOW,
            Samples.NOW);
    var views =
        Map.of(
            ADA, new ConversationView(conversation, TOM, false, false, 1, 0),
            TOM, new ConversationView(conversation, TOM, false, false, 0, 0));

    fanout.deliver(new RecordEvent.OfConversation(MATHS, views), List.of(ADA, TOM), null);
    fanout.deliver(new RecordEvent.OfMessage(sent(MATHS, 1).message()), List.of(TOM), null);

    assertThat(chat.received()).containsExactly("connected");
    assertThat(feathers.received()).containsExactly("connected", "conversations patched");
    assertThat(feathers.client().received().getLast().json(0).get("unread").intValue()).isOne();
    assertThat(both.received())
        .containsExactly("connected", "conversations patched", "messages patched");
  }

  @Test
  void aSocketOfBothDialectsIsSentBothNames() throws Exception {
    UserSocket both = sockets.of(ADA, Dialect.BOTH);

    fanout.deliver(sent(MATHS, 1), List.of(ADA), null);

    assertThat(both.received()).containsExactly("connected", "message:new", "messages created");
  }

  @Test
  void anEventOfOneNameIsSentOnceInBothDialects() throws Exception {
    UserSocket both = sockets.of(ADA, Dialect.BOTH);
    UserSocket feathers = sockets.of(ADA, Dialect.FEATHERS);

    fanout.deliver(new TypingEvent.Started(MATHS, TOM), List.of(ADA), null);

    assertThat(both.received()).containsExactly("connected", "typing:start");
    assertThat(feathers.received()).containsExactly("connected", "typing:start");
  }

  @Test
  void whatHappensBeforeConnectedIsSentAfterIt() throws Exception {
    UserSocket early = sockets.subscribed(ADA, Dialect.CHAT);
    fanout.deliver(sent(MATHS, 1), List.of(ADA), null);
    fanout.deliver(new TypingEvent.Started(MATHS, TOM), List.of(ADA), null);
    assertThat(early.received()).isEmpty();

    early.chat().open(sockets.frames, sockets.frames.encode("connected"));

    assertThat(early.received()).containsExactly("connected", "message:new", "typing:start");
  }

  @Test
  void aSocketForWhichTooMuchWaitsIsClosed() throws Exception {
    UserSocket early = sockets.subscribed(ADA, Dialect.CHAT);
    for (int i = 0; i <= ChatSocket.MAX_HELD; i++) {
      fanout.deliver(new TypingEvent.Started(MATHS, TOM), List.of(ADA), null);
    }
    assertThat(early.client().isConnected()).isFalse();
  }

  @Test
  void theEndOfASessionIsItsLastEvent() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    var deactivated = new SessionEnded(SessionEnded.Reason.DEACTIVATED);

    fanout.deliver(deactivated, List.of(ADA), null);
    fanout.deliver(deactivated, List.of(ADA), null);

    assertThat(ada.received()).containsExactly("connected", "session:ended");
    assertThat(ada.client().received().getLast().json(0).get("reason").stringValue())
        .isEqualTo("deactivated");
    assertThat(ada.client().isConnected()).isFalse();
  }
}
