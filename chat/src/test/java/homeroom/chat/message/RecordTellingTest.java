// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.conversation.Groups;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.roster.User;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What those are told besides who keep conversations and messages as records. */
class RecordTellingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob, day.tom);

  /** What was heard of records in that time. */
  private List<String> heard(Device device, Duration within) {
    day.pass(within);
    return device.heard().stream()
        .filter(words -> words.startsWith("conversation ") || words.startsWith("message "))
        .toList();
  }

  private ConversationView asRead(User user) {
    return done(day.chat.inbox().get(day.by(user), group.id()));
  }

  /** The record that was told last is what the user reads now. */
  private void showsWhatIsSo(Device device, User user) {
    day.pass(SECOND);
    assertThat(device.shown()).isEqualTo(asRead(user));
  }

  @Test
  void aMessageChangesTheConversationForEveryoneWhoKeepsIt() {
    Device bob = day.connectKeepingRecords(day.bob);
    Device tom = day.connect(day.tom);
    Message sent = day.send(day.ada, group, "one");
    assertThat(heard(bob, Duration.ZERO)).containsExactly("conversation " + group.id());
    assertThat(heard(tom, SECOND)).isEmpty();
    day.send(day.ada, group, "two");
    day.pass(SECOND);
    assertThat(bob.shown().unread()).isEqualTo(2);
    assertThat(bob.shown().conversation().lastMessage())
        .isNotNull()
        .extracting(LastMessage::text)
        .isEqualTo("two");
    showsWhatIsSo(bob, day.bob);
    done(day.chat.editing().delete(day.by(day.ada), sent.id()));
    showsWhatIsSo(bob, day.bob);
    assertThat(bob.shown().unread()).isEqualTo(1);
  }

  @Test
  void itIsToldAtOnceAndThenOncePerSecond() {
    Device bob = day.connectKeepingRecords(day.bob);
    day.send(day.ada, group, "one");
    assertThat(heard(bob, Duration.ZERO)).hasSize(1);
    for (int i = 0; i < 9; i++) {
      day.send(day.ada, group, "more");
      day.pass(Duration.ofMillis(100));
    }
    assertThat(heard(bob, Duration.ofMillis(99))).isEmpty();
    day.pass(Duration.ofMillis(1));
    assertThat(bob.shown()).isEqualTo(asRead(day.bob));
    bob.heard();
    assertThat(heard(bob, SECOND.multipliedBy(5))).isEmpty();
  }

  @Test
  void whatIsUnreadIsCountedWithoutAskingTheStore() {
    Device bob = day.connectKeepingRecords(day.bob);
    Device tom = day.connectKeepingRecords(day.tom);
    day.send(day.ada, group, "one");
    day.pass(SECOND);
    day.stores.calls().clear();
    day.send(day.ada, group, "two");
    day.send(day.tom, group, "three");
    day.read(day.tom, group, 3);
    day.pass(SECOND.multipliedBy(3));
    assertThat(day.stores.calls()).doesNotContain("countUnread");
    showsWhatIsSo(bob, day.bob);
    showsWhatIsSo(tom, day.tom);
  }

  @Test
  void readingChangesTheConversationForTheReaderAlone() {
    Device bob = day.connectKeepingRecords(day.bob);
    Device tom = day.connectKeepingRecords(day.tom);
    for (String text : List.of("one", "two", "three")) {
      day.send(day.ada, group, text);
    }
    day.pass(SECOND);
    bob.heard();
    tom.heard();
    day.read(day.bob, group, 2);
    showsWhatIsSo(bob, day.bob);
    assertThat(bob.shown().unread()).isEqualTo(1);
    day.read(day.bob, group, 3);
    showsWhatIsSo(bob, day.bob);
    assertThat(bob.shown().unread()).isZero();
    assertThat(heard(tom, SECOND)).isEmpty();
  }

  @Test
  void whoWroteAMessageIsToldOfItsStatusOncePerChange() {
    Device ada = day.connectKeepingRecords(day.ada);
    day.connectKeepingRecords(day.bob);
    day.send(day.ada, group, "one");
    day.pass(SECOND);
    ada.heard();
    day.delivered(day.bob, group, 1);
    assertThat(heard(ada, SECOND)).isEmpty();
    day.delivered(day.tom, group, 1);
    assertThat(heard(ada, SECOND)).containsExactly("message 1 delivered");
    day.read(day.bob, group, 1);
    assertThat(heard(ada, SECOND)).isEmpty();
    day.read(day.tom, group, 1);
    assertThat(heard(ada, SECOND)).containsExactly("message 1 read");
  }

  @Test
  void statusIsToldOfTheNewestFiftyMessages() {
    Device ada = day.connectKeepingRecords(day.ada);
    for (int i = 0; i < 55; i++) {
      day.send(day.ada, group, "text");
      day.pass(SECOND);
    }
    ada.heard();
    day.read(day.bob, group, 55);
    day.read(day.tom, group, 55);
    List<String> heard = heard(ada, SECOND.multipliedBy(2));
    assertThat(heard).hasSize(50).startsWith("message 6 read").endsWith("message 55 read");
  }

  @Test
  void whoComesAndGoesIsCountedAnew() {
    Device bob = day.connectKeepingRecords(day.bob);
    day.send(day.ada, group, "one");
    day.pass(SECOND);
    day.signOut(bob);
    day.send(day.ada, group, "two");
    day.pass(SECOND);
    Device again = day.connectKeepingRecords(day.bob);
    day.send(day.ada, group, "three");
    showsWhatIsSo(again, day.bob);
    assertThat(again.shown().unread()).isEqualTo(3);
    done(
        day.chat
            .groups()
            .change(day.by(day.ada), group.id(), new Groups.Change(null, Set.of(), ids(day.bob))));
    day.send(day.ada, group, "not for Bob");
    again.heard();
    assertThat(heard(again, SECOND.multipliedBy(2))).isEmpty();
  }

  @Test
  void aSupervisorIsToldAndHasNothingUnread() {
    day.rules("supervision=by=tina");
    Conversation direct = day.direct(day.ada, day.bob);
    Device tina = day.connectKeepingRecords(day.tina);
    for (String text : List.of("one", "two")) {
      day.send(day.ada, direct, text);
      day.pass(SECOND);
      assertThat(tina.shown()).isEqualTo(done(day.chat.inbox().get(day.by(day.tina), direct.id())));
      assertThat(tina.shown().unread()).isZero();
    }
  }

  @Test
  void inQuietHoursNobodyIsToldThatSomebodyRead() {
    Conversation direct = day.direct(day.tom, day.ada);
    Device tom = day.connectKeepingRecords(day.tom);
    day.send(day.tom, direct, "one");
    day.send(day.tom, direct, "two");
    day.pass(SECOND);
    day.rules("quiet=student daily 08:00-20:00");
    tom.heard();
    day.read(day.ada, direct, 1);
    day.delivered(day.ada, direct, 2);
    assertThat(heard(tom, SECOND.multipliedBy(2))).containsExactly("message 2 delivered");
    assertThat(heard(tom, Duration.ofHours(12))).containsExactly("message 1 read");
  }

  @Test
  void whileTheStoreIsAwayItIsTriedAgain() {
    Device bob = day.connectKeepingRecords(day.bob);
    day.send(day.ada, group, "one");
    day.pass(SECOND);
    bob.heard();
    day.stores.failNext("conversation", When.BEFORE);
    day.send(day.ada, group, "two");
    assertThat(heard(bob, Duration.ZERO)).isEmpty();
    showsWhatIsSo(bob, day.bob);
    assertThat(bob.shown().unread()).isEqualTo(2);
  }

  @Test
  void whereNobodyKeepsRecordsNothingIsRead() {
    day.connect(day.bob);
    day.send(day.ada, group, "one");
    day.pass(SECOND);
    day.stores.calls().clear();
    day.send(day.ada, group, "two");
    List<String> ofOne = List.copyOf(day.stores.calls());
    day.pass(SECOND.multipliedBy(3));
    assertThat(day.stores.calls()).isEqualTo(ofOne).containsExactly("append");
  }
}
