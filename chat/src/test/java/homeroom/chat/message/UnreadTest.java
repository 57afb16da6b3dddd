// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.ChatLimits;
import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.conversation.Groups;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.RefusalCode;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What somebody has not read. */
class UnreadTest {

  private final SchoolDay day =
      new SchoolDay(
          new ChatLimits(
              new MessageLimits(8000, 64, Duration.ofMinutes(15), 0, 1), PresenceLimits.DEFAULT));

  private final Conversation group = day.group("Maths", day.ada, day.bob, day.tom);

  @Test
  void messagesOfOthersAreUnreadUntilTheyAreRead() {
    day.send(day.ada, group, "one");
    day.send(day.tom, group, "two");
    assertThat(unread(day.bob)).isEqualTo(2);
    day.read(day.bob, group, 1);
    assertThat(unread(day.bob)).isEqualTo(1);
    assertThat(view(day.bob).readSeq()).isEqualTo(1);
    day.read(day.bob, group, 2);
    assertThat(unread(day.bob)).isZero();
  }

  @Test
  void onesOwnMessagesAreNot() {
    day.send(day.ada, group, "one");
    assertThat(unread(day.ada)).isZero();
    day.send(day.bob, group, "two");
    day.send(day.ada, group, "three");
    assertThat(unread(day.ada)).isEqualTo(1);
  }

  @Test
  void sendingReadsNothing() {
    day.send(day.ada, group, "one");
    day.send(day.bob, group, "two");
    assertThat(unread(day.bob)).isEqualTo(1);
    assertThat(view(day.bob).readSeq()).isZero();
  }

  @Test
  void gettingAMessageIsNotReadingIt() {
    day.send(day.ada, group, "one");
    day.delivered(day.bob, group, 1);
    assertThat(unread(day.bob)).isEqualTo(1);
  }

  @Test
  void deletedMessagesAreNot() {
    Message first = day.send(day.ada, group, "one");
    day.send(day.ada, group, "two");
    done(day.chat.editing().delete(day.by(day.ada), first.id()));
    assertThat(unread(day.bob)).isEqualTo(1);
  }

  @Test
  void anEditMakesNothingUnread() {
    Message first = day.send(day.ada, group, "one");
    day.read(day.bob, group, 1);
    done(day.chat.editing().edit(day.by(day.ada), first.id(), "edited"));
    assertThat(unread(day.bob)).isZero();
  }

  @Test
  void countingStopsAtNineHundredAndNinetyNine() {
    for (int i = 0; i < ConversationView.MAX_UNREAD; i++) {
      day.send(day.ada, group, "message " + i);
    }
    assertThat(unread(day.bob)).isEqualTo(999);
    day.send(day.ada, group, "one more");
    assertThat(unread(day.bob)).isEqualTo(999);
    day.read(day.bob, group, 1);
    assertThat(unread(day.bob)).isEqualTo(999);
    day.read(day.bob, group, 2);
    assertThat(unread(day.bob)).isEqualTo(998);
  }

  @Test
  void whoJoinsHasNothingUnreadOfBefore() {
    day.send(day.ada, group, "before");
    done(
        day.chat
            .groups()
            .change(day.by(day.tom), group.id(), new Groups.Change(null, ids(day.cleo), Set.of())));
    assertThat(unread(day.cleo)).isZero();
    day.send(day.ada, group, "after");
    assertThat(unread(day.cleo)).isEqualTo(1);
  }

  @Test
  void whoJoinsAClassHasNothingUnreadOfBefore() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.send(day.tom, ofClass, "before");
    day.change(new RosterChange.Enroll(SchoolDay.attends(day.dan, day.class7b)));
    assertThat(view(day.dan, ofClass).unread()).isZero();
    assertThat(view(day.dan, ofClass).readSeq()).isEqualTo(1);
    day.send(day.tom, ofClass, "after");
    assertThat(view(day.dan, ofClass).unread()).isEqualTo(1);
  }

  @Test
  void whoComesBackFromBeingDeactivatedHasUnreadWhatCameMeanwhile() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.send(day.tom, ofClass, "before");
    day.read(day.bob, ofClass, 1);
    day.setActive(day.bob, false);
    day.send(day.tom, ofClass, "meanwhile");
    day.setActive(day.bob, true);
    assertThat(view(day.bob, ofClass).unread()).isEqualTo(1);
  }

  @Test
  void everyMemberIsToldTheirOwnNumber() {
    day.send(day.ada, group, "one");
    Device adas = day.connect(day.ada);
    Device bobs = day.connect(day.bob);
    adas.heard();
    bobs.heard();
    done(
        day.chat
            .groups()
            .change(day.by(day.tom), group.id(), new Groups.Change("Go", Set.of(), Set.of())));
    assertThat(adas.shown().unread()).isZero();
    assertThat(bobs.shown().unread()).isEqualTo(1);
    assertThat(bobs.events().getLast())
        .isInstanceOfSatisfying(
            ConversationEvent.Updated.class,
            updated -> assertThat(updated.views()).containsOnlyKeys(day.ada.id(), day.bob.id()));
  }

  @Test
  void allOnesConversationsAreFoundWithTheirNumbers() {
    day.send(day.ada, group, "one");
    day.send(day.tom, day.ofClass(day.class7b), "two");
    day.direct(day.bob, day.tom);
    assertThat(day.chat.inbox().find(day.by(day.bob), Query.where(Filter.ALL)).data())
        .extracting(ConversationView::unread)
        .containsExactlyInAnyOrder(1, 1, 0);
    assertThat(day.chat.inbox().find(day.by(day.root), Query.where(Filter.ALL)).data()).isEmpty();
  }

  @Test
  void whoIsNoMemberFindsNothing() {
    for (User other : new User[] {day.cleo, day.root, day.olga}) {
      assertThat(code(day.chat.inbox().get(day.by(other), group.id())))
          .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    }
  }

  private int unread(User user) {
    return view(user).unread();
  }

  private ConversationView view(User user) {
    return view(user, group);
  }

  private ConversationView view(User user, Conversation conversation) {
    return done(day.chat.inbox().get(day.by(user), conversation.id()));
  }
}
