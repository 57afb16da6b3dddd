// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.roster.User;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many messages somebody sends at once: sixty, and one more with each second. */
class SendRateTest {

  private static final int BURST = MessageLimits.DEFAULT.burst();

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob);

  @Test
  void theSixtyFirstAtOnceIsTooMany() {
    sendMany(BURST, day.ada);
    Refusal refusal = day.sendRefused(day.ada, group, "too many");
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.TOO_MANY);
    assertThat(refusal.code()).isEqualTo(RefusalCode.MESSAGE_RATE);
    assertThat(refusal.retryAfterMillis()).isEqualTo(1000);
  }

  @Test
  void aSecondGivesOneMore() {
    sendMany(BURST, day.ada);
    day.pass(Duration.ofMillis(999));
    day.sendRefused(day.ada, group, "too early");
    day.pass(Duration.ofMillis(1));
    sendMany(1, day.ada);
    day.sendRefused(day.ada, group, "too many");
  }

  @Test
  void aLongSilenceGivesNoMoreThanSixty() {
    sendMany(BURST, day.ada);
    day.pass(Duration.ofHours(1));
    sendMany(BURST, day.ada);
    day.sendRefused(day.ada, group, "too many");
  }

  @Test
  void everybodyHasTheirOwn() {
    sendMany(BURST, day.ada);
    sendMany(1, day.bob);
  }

  @Test
  void itIsOneForAllConversations() {
    sendMany(BURST, day.ada);
    assertThat(day.sendRefused(day.ada, day.ofClass(day.class7b), "too many").code())
        .isEqualTo(RefusalCode.MESSAGE_RATE);
  }

  @Test
  void aRepeatCostsNothing() {
    day.send(day.by(day.ada), group.id(), "hello", "c-1");
    for (int i = 0; i < 2 * BURST; i++) {
      assertThat(day.send(day.by(day.ada), group.id(), "hello", "c-1").duplicate()).isTrue();
    }
    sendMany(BURST - 1, day.ada);
  }

  @Test
  void aRepeatIsAnsweredWhenNothingMayBeSent() {
    day.send(day.by(day.ada), group.id(), "hello", "c-1");
    sendMany(BURST - 1, day.ada);
    day.sendRefused(day.ada, group, "too many");
    assertThat(day.send(day.by(day.ada), group.id(), "hello", "c-1").duplicate()).isTrue();
  }

  @Test
  void whatIsRefusedCostsNothing() {
    for (int i = 0; i < BURST; i++) {
      day.sendRefused(day.ada, group, "");
    }
    sendMany(BURST, day.ada);
  }

  @Test
  void aClockThatIsSetBackRefusesNobody() {
    sendMany(BURST, day.ada);
    day.setClock(Duration.ofHours(-1));
    day.sendRefused(day.ada, group, "too many");
    day.pass(Duration.ofSeconds(2));
    sendMany(2, day.ada);
  }

  @Test
  void aClockThatIsSetForwardGivesNothing() {
    sendMany(BURST, day.ada);
    day.setClock(Duration.ofHours(1));
    day.sendRefused(day.ada, group, "too many");
  }

  @Test
  void whatTheStoreFailsAtCostsNothing() {
    for (int i = 0; i < BURST; i++) {
      day.stores.failNext("append", FailingStores.When.BEFORE);
      assertThatThrownBy(() -> day.send(day.ada, group, "lost"))
          .isInstanceOf(StoreUnavailable.class);
    }
    sendMany(BURST, day.ada);
  }

  @Test
  void soDoesAFirstMessageThatTheStoreFailsAt() {
    var wish = new SendMessage(new SendMessage.Target.ToUser(day.tom.id()), "first", null, null);
    for (int i = 0; i < BURST; i++) {
      day.stores.failNext("create", FailingStores.When.BEFORE);
      assertThatThrownBy(() -> day.trySend(day.by(day.ada), wish))
          .isInstanceOf(StoreUnavailable.class);
    }
    day.stores.failNext("head", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> day.trySend(day.by(day.ada), wish))
        .isInstanceOf(StoreUnavailable.class);
    sendMany(BURST, day.ada);
  }

  private void sendMany(int messages, User by) {
    for (int i = 0; i < messages; i++) {
      day.send(by, group, "message " + i);
    }
  }
}
