// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.ChatLimits;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client that was away is told when it asks. */
class SyncTest {

  private final SchoolDay day =
      new SchoolDay(
          new ChatLimits(
              new MessageLimits(8000, 64, Duration.ofMinutes(15), 0, 1), PresenceLimits.DEFAULT));

  private final Conversation ofClass = day.ofClass(day.class7b);
  private final Conversation group = day.group("Maths", day.ada, day.bob);

  @Test
  void everyConversationHasAnEntryInTheOrderOfTheirIds() {
    assertThat(since(day.ada, Map.of()).conversations())
        .extracting(entry -> entry.conversation().conversation().id())
        .containsExactly(ofClass.id(), group.id());
    assertThat(since(day.root, Map.of()).conversations()).isEmpty();
  }

  @Test
  void ofAConversationThatIsNotNamedTheNewestFiftyAreGiven() {
    sendMany(60);
    Sync.Entry entry = entry(Map.of(), 200);
    assertThat(entry.reset()).isTrue();
    assertThat(entry.complete()).isTrue();
    assertThat(entry.rev()).isEqualTo(60);
    assertThat(entry.messages()).hasSize(50);
    assertThat(entry.messages().getFirst().message().seq()).isEqualTo(11);
    assertThat(entry.messages().getLast().message().seq()).isEqualTo(60);
  }

  @Test
  void whoHasEverythingIsGivenNothing() {
    sendMany(3);
    Sync.Entry entry = entry(Map.of(group.id(), 3L), 200);
    assertThat(entry.messages()).isEmpty();
    assertThat(entry.rev()).isEqualTo(3);
    assertThat(entry.complete()).isTrue();
    assertThat(entry.reset()).isFalse();
  }

  @Test
  void whatChangedStandsOnceAtItsNewest() {
    Message first = day.send(day.ada, group, "one");
    Message second = day.send(day.ada, group, "two");
    done(day.chat.editing().edit(day.by(day.ada), first.id(), "one, edited"));
    done(day.chat.editing().delete(day.by(day.ada), second.id()));
    done(day.chat.editing().edit(day.by(day.ada), first.id(), "one, edited again"));
    Sync.Entry entry = entry(Map.of(group.id(), 2L), 200);
    assertThat(entry.messages())
        .extracting(view -> view.message().rev() + " " + view.message().text())
        .containsExactly("4 ", "5 one, edited again");
    assertThat(entry.rev()).isEqualTo(5);
    assertThat(entry.complete()).isTrue();
  }

  @Test
  void aRevThatWasNeverGivenBeginsAnew() {
    sendMany(3);
    for (long rev : new long[] {4, 99, -1}) {
      Sync.Entry entry = entry(Map.of(group.id(), rev), 200);
      assertThat(entry.reset()).isTrue();
      assertThat(entry.messages()).hasSize(3);
    }
  }

  @Test
  void fromZeroEverythingIsGiven() {
    sendMany(60);
    Sync.Entry entry = entry(Map.of(group.id(), 0L), 200);
    assertThat(entry.reset()).isFalse();
    assertThat(entry.messages()).hasSize(60);
  }

  @Test
  void theLimitIsOneOfTheWholeAnswer() {
    day.send(day.tom, ofClass, "one");
    day.send(day.tom, ofClass, "two");
    sendMany(3);
    Map<ConversationId, Long> known = Map.of(ofClass.id(), 0L, group.id(), 0L);
    Sync.Changes changes = since(day.ada, known, 3);
    assertThat(changes.conversations())
        .extracting(entry -> entry.messages().size())
        .containsExactly(2, 1);
    assertThat(changes.conversations())
        .extracting(Sync.Entry::complete)
        .containsExactly(true, false);
    assertThat(changes.conversations()).extracting(Sync.Entry::rev).containsExactly(2L, 1L);
  }

  @Test
  void whatHadNoRoomIsAskedForAgain() {
    day.send(day.tom, ofClass, "one");
    sendMany(2);
    Sync.Changes changes = since(day.ada, Map.of(ofClass.id(), 0L, group.id(), 0L), 1);
    Sync.Entry left = changes.conversations().getLast();
    assertThat(left.messages()).isEmpty();
    assertThat(left.complete()).isFalse();
    assertThat(left.rev()).isZero();
    Sync.Entry again = entry(Map.of(ofClass.id(), 1L, group.id(), left.rev()), 2);
    assertThat(again.messages()).hasSize(2);
    assertThat(again.complete()).isTrue();
  }

  @Test
  void whatHadNoRoomAndIsNotKnownIsAskedForAgain() {
    day.send(day.tom, ofClass, "one");
    sendMany(2);
    Sync.Entry left = since(day.ada, Map.of(), 1).conversations().getLast();
    assertThat(left.messages()).isEmpty();
    assertThat(left.complete()).isFalse();
    assertThat(left.reset()).isTrue();
    assertThat(left.rev()).isZero();
  }

  @Test
  void aClientInSmallStepsHasEverythingInTheEnd() {
    sendMany(7);
    long rev = 0;
    int got = 0;
    boolean complete;
    do {
      Sync.Entry entry = entry(Map.of(ofClass.id(), 0L, group.id(), rev), 3);
      assertThat(entry.messages()).hasSizeLessThanOrEqualTo(3);
      got += entry.messages().size();
      rev = entry.rev();
      complete = entry.complete();
    } while (!complete);
    assertThat(got).isEqualTo(7);
    assertThat(rev).isEqualTo(7);
  }

