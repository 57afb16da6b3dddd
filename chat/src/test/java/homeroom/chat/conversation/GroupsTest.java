// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How groups are made, changed and left. */
class GroupsTest {

  private static final String EMOJI = "\uD83D\uDE00";

  private final SchoolDay day = new SchoolDay();

  @Test
  void whoMakesAGroupIsInIt() {
    Conversation made = done(create(day.ada, "Chess", day.bob));
    assertThat(made.participants()).containsExactly(day.ada.id(), day.bob.id());
    assertThat(made.createdBy()).isEqualTo(day.ada.id());
    assertThat(made.title()).isEqualTo("Chess");
    assertThat(made.createdAt()).isEqualTo(day.now());
  }

  @Test
  void aChangeReadsNothingAgainWhereNobodyElseChangesGroups() {
    Conversation made = done(create(day.ada, "Chess", day.bob));
    day.send(day.ada, made, "hello");
    day.stores.failNext("conversation", When.BEFORE);
    var change = new Groups.Change("Go", Set.of(), Set.of());
    assertThat(done(day.chat.groups().change(day.by(day.ada), made.id(), change)).title())
        .isEqualTo("Go");
  }

  @Test
  void everybodyInItIsToldButTheDeviceItWasMadeOn() {
    Device phone = day.connect(day.ada);
    Device laptop = day.connect(day.ada);
    Device bobs = day.connect(day.bob);
    day.connect(day.cleo);
    bobs.heard();
    phone.heard();
    Conversation made = done(day.chat.groups().create(phone.caller(), "Chess", ids(day.bob)));
    assertThat(phone.heard()).isEmpty();
    assertThat(laptop.heard()).contains("added " + made.id());
    assertThat(bobs.heard()).containsExactly("added " + made.id());
    assertThat(day.told(day.cleo)).doesNotContain("added " + made.id());
  }

  @Test
  void aGroupOfOneIsAGroup() {
    assertThat(done(create(day.ada, "Notes")).participants()).containsExactly(day.ada.id());
  }

  @Test
  void aGroupMayHaveNoTitle() {
    assertThat(done(create(day.ada, null, day.bob)).title()).isNull();
  }

  @Test
  void aTitleHasOneToTwoHundredCodePointsAndStaysAsItCame() {
    assertThat(done(create(day.ada, EMOJI.repeat(200), day.bob)).title())
        .isEqualTo(EMOJI.repeat(200));
    assertThat(done(create(day.ada, " Chess ", day.bob)).title()).isEqualTo(" Chess ");
    for (String title : new String[] {"", "   ", "\u00a0\ufeff", EMOJI.repeat(201), "\uD83D"}) {
      Refusal refusal = refused(create(day.ada, title, day.bob));
      assertThat(refusal.code()).as(title).isEqualTo(RefusalCode.TITLE_INVALID);
      assertThat(refusal.fields()).containsOnlyKeys("title");
    }
  }

