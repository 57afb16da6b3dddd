// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.message.SendMessage.Target;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may be sent, by whom, and who is told; repeats and rates have tests of their own. */
class MessagingTest {

  private static final String EMOJI = "\uD83D\uDE00";

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob, day.tom);

  @Test
  void aMessageIsToldToEveryMemberButTheDeviceItCameFrom() {
    Device phone = day.connect(day.ada);
    Device laptop = day.connect(day.ada);
    Device bobs = day.connect(day.bob);
    Device cleos = day.connect(day.cleo);
    bobs.heard();
    phone.heard();
    laptop.heard();
    day.send(phone.caller(), group.id(), "hello", null);
    assertThat(phone.heard()).isEmpty();
    assertThat(laptop.heard()).containsExactly("sent hello");
    assertThat(bobs.heard()).containsExactly("sent hello");
    assertThat(cleos.heard()).isEmpty();
    assertThat(day.toldOf(MessageEvent.Sent.class)).containsExactly("ada", "bob", "tom");
  }

  @Test
  void itIsAnsweredAsItIsStored() {
    Sent sent = day.send(day.by(day.ada), group.id(), "hello", "c-1");
    Message message = sent.message().message();
    assertThat(sent.duplicate()).isFalse();
    assertThat(message.conversationId()).isEqualTo(group.id());
    assertThat(message.schoolId()).isEqualTo(day.hill);
    assertThat(message.senderId()).isEqualTo(day.ada.id());
    assertThat(message.clientId()).isEqualTo("c-1");
    assertThat(message.createdAt()).isEqualTo(day.now());
    assertThat(sent.message().receipts()).isEqualTo(new ReceiptCounts(0, 0, 2));
    assertThat(sent.message().receipts().status()).isEqualTo(MessageStatus.SENT);
    assertThat(day.view(day.bob, message)).isEqualTo(sent.message());
  }

  @Test
  void eachTakesTheNextNumberOfItsConversation() {
    assertThat(day.send(day.ada, group, "one").seq()).isEqualTo(1);
    assertThat(day.send(day.bob, group, "two").seq()).isEqualTo(2);
    assertThat(day.send(day.ada, day.ofClass(day.class7b), "elsewhere").seq()).isEqualTo(1);
    assertThat(day.send(day.tom, group, "three").rev()).isEqualTo(3);
  }

  @Test
  void aTextStaysAsItWasSent() {
    String text = "  Gr\u00f6\u00dfe " + EMOJI + "\n\u0000 ";
    assertThat(day.send(day.ada, group, text).text()).isEqualTo(text);
  }

  @Test
  void aTextOfWhiteSpaceIsNone() {
    for (String text : new String[] {"", " ", "\n\t", "\u00a0", "\ufeff", "\u2003\u3000"}) {
      Refusal refusal = day.sendRefused(day.ada, group, text);
      assertThat(refusal.code()).isEqualTo(RefusalCode.TEXT_EMPTY);
      assertThat(refusal.fields()).containsOnlyKeys("text");
    }
  }

  @Test
  void aTextHasAtMostEightThousandCodePointsWithoutTheSpaceAroundIt() {
    assertThat(day.send(day.ada, group, EMOJI.repeat(8000)).seq()).isEqualTo(1);
    assertThat(day.send(day.ada, group, "   " + "x".repeat(8000) + "\n").seq()).isEqualTo(2);
    assertThat(day.sendRefused(day.ada, group, "x".repeat(8001)).code())
        .isEqualTo(RefusalCode.TEXT_TOO_LONG);
  }

  @Test
  void halfACharacterIsNoText() {
    assertThat(day.sendRefused(day.ada, group, "a\uD83D").code())
        .isEqualTo(RefusalCode.TEXT_NOT_UNICODE);
    assertThat(day.sendRefused(day.ada, group, "\uDE00a").code())
        .isEqualTo(RefusalCode.TEXT_NOT_UNICODE);
  }

  @Test
  void whoIsNoMemberIsToldNothingElse() {
    for (User other : new User[] {day.cleo, day.tina, day.root, day.eve, day.olga}) {
      assertThat(day.sendRefused(other, group, ""))
          .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, group.id().value()));
    }
    var unknown = new ConversationId("unknown");
    assertThat(refused(day.trySend(day.by(day.ada), to(unknown, "", null, null))))
        .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, "unknown"));
  }

  @Test
  void theConversationOfAnArchivedClassIsNobodys() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.setArchived(day.class7b, true);
    assertThat(day.sendRefused(day.tom, ofClass, "hello").code())
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void whatIsRefusedIsNotStoredAndNotTold() {
    day.sendRefused(day.ada, group, "");
    assertThat(day.told(day.bob)).isEmpty();
    assertThat(day.send(day.ada, group, "one").seq()).isEqualTo(1);
  }

  @Test
  void anAnswerNamesAMessageOfTheSameConversation() {
    Message first = day.send(day.ada, group, "one");
    Message answer =
        done(day.trySend(day.by(day.bob), to(group.id(), "two", null, first.id())))
            .message()
            .message();
    assertThat(answer.replyTo()).isEqualTo(first.id());
  }

  @Test
  void anAnswerToADeletedMessageIsOne() {
    Message first = day.send(day.ada, group, "one");
    done(day.chat.editing().delete(day.by(day.ada), first.id()));
    assertThat(done(day.trySend(day.by(day.bob), to(group.id(), "two", null, first.id()))))
        .isNotNull();
  }

  @Test
  void anAnswerToAMessageElsewhereIsRefused() {
    Message elsewhere = day.send(day.ada, day.ofClass(day.class7b), "one");
    for (MessageId id : new MessageId[] {elsewhere.id(), new MessageId("unknown")}) {
      Refusal refusal = refused(day.trySend(day.by(day.ada), to(group.id(), "two", null, id)));
      assertThat(refusal.code()).isEqualTo(RefusalCode.REPLY_TO_ELSEWHERE);
      assertThat(refusal.fields()).containsOnlyKeys("replyTo");
    }
  }

  @Test
  void aMessageToAUserMakesTheConversationFirst() {
    Sent sent = done(toUser(day.ada, day.bob, "hello"));
    ConversationId id = sent.message().message().conversationId();
    assertThat(day.told(day.bob)).containsExactly("added " + id, "sent hello");
    assertThat(day.told(day.ada)).containsExactly("added " + id, "sent hello");
    day.forget();
    assertThat(done(toUser(day.bob, day.ada, "hello back")).message().message().conversationId())
        .isEqualTo(id);
    assertThat(day.told(day.ada)).containsExactly("sent hello back");
  }

  @Test
  void aMessageToWhomOneMayNotWriteMakesNothing() {
    assertThat(code(toUser(day.ada, day.cleo, "hello"))).isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(code(toUser(day.ada, day.ada, "hello"))).isEqualTo(RefusalCode.TO_SELF);
    assertThat(day.told(day.cleo)).isEmpty();
    assertThat(day.stores.conversations().direct(day.hill, day.ada.id(), day.cleo.id())).isEmpty();
  }

  @Test
  void ofAWriteWhoseOutcomeIsUnknownARepeatFindsTheMessage() {
    day.stores.failNext("append", FailingStores.When.AFTER);
    assertThatThrownBy(() -> day.send(day.by(day.ada), group.id(), "hello", "c-1"))
        .isInstanceOf(StoreUnavailable.class);
    Sent repeat = day.send(day.by(day.ada), group.id(), "hello", "c-1");
    assertThat(repeat.duplicate()).isTrue();
    assertThat(repeat.message().message().seq()).isEqualTo(1);
  }

  @Test
  void ofAWriteThatFailedARepeatIsStored() {
    day.stores.failNext("append", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> day.send(day.by(day.ada), group.id(), "hello", "c-1"))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(day.send(day.by(day.ada), group.id(), "hello", "c-1").duplicate()).isFalse();
    assertThat(day.told(day.bob)).containsExactly("sent hello");
  }

  @Test
  void whoIsRemovedWhileTheirMessageIsLookedAtSendsNothing() {
    Message first = day.send(day.ada, group, "one");
    var without = new Groups.Change(null, Set.of(), ids(day.bob));
    day.stores.beforeNext(
        "message", () -> done(day.chat.groups().change(day.by(day.ada), group.id(), without)));
    assertThat(code(day.trySend(day.by(day.bob), to(group.id(), "late", null, first.id()))))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    assertThat(day.told(day.ada)).doesNotContain("sent late");
  }

  @Test
  void whatIsRefusedMakesNoConversation() {
    day.settings(true, true);
    Target tina = new Target.ToUser(day.tina.id());
    assertThat(code(toUser(day.tom, day.tina, " "))).isEqualTo(RefusalCode.TEXT_EMPTY);
    Message elsewhere = day.send(day.tom, group, "hello");
    assertThat(code(day.trySend(day.by(day.tom), new SendMessage(tina, "a", null, elsewhere.id()))))
        .isEqualTo(RefusalCode.REPLY_TO_ELSEWHERE);
    assertThat(code(day.trySend(day.by(day.tom), new SendMessage(tina, "a", "", null))))
        .isEqualTo(RefusalCode.CLIENT_ID_INVALID);
    for (int i = 1; i < MessageLimits.DEFAULT.burst(); i++) {
      day.send(day.tom, group, "hello");
    }
    assertThat(code(toUser(day.tom, day.tina, "too fast"))).isEqualTo(RefusalCode.MESSAGE_RATE);
    assertThat(day.chat.conversations().direct(day.by(day.tom), day.tina.id())).isEmpty();
    assertThat(day.told(day.tina)).isEmpty();
  }

  private Outcome<Sent> toUser(User by, User to, String text) {
    return day.trySend(day.by(by), new SendMessage(new Target.ToUser(to.id()), text, null, null));
  }

  private static SendMessage to(
      ConversationId id, String text, @Nullable String clientId, @Nullable MessageId replyTo) {
    return new SendMessage(new Target.To(id), text, clientId, replyTo);
  }
}