  @Test
  void anEmptyConversationIsComplete() {
    Sync.Entry entry = entry(Map.of(), 200);
    assertThat(entry.complete()).isTrue();
    assertThat(entry.rev()).isZero();
    assertThat(entry.messages()).isEmpty();
  }

  @Test
  void whatIsNotOnesOwnAnyMoreIsNamed() {
    done(day.chat.groups().leave(day.by(day.bob), group.id()));
    day.setArchived(day.class7b, true);
    var unknown = new ConversationId("unknown");
    Sync.Changes changes =
        since(day.bob, Map.of(group.id(), 0L, ofClass.id(), 0L, unknown, 0L), 200);
    assertThat(changes.conversations()).isEmpty();
    assertThat(changes.removed()).containsExactly(ofClass.id(), group.id(), unknown);
  }

  @Test
  void theWatermarksOfTheMembersAreGiven() {
    sendMany(2);
    day.read(day.bob, group, 1);
    Sync.Entry entry = entry(Map.of(), 200);
    assertThat(entry.hasWatermarks()).isTrue();
    assertThat(entry.watermarks())
        .containsExactlyInAnyOrder(
            new Watermark(day.ada.id(), 0, 0, null, 0, null),
            new Watermark(day.bob.id(), 0, 1, day.now(), 1, day.now()));
  }

  @Test
  void theWatermarksOfDeactivatedMembersAreNot() {
    day.setActive(day.bob, false);
    assertThat(entry(Map.of(), 200).watermarks())
        .extracting(Watermark::userId)
        .containsExactly(day.ada.id());
  }

  @Test
  void ofMoreThanAHundredMembersNoWatermarksAreGiven() {
    enrol(97);
    assertThat(day.chat.roster().members(day.hill, day.class7b.id()).all()).hasSize(100);
    assertThat(since(day.tom, Map.of()).conversations().getFirst().hasWatermarks()).isTrue();
    day.change(new RosterChange.Enroll(SchoolDay.attends(day.dan, day.class7b)));
    Sync.Entry entry = since(day.tom, Map.of()).conversations().getFirst();
    assertThat(entry.hasWatermarks()).isFalse();
    assertThat(entry.watermarks()).isEmpty();
  }

  @Test
  void theUnreadAreCountedInIt() {
    sendMany(4);
    Sync.Entry entry = since(day.bob, Map.of(group.id(), 4L), 200).conversations().getLast();
    assertThat(entry.conversation().unread()).isEqualTo(4);
    assertThat(entry.conversation().readSeq()).isZero();
  }

  @Test
  void aRevThatIsNamedIsConfirmed() {
    sendMany(3);
    since(day.bob, Map.of(group.id(), 2L), 200);
    day.pass(Duration.ofMillis(250));
    Sync.Entry entry = entry(Map.of(), 200);
    assertThat(entry.messages())
        .extracting(view -> view.receipts().delivered())
        .containsExactly(1, 1, 0);
  }

  @Test
  void aRevSaysNothingOfMessagesThatChangedSince() {
    Message first = day.send(day.ada, group, "one");
    Message second = day.send(day.ada, group, "two");
    Message third = day.send(day.ada, group, "three");
    done(day.chat.editing().edit(day.by(day.ada), second.id(), "two, edited"));
    since(day.bob, Map.of(group.id(), 3L), 200);
    assertThat(delivered(first, second, third)).containsExactly(1, 0, 0);
    since(day.bob, Map.of(group.id(), 4L), 200);
    assertThat(delivered(first, second, third)).containsExactly(1, 1, 1);
  }

  @Test
  void aRevIsNotConfirmedWhileTheAnswerIsPartial() {
    Message first = day.send(day.ada, group, "one");
    Message second = day.send(day.ada, group, "two");
    Message third = day.send(day.ada, group, "three");
    Message fourth = day.send(day.ada, group, "four");
    done(day.chat.editing().edit(day.by(day.ada), first.id(), "one, edited"));
    Map<ConversationId, Long> known = Map.of(ofClass.id(), 0L, group.id(), 2L);
    assertThat(since(day.bob, known, 1).conversations().getLast().complete()).isFalse();
    assertThat(delivered(first, second, third, fourth)).containsExactly(0, 0, 0, 0);
  }

  private List<Integer> delivered(Message... messages) {
    day.pass(Duration.ofMillis(250));
    return Arrays.stream(messages)
        .map(message -> day.view(day.ada, message).receipts().delivered())
        .toList();
  }

  /** Of Ada's group. */
  private Sync.Entry entry(Map<ConversationId, Long> known, int limit) {
    return since(day.ada, known, limit).conversations().getLast();
  }

  private Sync.Changes since(User by, Map<ConversationId, Long> known) {
    return since(by, known, Sync.DEFAULT_LIMIT);
  }

  private Sync.Changes since(User by, Map<ConversationId, Long> known, int limit) {
    return day.chat
        .sync()
        .since(day.by(by), new SyncRequest(known, null, null, limit), TextSizes.SIZES);
  }

  private void sendMany(int messages) {
    IntStream.rangeClosed(1, messages).forEach(i -> day.send(day.ada, group, "message " + i));
  }

  private void enrol(int students) {
    List<User> many =
        IntStream.range(0, students)
            .mapToObj(i -> SchoolDay.person(day.hill, Role.STUDENT, "student" + i))
            .toList();
    day.change(
        many.stream()
            .map(user -> new RosterChange.AddUser(user, "hash"))
            .toArray(RosterChange[]::new));
    day.change(
        many.stream()
            .map(user -> new RosterChange.Enroll(SchoolDay.attends(user, day.class7b)))
            .toArray(RosterChange[]::new));
  }
}
