// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import static homeroom.chat.SchoolDay.attends;
import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.teaches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Chat;
import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNodes;
import homeroom.chat.contracts.RosterChanges;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.message.Message;
import homeroom.chat.message.ReceiptCounts;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change of the roster means for whoever is connected. */
class LiveRosterTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SchoolDay day = new SchoolDay();
  private final Conversation ofClass = day.ofClass(day.class7b);

  @Test
  void everyClassHasItsConversationFromTheStart() {
    assertThat(ofClass.type()).isEqualTo(ConversationType.CLASS);
    assertThat(ofClass.title()).isEqualTo("Class 7b");
    assertThat(day.ofClass(day.class8a).id()).isNotEqualTo(ofClass.id());
  }

  @Test
  void aNewClassHasItsConversationAtOnce() {
    var added =
        new SchoolClass(new ClassId("9c"), day.hill, "Class 9c", "9c", false, day.now(), day.now());
    day.change(new RosterChange.AddClass(added));
    assertThat(day.ofClass(added).title()).isEqualTo("Class 9c");
  }

  @Test
  void whoIsEnrolledHearsOfTheConversationAndSeesThePeople() {
    day.connect(day.tom);
    day.connect(day.ada);
    Device dans = day.connect(day.dan);
    day.forget();
    day.change(new RosterChange.Enroll(attends(day.dan, day.class7b)));
    assertThat(dans.heard())
        .containsExactlyInAnyOrder("tom online", "ada online", "added " + ofClass.id());
    assertThat(day.told(day.tom)).containsExactly("dan online");
    assertThat(day.told(day.ada)).containsExactly("dan online");
    day.send(day.tom, ofClass, "welcome");
    assertThat(dans.heard()).containsExactly("sent welcome");
  }

  @Test
  void whoIsEnrolledHasReadWhatWasThere() {
    Device dans = day.connect(day.dan);
    day.send(day.tom, ofClass, "before");
    day.change(new RosterChange.Enroll(attends(day.dan, day.class7b)));
    assertThat(dans.shown().unread()).isZero();
    assertThat(dans.shown().readSeq()).isEqualTo(1);
  }

  @Test
  void whoIsUnenrolledHearsTheEndAndSeesNobodyAnyMore() {
    day.connect(day.tom);
    day.connect(day.ada);
    Device bobs = day.connect(day.bob);
    day.forget();
    day.change(new RosterChange.Unenroll(attends(day.bob, day.class7b)));
    assertThat(bobs.heard())
        .containsExactlyInAnyOrder("tom offline", "ada offline", "removed " + ofClass.id());
    assertThat(day.told(day.tom)).containsExactly("bob offline");
    assertThat(day.told(day.ada)).containsExactly("bob offline");
    day.send(day.tom, ofClass, "he is gone");
    assertThat(bobs.heard()).isEmpty();
    assertThat(day.sendRefused(day.bob, ofClass, "no").code())
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void whoIsUnenrolledIsNotCountedAndBeginsAnewOnComingBack() {
    Message before = day.send(day.tom, ofClass, "before");
    day.read(day.bob, ofClass, 1);
    day.change(new RosterChange.Unenroll(attends(day.bob, day.class7b)));
    assertThat(day.view(day.tom, before).receipts()).isEqualTo(new ReceiptCounts(0, 0, 1));
    day.send(day.tom, ofClass, "while he was away");
    day.change(new RosterChange.Enroll(attends(day.bob, day.class7b)));
    var inbox = done(day.chat.inbox().get(day.by(day.bob), ofClass.id()));
    assertThat(inbox.unread()).isZero();
    assertThat(inbox.readSeq()).isEqualTo(2);
    assertThat(day.view(day.tom, before).receipts()).isEqualTo(new ReceiptCounts(0, 0, 1));
  }

  @Test
  void aTeacherWhoIsRemovedReadsTheClassNoMore() {
    Device toms = day.connect(day.tom);
    day.connect(day.tina);
    day.connect(day.ada);
    Message adas = day.send(day.ada, ofClass, "hello");
    toms.heard();
    day.change(new RosterChange.RemoveTeacher(teaches(day.tom, day.class7b)));
    assertThat(toms.heard()).containsExactlyInAnyOrder("ada offline", "removed " + ofClass.id());
    assertThat(code(day.chat.history().get(day.by(day.tom), adas.id())))
        .isEqualTo(RefusalCode.MESSAGE_NOT_FOUND);
    assertThat(day.connect(day.tom).online()).containsExactly("tina");
  }

  @Test
  void aTeacherWhoComesSeesTheStudentsOfTheClass() {
    Device tinas = day.connect(day.tina);
    day.connect(day.ada);
    tinas.heard();
    day.change(new RosterChange.AddTeacher(teaches(day.tina, day.class7b)));
    assertThat(tinas.heard()).containsExactlyInAnyOrder("ada online", "added " + ofClass.id());
    assertThat(day.told(day.ada)).contains("tina online");
  }

  @Test
  void whoLeavesOneOfTwoClassesTheyShareIsStillSeen() {
    day.change(
        new RosterChange.Enroll(attends(day.ada, day.class8a)),
        new RosterChange.Enroll(attends(day.bob, day.class8a)));
    Device adas = day.connect(day.ada);
    day.connect(day.bob);
    adas.heard();
    day.change(new RosterChange.Unenroll(attends(day.bob, day.class7b)));
    assertThat(adas.heard()).isEmpty();
  }

  @Test
  void anotherRoleIsAnotherView() {
    Device adas = day.connect(day.ada);
    day.connect(day.tina);
    day.connect(day.bob);
    adas.heard();
    day.change(RosterChanges.withRole(day.ada, Role.TEACHER));
    assertThat(adas.heard())
        .containsExactlyInAnyOrder(
            "tina online", "bob offline", "removed " + ofClass.id(), "UserUpdated");
    assertThat(day.told(day.tina)).contains("ada online");
    assertThat(day.told(day.bob)).contains("ada offline");
  }

  @Test
  void theSessionsOfWhoIsDeactivatedEnd() {
    Device adas = day.connect(day.ada);
    day.connect(day.bob);
    adas.heard();
    day.forget();
    day.setActive(day.ada, false);
    assertThat(adas.heard()).containsExactly("session ended deactivated");
    day.signOut(adas);
    assertThat(day.told(day.bob)).containsExactly("ada offline");
  }

  @Test
  void whoIsDeactivatedWithinTheirGraceIsOfflineAtOnce() {
    Device bobs = day.connect(day.bob);
    day.drop(day.connect(day.ada));
    bobs.heard();
    day.setActive(day.ada, false);
    assertThat(bobs.heard()).contains("ada offline");
  }

  @Test
  void thePartnersOfWhoAnotherProcessDeactivatedHearThatTheyOnlyRead() {
    day.direct(day.ada, day.bob);
    Device bobs = day.connect(day.bob);
    day.connect(day.ada);
    bobs.heard();
    day.changeElsewhere(RosterChanges.deactivate(day.ada));
    notice();
    assertThat(bobs.shown().readOnly()).isTrue();
  }

  @Test
  void thePartnersOfWhoIsDeactivatedHearThatTheyOnlyRead() {
    Conversation direct = day.direct(day.ada, day.bob);
    Device bobs = day.connect(day.bob);
    bobs.heard();
    day.setActive(day.ada, false);
    assertThat(bobs.shown().readOnly()).isTrue();
    assertThat(bobs.shown().conversation().id()).isEqualTo(direct.id());
    bobs.heard();
    day.forget();
    day.setActive(day.ada, true);
    assertThat(bobs.shown().readOnly()).isFalse();
    assertThat(day.told(day.ada)).isEmpty();
  }

  @Test
  void anArchivedClassIsGoneForItsMembers() {
    Device toms = day.connect(day.tom);
    Device adas = day.connect(day.ada);
    toms.heard();
    day.setArchived(day.class7b, true);
    assertThat(toms.heard()).containsExactlyInAnyOrder("ada offline", "removed " + ofClass.id());
    assertThat(adas.heard()).containsExactlyInAnyOrder("tom offline", "removed " + ofClass.id());
    assertThat(day.ofClass(day.class7b).archived()).isTrue();
    assertThat(code(day.chat.inbox().get(day.by(day.tom), ofClass.id())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void aClassTakenBackIsThereAgainWithWhatWasRead() {
    day.send(day.tom, ofClass, "one");
    day.read(day.ada, ofClass, 1);
    Device adas = day.connect(day.ada);
    day.setArchived(day.class7b, true);
    adas.heard();
    day.setArchived(day.class7b, false);
    assertThat(adas.heard()).contains("added " + ofClass.id());
    assertThat(day.ofClass(day.class7b).archived()).isFalse();
    assertThat(done(day.chat.inbox().get(day.by(day.ada), ofClass.id())).readSeq()).isEqualTo(1);
    assertThat(done(day.chat.inbox().get(day.by(day.bob), ofClass.id())).unread()).isEqualTo(1);
  }

  @Test
  void theNewNameOfAClassIsToldToItsMembers() {
    Device adas = day.connect(day.ada);
    day.change(RosterChanges.rename(day.class7b, "Mathematics"));
    assertThat(adas.shown().conversation().title()).isEqualTo("Mathematics");
    assertThat(adas.heard()).containsExactly("updated " + ofClass.id());
  }

  @Test
  void whatAnotherProcessChangedIsFollowedOnceItIsNoticed() {
    day.connect(day.tom);
    Device dans = day.connect(day.dan);
    day.changeElsewhere(
        new RosterChange.Enroll(attends(day.dan, day.class7b)),
        new RosterChange.Unenroll(attends(day.ada, day.class7b)));
    assertThat(dans.heard()).isEmpty();
    notice();
    assertThat(dans.heard()).containsExactlyInAnyOrder("tom online", "added " + ofClass.id());
    assertThat(code(day.chat.inbox().get(day.by(day.ada), ofClass.id())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    notice();
    assertThat(dans.heard()).isEmpty();
  }

  @Test
  void aServerAloneFollowsWhateverItNoticesHoweverLongThatTakes() {
    Device dans = day.connect(day.dan);
    enrolElsewhere(day, day.class7b);
    day.stores.beforeNext("members", () -> day.jump(SECOND));
    notice();
    enrolElsewhere(day, day.class8a);
    notice();
    assertThat(dans.heard())
        .contains("added " + ofClass.id(), "added " + day.ofClass(day.class8a).id());
  }

  /** Nodes tell each other which schools they change: the rest is what another program changed. */
  @Test
  void aNodeLooksAtEverythingForATwentiethOfTheTimeAtMost() {
    var nodes = new SchoolNodes();
    SchoolDay day = nodes.day;
    Device dans = nodes.a.connect(day.dan);
    enrolElsewhere(day, day.class7b);
    nodes.a.stores.beforeNext("members", () -> day.jump(SECOND));
    notice(nodes.a.chat);
    assertThat(dans.heard()).contains("added " + day.ofClass(day.class7b).id());
    enrolElsewhere(day, day.class8a);
    notice(nodes.a.chat);
    day.jump(SECOND.multipliedBy(19).minusNanos(1));
    notice(nodes.a.chat);
    assertThat(dans.heard()).isEmpty();
    day.jump(Duration.ofNanos(1));
    notice(nodes.a.chat);
    assertThat(dans.heard()).contains("added " + day.ofClass(day.class8a).id());
  }

  private static void enrolElsewhere(SchoolDay day, SchoolClass in) {
    day.changeElsewhere(new RosterChange.Enroll(attends(day.dan, in)));
  }

  @Test
  void whomAnotherProcessDeactivatedIsOut() {
    Conversation direct = day.direct(day.ada, day.bob);
    Device adas = day.connect(day.ada);
    day.changeElsewhere(RosterChanges.deactivate(day.ada));
    notice();
    assertThat(adas.heard()).containsExactly("session ended deactivated");
    assertThat(day.told(day.bob)).contains("updated " + direct.id());
  }

  @Test
  void whoHasAnotherRoleByAnotherProcessIsSeenSo() {
    Device toms = day.connect(day.tom);
    Device dans = day.connect(day.dan);
    day.changeElsewhere(RosterChanges.withRole(day.dan, Role.TEACHER));
    notice();
    assertThat(toms.heard()).containsExactly("dan online", "UserUpdated", "UserChanged");
    assertThat(dans.heard()).containsExactly("tom online", "UserUpdated", "UserChanged");
  }

  @Test
  void theClassThatAnotherProcessMadeHasItsConversation() {
    var added =
        new SchoolClass(new ClassId("9c"), day.hill, "Class 9c", "9c", false, day.now(), day.now());
    day.changeElsewhere(
        new RosterChange.AddClass(added), new RosterChange.Enroll(attends(day.dan, added)));
    notice();
    assertThat(day.send(day.dan, day.ofClass(added), "first").seq()).isEqualTo(1);
  }

  @Test
  void aChangeByAnotherProcessHasItsSchoolReadAndNoOther() {
    Device maxs = day.connect(day.max);
    Device dans = day.connect(day.dan);
    notice();
    day.chat.liveRules().catchUp();
    maxs.heard();
    enrolElsewhere(day, day.class7b);
    day.stores.calls().clear();
    notice();
    day.chat.liveRules().catchUp();
    assertThat(dans.heard()).contains("added " + ofClass.id());
    assertThat(day.stores.calls()).containsOnlyOnce("classes").doesNotContain("schools");
    day.stores.calls().clear();
    assertThat(day.chat.roster().userById(day.max.id())).isPresent();
    assertThat(day.chat.roster().classesOf(day.by(day.max))).containsExactly(day.class5c.id());
    assertThat(day.stores.calls()).isEmpty();
  }

  @Test
  void whatThisProcessChangesIsReadOnceMoreInItsSchoolAlone() {
    notice();
    day.change(new RosterChange.Enroll(attends(day.dan, day.class7b)));
    day.stores.calls().clear();
    notice();
    assertThat(day.stores.calls()).containsOnlyOnce("classes").doesNotContain("schools");
    day.stores.calls().clear();
    notice();
    assertThat(day.stores.calls()).containsExactly("version");
  }

  /** As the poll does. */
  private void notice() {
    notice(day.chat);
  }

  private static void notice(Chat<?> chat) {
    chat.roster().refresh();
    chat.live().catchUp();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ofClass", "members", "leave", "watermarks", "classesTaughtBy", "school"})
  void aRemovedTeacherIsOutThoughTheStoreWasAwayForAMoment(String lost) {
    Device toms = day.connect(day.tom);
    day.connect(day.ada);
    toms.heard();
    day.changeElsewhere(new RosterChange.RemoveTeacher(teaches(day.tom, day.class7b)));
    day.stores.failNext(lost, When.BEFORE);
    assertThatThrownBy(this::notice).isInstanceOf(StoreUnavailable.class);
    notice();
    assertThat(toms.heard()).contains("ada offline", "removed " + ofClass.id());
    day.connect(day.bob);
    day.send(day.ada, ofClass, "without him");
    assertThat(toms.heard()).isEmpty();
    notice();
    assertThat(toms.heard()).isEmpty();
  }

  @Test
  void whatItsListenerCouldNotHearOfAChangeItHearsLater() {
    Device dans = day.connect(day.dan);
    day.stores.beforeNext("members", () -> day.stores.failNext("ofClass", When.BEFORE));
    assertThatThrownBy(() -> day.change(new RosterChange.Enroll(attends(day.dan, day.class7b))))
        .isInstanceOf(StoreUnavailable.class);
    notice();
    assertThat(dans.heard()).contains("added " + ofClass.id());
  }

  @Test
  void thePartnersHearLaterOfADeactivationThatTheyCouldNotHearOf() {
    Conversation direct = day.direct(day.ada, day.bob);
    Device bobs = day.connect(day.bob);
    bobs.heard();
    day.stores.failNext("all", When.BEFORE);
    assertThatThrownBy(() -> day.setActive(day.ada, false)).isInstanceOf(StoreUnavailable.class);
    notice();
    assertThat(bobs.heard()).containsExactly("updated " + direct.id());
  }

  @Test
  void aClassThatAnotherApplicationDeletedIsGoneForItsMembers() {
    Device toms = day.connect(day.tom);
    Device adas = day.connect(day.ada);
    toms.heard();
    day.deleteElsewhere(day.class7b);
    day.stores.failNext("archive", When.BEFORE);
    assertThatThrownBy(this::notice).isInstanceOf(StoreUnavailable.class);
    notice();
    assertThat(toms.heard()).containsExactlyInAnyOrder("ada offline", "removed " + ofClass.id());
    assertThat(adas.heard()).containsExactlyInAnyOrder("tom offline", "removed " + ofClass.id());
    assertThat(day.ofClass(day.class7b).archived()).isTrue();
    day.signOut(adas);
    assertThat(toms.heard()).isEmpty();
  }

  @Test
  void thePeopleOfASchoolThatAnotherApplicationDeletedAreOut() {
    Device maxs = day.connect(day.max);
    Device toms = day.connect(day.tom);
    toms.heard();
    day.deleteElsewhere(day.dale);
    notice();
    assertThat(maxs.heard()).containsExactly("session ended deactivated");
    assertThat(toms.heard()).isEmpty();
    assertThat(day.chat.conversations().ofClass(day.dale, day.class5c.id()))
        .get()
        .matches(Conversation::archived);
  }

  @Test
  void aNameGivenByAnotherProcessIsToldOnceToWhoMayLookTheUserUp() {
    day.forget();
    day.changeElsewhere(RosterChanges.rename(day.ada, "Robin"));
    notice();
    for (User viewer : List.of(day.ada, day.bob, day.tom, day.tina, day.rita)) {
      assertThat(day.told(viewer)).contains("UserUpdated", "UserChanged");
    }
    assertThat(day.told(day.cleo)).isEmpty();
    assertThat(day.events(day.bob))
        .contains(
            new RosterEvent.UserUpdated(
                day.chat.roster().user(day.hill, day.ada.id()).orElseThrow()));
    day.forget();
    day.changeElsewhere(
        new RosterChange.AddUser(SchoolDay.person(day.hill, Role.STUDENT, "new"), ""));
    notice();
    assertThat(day.toldOf(RosterEvent.UserUpdated.class)).isEmpty();
  }

  @Test
  void soIsOneThatCouldNotBeToldAtOnce() {
    day.forget();
    day.changeElsewhere(RosterChanges.rename(day.ada, "Robin"));
    day.stores.failNext("findUsers", When.BEFORE);
    assertThatThrownBy(this::notice).isInstanceOf(StoreUnavailable.class);
    assertThat(day.toldOf(RosterEvent.UserUpdated.class)).isEmpty();
    notice();
    assertThat(day.told(day.bob)).containsOnlyOnce("UserUpdated");
  }

  @Test
  void aNameGivenHereIsToldOnce() {
    day.forget();
    day.change(RosterChanges.rename(day.ada, "Robin"));
    notice();
    assertThat(day.told(day.bob)).containsExactly("UserUpdated");
    User made = SchoolDay.person(day.hill, Role.STUDENT, "new");
    day.change(new RosterChange.AddUser(made, ""));
    day.change(RosterChanges.rename(made, "Newer"));
    notice();
    assertThat(day.told(day.tom)).containsExactly("UserUpdated", "UserUpdated");
  }
}
