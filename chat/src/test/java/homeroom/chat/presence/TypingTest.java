// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is told that somebody types, and when it ends. */
class TypingTest {

  private static final Duration SPACING = PresenceLimits.DEFAULT.typingSpacing();
  private static final Duration SILENCE = PresenceLimits.DEFAULT.typingSilence();
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob, day.tom);

  @Test
  void theOtherMembersAreTold() {
    start(day.ada);
    assertThat(day.toldOf(TypingEvent.Started.class)).containsExactly("bob", "tom");
    stop(day.ada);
    assertThat(day.toldOf(TypingEvent.Stopped.class)).containsExactly("bob", "tom");
  }

  @Test
  void theOtherDevicesOfWhoTypesAreNot() {
    Device phone = day.connect(day.ada);
    Device laptop = day.connect(day.ada);
    laptop.heard();
    assertThat(day.chat.typing().start(phone.caller(), group.id())).isEqualTo(Outcome.done());
    assertThat(laptop.heard()).isEmpty();
  }

  @Test
  void whoIsNoMemberTypesNowhere() {
    Refusal notFound = Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, group.id().value());
    for (User other : new User[] {day.cleo, day.root, day.olga}) {
      assertThat(day.chat.typing().start(day.by(other), group.id()))
          .isEqualTo(Outcome.refused(notFound));
      assertThat(day.chat.typing().stop(day.by(other), group.id()))
          .isEqualTo(Outcome.refused(notFound));
    }
    assertThat(day.told(day.bob)).isEmpty();
  }

  @Test
  void aStartIsToldAtMostOnceASecond() {
    start(day.ada);
    day.pass(SPACING.minus(MOMENT));
    start(day.ada);
    assertThat(day.told(day.bob)).containsExactly("ada types");
    day.pass(MOMENT);
    start(day.ada);
    assertThat(day.told(day.bob)).containsExactly("ada types", "ada types");
  }

  @Test
  void startsAndStopsInTurnAreNoWayAroundIt() {
    for (int i = 0; i < 5; i++) {
      start(day.ada);
      stop(day.ada);
    }
    assertThat(day.told(day.bob)).containsExactly("ada types", "ada stops");
  }

  @Test
  void eachTypistAndEachConversationHasTheirOwnSecond() {
    start(day.ada);
    start(day.bob);
    assertThat(day.chat.typing().start(day.by(day.ada), day.ofClass(day.class7b).id()))
        .isEqualTo(Outcome.done());
    assertThat(day.told(day.tom)).containsExactly("ada types", "bob types", "ada types");
  }

  @Test
  void aStopIsToldOnceAndOnlyAfterAStart() {
    stop(day.ada);
    assertThat(day.told(day.bob)).isEmpty();
    start(day.ada);
    stop(day.ada);
    stop(day.ada);
    assertThat(day.told(day.bob)).containsExactly("ada types", "ada stops");
  }

  @Test
  void itEndsByItselfAfterSixSeconds() {
    start(day.ada);
    day.pass(SILENCE.minus(MOMENT));
    assertThat(day.told(day.bob)).containsExactly("ada types");
    day.pass(MOMENT);
    assertThat(day.told(day.bob)).containsExactly("ada types", "ada stops");
    day.pass(SILENCE);
    assertThat(day.told(day.bob)).hasSize(2);
  }

  @Test
  void aNewStartMakesItLonger() {
    start(day.ada);
    day.pass(Duration.ofSeconds(4));
    start(day.ada);
    day.forget();
    day.pass(SILENCE.minus(MOMENT));
    assertThat(day.told(day.bob)).isEmpty();
    day.pass(MOMENT);
    assertThat(day.told(day.bob)).containsExactly("ada stops");
  }

  @Test
  void afterItEndedItMayBeginAgain() {
    start(day.ada);
    day.pass(SILENCE);
    day.forget();
    start(day.ada);
    assertThat(day.told(day.bob)).containsExactly("ada types");
  }

  @Test
  void itEndsBeforeTheMessageIsTold() {
    start(day.ada);
    day.send(day.ada, group, "hello");
    assertThat(day.told(day.bob)).containsExactly("ada types", "ada stops", "sent hello");
  }

  @Test
  void aMessageElsewhereOrOfSomebodyElseEndsNothing() {
    start(day.ada);
    day.send(day.ada, day.ofClass(day.class7b), "elsewhere");
    day.send(day.bob, group, "hello");
    assertThat(day.told(day.tom)).containsExactly("ada types", "sent elsewhere", "sent hello");
  }

  @Test
  void itEndsWithTheLastDevice() {
    Device phone = day.connect(day.ada);
    Device laptop = day.connect(day.ada);
    start(day.ada);
    day.forget();
    day.drop(phone);
    assertThat(day.told(day.tom)).isEmpty();
    day.drop(laptop);
    assertThat(day.told(day.tom)).containsExactly("ada stops");
  }

  @Test
  void itEndsWithLeaving() {
    start(day.bob);
    day.forget();
    done(day.chat.groups().leave(day.by(day.bob), group.id()));
    assertThat(day.told(day.ada)).contains("bob stops");
  }

  @Test
  void itEndsWithBeingRemoved() {
    start(day.bob);
    day.forget();
    var without = new Groups.Change(null, Set.of(), ids(day.bob));
    done(day.chat.groups().change(day.by(day.tom), group.id(), without));
    assertThat(day.told(day.ada)).contains("bob stops");
  }

  @Test
  void itEndsWithTheClass() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.connect(day.bob);
    assertThat(day.chat.typing().start(day.by(day.bob), ofClass.id())).isEqualTo(Outcome.done());
    day.forget();
    day.change(new RosterChange.Unenroll(SchoolDay.attends(day.bob, day.class7b)));
    assertThat(day.told(day.ada)).contains("bob stops");
  }

  @Test
  void amongMoreThanAHundredMembersNobodyIsTold() {
    List<User> many =
        IntStream.range(0, 97)
            .mapToObj(i -> SchoolDay.person(day.hill, Role.STUDENT, "student" + i))
            .toList();
    many.forEach(user ->
        day.changeElsewhere(
            new RosterChange.AddUser(user, "hash"),
            new RosterChange.Enroll(SchoolDay.attends(user, day.class7b))));
    day.chat.roster().refresh();
    Conversation ofClass = day.ofClass(day.class7b);
    assertThat(day.chat.typing().start(day.by(day.ada), ofClass.id())).isEqualTo(Outcome.done());
    assertThat(day.toldOf(TypingEvent.Started.class)).hasSize(99);
    day.pass(SILENCE);
    day.change(new RosterChange.Enroll(SchoolDay.attends(day.dan, day.class7b)));
    day.forget();
    assertThat(day.chat.typing().start(day.by(day.ada), ofClass.id())).isEqualTo(Outcome.done());
    assertThat(day.toldOf(TypingEvent.Started.class)).isEmpty();
  }

  @Test
  void somebodyTypesInTwentyConversationsAtMost() {
    for (int i = 0; i <= PresenceLimits.DEFAULT.typingAtOnce(); i++) {
      Conversation one = done(day.chat.groups().create(day.by(day.ada), null, ids(day.bob)));
      assertThat(day.chat.typing().start(day.by(day.ada), one.id())).isEqualTo(Outcome.done());
    }
    assertThat(day.told(day.bob)).filteredOn("ada types"::equals).hasSize(20);
  }

  @Test
  void nothingOfItIsStored() {
    start(day.ada);
    stop(day.ada);
    assertThat(day.stores.messages().head(day.hill, group.id())).isZero();
  }

  private void start(User user) {
    require(day.chat.typing().start(day.by(user), group.id()));
  }

  private void stop(User user) {
    require(day.chat.typing().stop(day.by(user), group.id()));
  }

  private static void require(Outcome<Outcome.Nothing> outcome) {
    assertThat(outcome).isEqualTo(Outcome.done());
  }

  @Test
  void whatCannotBeToldOfItsEndIsToldOnceItCan() {
    start(day.ada);
    forgetTheMembers();
    day.pass(SILENCE);
    assertThat(day.told(day.bob)).containsExactly("ada types");
    day.pass(Duration.ofSeconds(1));
    assertThat(day.told(day.bob)).containsExactly("ada types", "ada stops");
    start(day.ada);
    day.pass(SILENCE);
    assertThat(day.told(day.bob))
        .containsExactly("ada types", "ada stops", "ada types", "ada stops");
  }

  @Test
  void whoseLastSocketWentWhileTheStoreWasAwayStopsAsWell() {
    Device adas = day.connect(day.ada);
    start(day.ada);
    forgetTheMembers();
    day.signOut(adas);
    day.pass(SILENCE);
    assertThat(day.told(day.bob)).contains("ada stops");
  }

  private void forgetTheMembers() {
    day.changeElsewhere(
        new RosterChange.AddUser(SchoolDay.person(day.hill, Role.STUDENT, "another"), "hash"));
    day.chat.roster().refresh();
    day.stores.failNext("conversation", When.BEFORE);
  }
}
