// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.message.SendMessage.Target;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A message with the sender's own key is stored once, however often it is sent. */
class RepeatsTest {

  private static final String EMOJI = "\uD83D\uDE00";

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob, day.tom);

  @Test
  void aRepeatAnswersTheFirstMessageAndTellsNobody() {
    Sent first = send("hello", "c-1");
    day.forget();
    Sent repeat = send("hello", "c-1");
    assertThat(repeat.duplicate()).isTrue();
    assertThat(repeat.message()).isEqualTo(first.message());
    assertThat(day.told(day.bob)).isEmpty();
    assertThat(day.send(day.ada, group, "next").seq()).isEqualTo(2);
  }

  @Test
  void theTextOfARepeatIsNotLookedAt() {
    send("hello", "c-1");
    assertThat(send("something else", "c-1").message().message().text()).isEqualTo("hello");
  }

  @Test
  void aRepeatIsAnsweredHoweverLate() {
    send("hello", "c-1");
    day.pass(Duration.ofDays(400));
    assertThat(send("hello", "c-1").duplicate()).isTrue();
  }

  @Test
  void aRepeatFromAnotherDeviceIsOne() {
    Device phone = day.connect(day.ada);
    Device laptop = day.connect(day.ada);
    day.send(phone.caller(), group.id(), "hello", "c-1");
    assertThat(day.send(laptop.caller(), group.id(), "hello", "c-1").duplicate()).isTrue();
  }

  @Test
  void afterAnEditItAnswersTheTextOfNow() {
    Message first = send("hello", "c-1").message().message();
    done(day.chat.editing().edit(day.by(day.ada), first.id(), "hello, edited"));
    Sent repeat = send("hello", "c-1");
    assertThat(repeat.duplicate()).isTrue();
    assertThat(repeat.message().message().text()).isEqualTo("hello, edited");
  }

  @Test
  void afterADeletionItAnswersTheTombstone() {
    Message first = send("hello", "c-1").message().message();
    done(day.chat.editing().delete(day.by(day.ada), first.id()));
    Sent repeat = send("hello", "c-1");
    assertThat(repeat.duplicate()).isTrue();
    assertThat(repeat.message().message().isDeleted()).isTrue();
  }

  @Test
  void afterReadingItAnswersTheReceiptsOfNow() {
    send("hello", "c-1");
    day.read(day.bob, group, 1);
    assertThat(send("hello", "c-1").message().receipts()).isEqualTo(new ReceiptCounts(1, 1, 2));
  }

  @Test
  void whoHasLeftFindsNoRepeatUntilTheyAreBack() {
    send("hello", "c-1");
    done(
        day.chat
            .groups()
            .change(day.by(day.tom), group.id(), new Groups.Change(null, Set.of(), ids(day.ada))));
    assertThat(refused(trySend("hello", "c-1")))
        .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, group.id().value()));
    done(
        day.chat
            .groups()
            .change(day.by(day.tom), group.id(), new Groups.Change(null, ids(day.ada), Set.of())));
    assertThat(send("hello", "c-1").duplicate()).isTrue();
  }

  @Test
  void whereNobodyCanWriteAnyMoreARepeatIsStillAnswered() {
    Conversation direct = day.direct(day.ada, day.bob);
    day.send(day.by(day.ada), direct.id(), "hello", "c-1");
    day.setActive(day.bob, false);
    assertThat(day.send(day.by(day.ada), direct.id(), "hello", "c-1").duplicate()).isTrue();
  }

  @Test
  void aRepeatWithAnAnswerThatIsNoneIsStillAnswered() {
    send("hello", "c-1");
    var wish = new SendMessage(new Target.To(group.id()), "hello", "c-1", new MessageId("unknown"));
    assertThat(done(day.trySend(day.by(day.ada), wish)).duplicate()).isTrue();
  }

  @Test
  void theSameKeyElsewhereOrOfAnotherSenderIsAnother() {
    send("hello", "c-1");
    assertThat(day.send(day.by(day.bob), group.id(), "hello", "c-1").duplicate()).isFalse();
    assertThat(day.send(day.by(day.ada), day.ofClass(day.class7b).id(), "hello", "c-1").duplicate())
        .isFalse();
    assertThat(send("hello", "C-1").duplicate()).isFalse();
  }

  @Test
  void withoutAKeyEachIsAnother() {
    assertThat(day.send(day.ada, group, "hello").seq()).isEqualTo(1);
    assertThat(day.send(day.ada, group, "hello").seq()).isEqualTo(2);
  }

  @Test
  void aKeyHasOneToSixtyFourCodePoints() {
    assertThat(send("hello", EMOJI.repeat(64)).duplicate()).isFalse();
    for (String key : new String[] {"", EMOJI.repeat(65), "\uD83D"}) {
      Refusal refusal = refused(trySend("hello", key));
      assertThat(refusal.code()).isEqualTo(RefusalCode.CLIENT_ID_INVALID);
      assertThat(refusal.fields()).containsOnlyKeys("clientId");
    }
  }

  private Sent send(String text, String clientId) {
    return done(trySend(text, clientId));
  }

  private Outcome<Sent> trySend(String text, String clientId) {
    return day.trySend(
        day.by(day.ada), new SendMessage(new Target.To(group.id()), text, clientId, null));
  }
}
