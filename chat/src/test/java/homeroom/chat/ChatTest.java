package homeroom.chat;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.conversation.Groups;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.message.ReceiptEvent;
import homeroom.chat.message.SendMessage;
import homeroom.chat.message.Watermark;
import homeroom.chat.presence.TypingEvent;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parts of the chat work together as they are put together. */
class ChatTest {

  private final TestChat test = new TestChat();
  private final Chat<String> chat = test.chat;
  private final Fixtures school = Fixtures.in(test.stores);
  private final Caller ada = school.ada.asCaller(null);
  private final Caller bob = school.bob.asCaller(null);

  ChatTest() {
    chat.live().start();
  }

  @Test
  void whatIsSentIsToldToTheMembers() {
    Conversation group = group();
    send(ada, group, "hello");
    assertThat(test.fanout.told(bob.userId(), MessageEvent.Sent.class))
        .extracting(sent -> sent.message().message().text())
        .containsExactly("hello");
  }

  @Test
  void whoFallsSilentDoesNotTypeAnyMore() {
    Conversation group = group();
    assertThat(chat.typing().start(ada, group.id())).isEmpty();
    test.time.pass(Duration.ofMillis(5999));
    assertThat(test.fanout.told(bob.userId(), TypingEvent.Stopped.class)).isEmpty();
    test.time.pass(Duration.ofMillis(1));
    assertThat(test.fanout.told(bob.userId(), TypingEvent.Stopped.class)).hasSize(1);
  }

  @Test
  void deliveriesAreGatheredFor200Milliseconds() {
    Conversation group = group();
    send(ada, group, "one");
    send(ada, group, "two");
    confirm(school.bob, group, 0, 1);
    test.time.pass(Duration.ofMillis(100));
    confirm(school.bob, group, 0, 2);
    test.time.pass(Duration.ofMillis(99));
    assertThat(test.fanout.told(ada.userId(), ReceiptEvent.class)).isEmpty();
    test.time.pass(Duration.ofMillis(1));
    assertThat(test.fanout.told(ada.userId(), ReceiptEvent.class))
        .singleElement()
        .satisfies(told -> assertThat(told.receipts().getFirst().seq()).isEqualTo(2));
  }

  @Test
  void aReadIsStoredAtOnceAndTakesTheDeliveriesOfItsConversationAlong() {
    Conversation group = group();
    send(ada, group, "one");
    send(ada, group, "two");
    confirm(school.bob, group, 0, 2);
    assertThat(chat.receipts().claim(bob, group.id(), 1, true)).isEmpty();
    assertThat(watermark(school.bob, group))
        .returns(2L, Watermark::deliveredSeq)
        .returns(1L, Watermark::readSeq);
  }

  @Test
  void whatIsGatheredIsStoredBeforeTheChatIsClosed() {
    Conversation group = group();
    send(ada, group, "one");
    confirm(school.bob, group, 0, 1);
    chat.close();
    assertThat(watermark(school.bob, group).deliveredSeq()).isEqualTo(1);
  }

  @Test
  void eachMemberWhoIsConnectedIsToldOfAConversationAsTheySeeIt() {
    Conversation group = group();
    send(ada, group, "one");
    send(bob, group, "two");
    connect(school.ada);
    connect(school.bob);
    var renamed = new Groups.Change("Physics", Set.of(), Set.of());
    chat.groups().change(ada, group.id(), renamed);
    Map<UserId, ConversationView> views =
        test.fanout.told(bob.userId(), ConversationEvent.Updated.class).getFirst().views();
    assertThat(views).containsOnlyKeys(ada.userId(), bob.userId());
    assertThat(views.values())
        .allSatisfy(view -> {
          assertThat(view.unread()).isEqualTo(1);
          assertThat(view.conversation().title()).isEqualTo("Physics");
        });
  }

  private void connect(User user) {
    String name = user.name();
    chat.presence().connected(chat.presence().connection(new ConnectionId(name), user, name));
  }

  private Conversation group() {
    return school.group("Maths", school.ada, school.bob, school.tom);
  }

  private void send(Caller by, Conversation in, String text) {
    chat.messaging()
        .send(by, new SendMessage(new SendMessage.Target.To(in.id()), text, null, null));
  }

  private void confirm(User user, Conversation in, long after, long seq) {
    chat.receipts().confirmed(in.schoolId(), in.id(), user.id(), after, seq);
  }

  private Watermark watermark(User user, Conversation in) {
    return test.stores.receipts().watermarks(in.schoolId(), in.id()).stream()
        .filter(mark -> mark.userId().equals(user.id()))
        .findFirst()
        .orElseThrow();
  }
}
