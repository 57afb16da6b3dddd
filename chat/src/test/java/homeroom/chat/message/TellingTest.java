// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was stored is told, once and in order, whatever fails in between. */
class TellingTest {

  private static final Duration A_WHILE = Duration.ofSeconds(2);
  private static final Duration UNTIL_THE_NEXT_LOOK = Duration.ofMillis(500);

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob, day.tom);

  @Test
  void aMessageWhoseAnswerWasLostIsToldWithoutARetry() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.AFTER);
    unavailable(() -> send("fire drill", "c-1"));
    assertThat(bobs.heard()).isEmpty();
    day.pass(A_WHILE);
    assertThat(bobs.heard()).containsExactly("sent fire drill");
  }

  @Test
  void aRetryFindsTheMessageAndItIsToldOnce() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.AFTER);
    unavailable(() -> send("fire drill", "c-1"));
    assertThat(send("fire drill", "c-1").duplicate()).isTrue();
    day.pass(Duration.ofMinutes(5));
    assertThat(bobs.heard()).containsExactly("sent fire drill");
  }

  @Test
  void theSenderHearsOfAMessageThatTheirCallCouldNotAnswer() {
    Device adas = day.connect(day.ada);
    day.stores.failNext("append", When.AFTER);
    unavailable(() -> day.send(adas.caller(), group.id(), "fire drill", "c-1"));
    day.pass(A_WHILE);
    assertThat(adas.heard()).containsExactly("sent fire drill");
  }

  @Test
  void whatWasNotStoredIsNotTold() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.BEFORE);
    unavailable(() -> send("fire drill", "c-1"));
    day.pass(Duration.ofMinutes(5));
    assertThat(bobs.heard()).isEmpty();
    assertThat(send("fire drill", "c-1").duplicate()).isFalse();
    assertThat(bobs.heard()).containsExactly("sent fire drill");
  }

  @Test
  void theNextMessageIsToldAfterTheOneWhoseAnswerWasLost() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.AFTER);
    unavailable(() -> send("one", "c-1"));
    day.send(day.tom, group, "two");
    assertThat(bobs.heard()).containsExactly("sent one", "sent two");
  }

  @Test
  void theNextMessageWaitsUntilTheOneBeforeIsKnown() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.AFTER);
    unavailable(() -> send("one", "c-1"));
    day.stores.failNext("changesAt", When.BEFORE);
    unavailable(() -> day.send(day.tom, group, "two"));
    day.send(day.tom, group, "three");
    assertThat(bobs.heard()).containsExactly("sent one", "sent three");
  }

  @Test
  void theStoreIsAskedAgainUntilItIsBack() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.AFTER);
    unavailable(() -> send("one", "c-1"));
    for (int i = 0; i < 200; i++) {
      day.stores.failNext("changesAt", When.BEFORE);
      day.pass(UNTIL_THE_NEXT_LOOK);
    }
    assertThat(bobs.heard()).isEmpty();
    day.pass(A_WHILE);
    assertThat(bobs.heard()).containsExactly("sent one");
  }

  @Test
  void aMessageThatAppearsLateIsStillFound() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.BEFORE);
    unavailable(() -> send("late", "c-1"));
    day.pass(A_WHILE);
    day.elsewhere.messages().append(day.newMessage(group, day.ada, "late", "c-1"));
    day.pass(Duration.ofMinutes(2));
    assertThat(bobs.heard()).containsExactly("sent late");
  }

  @Test
  void aMessageThatAppearsLateGoesBeforeTheNext() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.BEFORE);
    unavailable(() -> send("late", "c-1"));
    day.pass(A_WHILE);
    day.elsewhere.messages().append(day.newMessage(group, day.ada, "late", "c-1"));
    day.send(day.tom, group, "next");
    assertThat(bobs.heard()).containsExactly("sent late", "sent next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete", "watermarks"})
  void aDeletionIsToldThoughItsAnswerOrItsViewWasLost(String lost) {
    Message bad = day.send(day.ada, group, "a phone number");
    Device bobs = day.connect(day.bob);
    day.stores.failNext(lost, When.AFTER);
    unavailable(() -> day.chat.editing().delete(day.by(day.ada), bad.id()));
    assertThat(code(day.chat.editing().delete(day.by(day.ada), bad.id())))
        .isEqualTo(RefusalCode.MESSAGE_DELETED);
    day.pass(A_WHILE);
    assertThat(bobs.heard()).containsExactly("deleted 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"edit", "watermarks"})
  void anEditIsToldThoughItsAnswerOrItsViewWasLost(String lost) {
    Message first = day.send(day.ada, group, "helo");
    Device bobs = day.connect(day.bob);
    day.stores.failNext(lost, When.AFTER);
    unavailable(() -> day.chat.editing().edit(day.by(day.ada), first.id(), "hello"));
    day.send(day.tom, group, "next");
    assertThat(bobs.heard()).containsExactly("edited hello", "sent next");
  }

  @Test
  void aMessageIsToldThoughItsMembersCouldNotBeRead() {
    Device bobs = day.connect(day.bob);
    day.stores.beforeNext("append", this::haveTheRosterReadAnew);
    unavailable(() -> send("hello", "c-1"));
    day.pass(A_WHILE);
    assertThat(bobs.heard()).containsExactly("sent hello");
  }

  @Test
  void everyChangeThatWasMissedIsToldAtItsOwnRevAsTheMessageIsNow() {
    Message first = day.send(day.ada, group, "helo");
    Device bobs = day.connect(day.bob);
    var elsewhere = day.elsewhere.messages();
    elsewhere.append(day.newMessage(group, day.tom, "two", "c-2"));
    elsewhere.edit(day.hill, first.id(), day.ada.id(), "hello", day.now());
    elsewhere.edit(day.hill, first.id(), day.ada.id(), "hello!", day.now());
    send("five", "c-5");
    assertThat(bobs.heard())
        .containsExactly("sent two", "edited hello!", "edited hello!", "sent five");
    assertThat(day.events(day.bob))
        .extracting(event -> ((MessageEvent) event).message().message().rev())
        .endsWith(2L, 3L, 4L, 5L);
  }

  @Test
  void aMessageThatIsDeletedByNowComesWithoutItsTextAndIsDeletedAtItsPlace() {
    Device bobs = day.connect(day.bob);
    send("one", "c-1");
    var elsewhere = day.elsewhere.messages();
    elsewhere.append(day.newMessage(group, day.tom, "a phone number", "c-2"));
    elsewhere.delete(
        day.hill,
        elsewhere.byClientId(day.hill, group.id(), day.tom.id(), "c-2").orElseThrow().id(),
        day.tom.id(),
        day.now());
    send("four", "c-4");
    assertThat(bobs.heard()).containsExactly("sent one", "sent ", "deleted 2", "sent four");
  }

  @Test
  void theFirstChangeSinceTheStartTellsOfItselfAlone() {
    day.elsewhere.messages().append(day.newMessage(group, day.ada, "before", "c-0"));
    Device bobs = day.connect(day.bob);
    send("now", "c-1");
    assertThat(bobs.heard()).containsExactly("sent now");
  }

  @Test
  void whoLeftBeforeItWasFoundDoesNotHearOfIt() {
    Device bobs = day.connect(day.bob);
    day.stores.failNext("append", When.AFTER);
    unavailable(() -> send("one", "c-1"));
    day.stores.failNext("changesAt", When.BEFORE);
    day.setActive(day.bob, false);
    day.pass(A_WHILE);
    assertThat(bobs.heard()).containsExactly("session ended deactivated");
  }

  private void haveTheRosterReadAnew() {
    User dan = SchoolDay.person(day.hill, day.dan.role(), "another");
    day.changeElsewhere(new RosterChange.AddUser(dan, "hash"));
    day.chat.roster().refresh();
    day.stores.failNext("userById", When.BEFORE);
  }

  private Sent send(String text, String clientId) {
    return day.send(day.by(day.ada), group.id(), text, clientId);
  }

  private static void unavailable(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(StoreUnavailable.class);
  }
}