  @Test
  void aGroupHasAtMostFiveHundredParticipants() {
    Set<UserId> many = enter(Groups.MAX_PARTICIPANTS);
    Refusal refusal = refused(day.chat.groups().create(day.by(day.tom), "All", many));
    assertThat(refusal.code()).isEqualTo(RefusalCode.GROUP_TOO_LARGE);
    assertThat(refusal.fields()).containsOnlyKeys("participants");
    many.remove(many.iterator().next());
    Conversation full = done(day.chat.groups().create(day.by(day.tom), "All", many));
    assertThat(full.participants()).hasSize(Groups.MAX_PARTICIPANTS);
    assertThat(code(change(day.tom, full, null, ids(day.ada), ids())))
        .isEqualTo(RefusalCode.GROUP_TOO_LARGE);
    assertThat(change(day.tom, full, null, ids(day.ada), Set.of(many.iterator().next())))
        .isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whoMadeItAndStaffInItChangeIt() {
    Conversation group = day.group("Chess", day.ada, day.bob, day.tom);
    assertThat(done(change(day.ada, group, "Go", ids(), ids())).title()).isEqualTo("Go");
    assertThat(done(change(day.tom, group, "Draughts", ids(), ids())).title())
        .isEqualTo("Draughts");
    assertThat(code(change(day.bob, group, "Mine", ids(), ids())))
        .isEqualTo(RefusalCode.NOT_THE_CREATOR);
  }

  @Test
  void whoIsNotInItDoesNotFindItStaffNeither() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    for (User other : new User[] {day.cleo, day.tom, day.root, day.olga}) {
      assertThat(refused(change(other, group, "Mine", ids(), ids())))
          .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, group.id().value()));
    }
  }

  @Test
  void aNewTitleIsToldToAllOtherDevices() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    Device phone = day.connect(day.ada);
    Device bobs = day.connect(day.bob);
    phone.heard();
    day.pass(Duration.ofMinutes(1));
    done(day.chat.groups().change(phone.caller(), group.id(), title("Go")));
    assertThat(phone.heard()).isEmpty();
    assertThat(bobs.shown().conversation().title()).isEqualTo("Go");
    assertThat(bobs.shown().conversation().updatedAt()).isEqualTo(day.now());
    assertThat(bobs.heard()).endsWith("updated " + group.id());
  }

  @Test
  void aTitleIsCheckedWhenItChangesToo() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    assertThat(code(change(day.ada, group, " ", ids(), ids())))
        .isEqualTo(RefusalCode.TITLE_INVALID);
    assertThat(done(change(day.ada, group, null, ids(day.tom), ids())).title()).isEqualTo("Chess");
  }

  @Test
  void whoComesHearsOfItWhoStaysOfTheChangeAndWhoGoesOfTheEnd() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    done(change(day.ada, group, null, ids(day.tom), ids(day.bob)));
    assertThat(day.told(day.tom)).containsExactly("added " + group.id());
    assertThat(day.told(day.ada)).containsExactly("updated " + group.id());
    assertThat(day.told(day.bob)).containsExactly("removed " + group.id());
  }

  @Test
  void whoIsInItAlreadyDoesNotComeAgain() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    day.send(day.ada, group, "one");
    day.forget();
    Conversation same = done(change(day.ada, group, null, ids(day.bob), ids()));
    assertThat(same.participants()).containsExactly(day.ada.id(), day.bob.id());
    assertThat(day.told(day.bob)).containsExactly("updated " + group.id());
    assertThat(done(day.chat.inbox().get(day.by(day.bob), group.id())).unread()).isEqualTo(1);
  }

  @Test
  void nobodyComesAndGoesAtOnce() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    assertThat(code(change(day.ada, group, null, ids(day.tom), ids(day.tom))))
        .isEqualTo(RefusalCode.PARTICIPANTS_CONTRADICTORY);
  }

  @Test
  void theCreatorBringsOnlyThoseTheyMayWriteTo() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    assertThat(code(change(day.ada, group, null, ids(day.cleo), ids())))
        .isEqualTo(RefusalCode.USER_NOT_FOUND);
  }

  @Test
  void whoJoinsReadsTheWholeHistoryAndHasNothingUnread() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    day.send(day.ada, group, "before");
    done(change(day.ada, group, null, ids(day.tom), ids()));
    var inbox = done(day.chat.inbox().get(day.by(day.tom), group.id()));
    assertThat(inbox.unread()).isZero();
    assertThat(inbox.readSeq()).isEqualTo(1);
    Query all = Query.where(Filter.ALL);
    assertThat(done(day.chat.history().find(day.by(day.tom), group.id(), all)).data())
        .extracting(view -> view.message().text())
        .containsExactly("before");
  }

  @Test
  void whoLeavesHearsNothingMoreAndFindsNothing() {
    Conversation group = day.group("Chess", day.ada, day.bob, day.tom);
    done(day.chat.groups().leave(day.by(day.bob), group.id()));
    day.send(day.ada, group, "he is gone");
    assertThat(day.told(day.bob)).containsExactly("removed " + group.id());
    assertThat(day.told(day.tom)).containsExactly("updated " + group.id(), "sent he is gone");
    assertThat(day.sendRefused(day.bob, group, "no"))
        .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, group.id().value()));
    assertThat(code(day.chat.inbox().get(day.by(day.bob), group.id())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    assertThat(code(day.chat.groups().leave(day.by(day.bob), group.id())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void onlyAGroupIsLeftOrChanged() {
    for (Conversation other :
        new Conversation[] {day.direct(day.ada, day.bob), day.ofClass(day.class7b)}) {
      assertThat(code(day.chat.groups().leave(day.by(day.ada), other.id())))
          .isEqualTo(RefusalCode.NOT_A_GROUP);
      assertThat(code(change(day.ada, other, "Mine", ids(), ids())))
          .isEqualTo(RefusalCode.NOT_A_GROUP);
    }
  }

  @Test
  void whoComesBackBeginsAnew() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    done(day.chat.groups().leave(day.by(day.bob), group.id()));
    day.send(day.ada, group, "while he was away");
    done(change(day.ada, group, null, ids(day.bob), ids()));
    var inbox = done(day.chat.inbox().get(day.by(day.bob), group.id()));
    assertThat(inbox.unread()).isZero();
    assertThat(inbox.readSeq()).isEqualTo(1);
  }

  @Test
  void whoIsDeactivatedIsNoMemberUntilTheyAreBack() {
    Conversation group = day.group("Chess", day.ada, day.bob, day.tom);
    day.setActive(day.bob, false);
    day.forget();
    day.send(day.ada, group, "hello");
    assertThat(day.told(day.bob)).isEmpty();
    day.setActive(day.bob, true);
    assertThat(day.send(day.bob, group, "back").seq()).isEqualTo(2);
  }

  private Outcome<Conversation> create(User first, @Nullable String title, User... others) {
    return day.chat.groups().create(day.by(first), title, ids(others));
  }

  private Outcome<Conversation> change(
      User by, Conversation group, @Nullable String title, Set<UserId> add, Set<UserId> remove) {
    return day.chat.groups().change(day.by(by), group.id(), new Groups.Change(title, add, remove));
  }

  private static Groups.Change title(String title) {
    return new Groups.Change(title, Set.of(), Set.of());
  }

  /** So many new students of the school. */
  private Set<UserId> enter(int students) {
    var ids = new HashSet<UserId>();
    day.change(
        IntStream.range(0, students)
            .mapToObj(i -> SchoolDay.person(day.hill, Role.STUDENT, "student" + i))
            .peek(user -> ids.add(user.id()))
            .map(user -> new RosterChange.AddUser(user, "hash"))
            .toArray(RosterChange[]::new));
    return ids;
  }

  @ParameterizedTest
  @ValueSource(strings = {"changeParticipants", "watermarks"})
  void whoIsTakenOutIsOutThoughTheAnswerOrAViewWasLost(String lost) {
    Conversation maths = day.group("Maths", day.tom, day.ada, day.bob);
    Device adas = day.connect(day.ada);
    Device bobs = day.connect(day.bob);
    day.send(day.ada, maths, "before");
    bobs.heard();
    adas.heard();
    day.stores.failNext(lost, When.AFTER);
    var without = new Groups.Change(null, Set.of(), SchoolDay.ids(day.bob));
    assertThatThrownBy(() -> day.chat.groups().change(day.by(day.tom), maths.id(), without))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(day.chat.inbox().get(day.by(day.bob), maths.id()))
        .isInstanceOf(Outcome.Refused.class);
    day.send(day.tom, maths, "a secret");
    assertThat(bobs.heard()).containsExactly("removed " + maths.id());
    assertThat(adas.heard()).containsExactly("updated " + maths.id(), "sent a secret");
  }

  @Test
  void aChangeWhoseAnswerWasLostIsToldWithoutARetry() {
    Conversation maths = day.group("Maths", day.tom, day.ada);
    Device adas = day.connect(day.ada);
    Device bobs = day.connect(day.bob);
    day.stores.failNext("rename", When.AFTER);
    var change = new Groups.Change("Mathematics", SchoolDay.ids(day.bob), Set.of());
    assertThatThrownBy(() -> day.chat.groups().change(day.by(day.tom), maths.id(), change))
        .isInstanceOf(StoreUnavailable.class);
    day.pass(Duration.ofSeconds(2));
    assertThat(adas.shown().conversation().title()).isEqualTo("Mathematics");
    assertThat(bobs.heard()).doesNotContain("added " + maths.id());
    day.chat.groups().change(day.by(day.tom), maths.id(), change);
    assertThat(bobs.heard()).contains("added " + maths.id());
  }

  @Test
  void whatWasNotStoredOfAChangeIsNotTold() {
    Conversation maths = day.group("Maths", day.tom, day.ada, day.bob);
    Device bobs = day.connect(day.bob);
    day.stores.failNext("changeParticipants", When.BEFORE);
    var without = new Groups.Change(null, Set.of(), SchoolDay.ids(day.bob));
    assertThatThrownBy(() -> day.chat.groups().change(day.by(day.tom), maths.id(), without))
        .isInstanceOf(StoreUnavailable.class);
    day.pass(Duration.ofMinutes(5));
    assertThat(bobs.heard()).isEmpty();
    day.send(day.tom, maths, "still here");
    assertThat(bobs.heard()).containsExactly("sent still here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "watermarks"})
  void aGroupIsToldThoughTheAnswerOrAViewWasLost(String lost) {
    Device adas = day.connect(day.ada);
    day.stores.failNext(lost, When.AFTER);
    assertThatThrownBy(
            () -> day.chat.groups().create(day.by(day.tom), "Maths", SchoolDay.ids(day.ada)))
        .isInstanceOf(StoreUnavailable.class);
    day.pass(Duration.ofSeconds(2));
    assertThat(adas.shown().conversation().title()).isEqualTo("Maths");
  }
}
