// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import org.junit.jupiter.api.Test;

/** Who may start what with whom. */
class ConversationPolicyTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void aTeacherWritesToEverybodyOfTheSchool() {
    for (User other : new User[] {day.ada, day.cleo, day.dan, day.tina, day.root}) {
      assertThat(done(direct(day.tom, other)).participants())
          .containsExactlyInAnyOrder(day.tom.id(), other.id());
    }
  }

  @Test
  void anAdminWritesToEverybodyOfTheSchool() {
    for (User other : new User[] {day.ada, day.dan, day.tom, day.rita}) {
      assertThat(done(direct(day.root, other)).participants()).contains(other.id());
    }
  }

  @Test
  void aStudentWritesToTeachersOfTheirClassesAndToAdmins() {
    assertThat(done(direct(day.ada, day.tom)).type()).isEqualTo(ConversationType.DIRECT);
    assertThat(done(direct(day.ada, day.root)).type()).isEqualTo(ConversationType.DIRECT);
    assertThat(done(direct(day.dan, day.root)).type()).isEqualTo(ConversationType.DIRECT);
  }

  @Test
  void aStudentDoesNotFindTheTeacherOfAnotherClass() {
    assertThat(refused(direct(day.ada, day.tina)))
        .isEqualTo(Refusal.notFound(RefusalCode.USER_NOT_FOUND, day.tina.id().value()));
  }

  @Test
  void studentsOfOneClassWriteToEachOther() {
    assertThat(done(direct(day.ada, day.bob)).createdBy()).isEqualTo(day.ada.id());
  }

  @Test
  void studentsWithoutACommonClassDoNotFindEachOther() {
    assertThat(code(direct(day.ada, day.cleo))).isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(code(direct(day.dan, day.ada))).isEqualTo(RefusalCode.USER_NOT_FOUND);
  }

  @Test
  void aCommonClassThatIsArchivedIsNone() {
    day.setArchived(day.class7b, true);
    assertThat(code(direct(day.ada, day.bob))).isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(code(direct(day.ada, day.tom))).isEqualTo(RefusalCode.USER_NOT_FOUND);
  }

  @Test
  void whereTheSchoolSaysSoStudentsDoNotWriteToStudents() {
    day.settings(false, true);
    Refusal refusal = refused(direct(day.ada, day.bob));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.code()).isEqualTo(RefusalCode.STUDENT_TO_STUDENT_OFF);
    assertThat(done(direct(day.ada, day.tom)).participants()).contains(day.tom.id());
    assertThat(done(direct(day.tom, day.ada)).participants()).contains(day.tom.id());
  }

  @Test
  void whatTheSchoolSaysHoldsInConversationsThatAreThereToo() {
    Conversation direct = day.direct(day.ada, day.bob);
    Conversation withTom = day.direct(day.ada, day.tom);
    day.settings(false, true);
    assertThat(day.sendRefused(day.ada, direct, "hello").code())
        .isEqualTo(RefusalCode.STUDENT_TO_STUDENT_OFF);
    assertThat(day.send(day.ada, withTom, "hello").seq()).isEqualTo(1);
    day.settings(true, true);
    assertThat(day.send(day.ada, direct, "hello").seq()).isEqualTo(1);
  }

  @Test
  void whatTheSchoolSaysOfDirectConversationsIsNotOfTheirClass() {
    day.settings(false, false);
    assertThat(day.send(day.ada, day.ofClass(day.class7b), "hello").seq()).isEqualTo(1);
  }

  @Test
  void nobodyWritesToThemselves() {
    Refusal refusal = refused(direct(day.ada, day.ada));
    assertThat(refusal.code()).isEqualTo(RefusalCode.TO_SELF);
    assertThat(refusal.fields()).containsOnlyKeys("to");
  }

  @Test
  void whoIsOfAnotherSchoolIsAsUnknownAsWhoIsNobody() {
    assertThat(refused(direct(day.tom, day.eve)))
        .isEqualTo(Refusal.notFound(RefusalCode.USER_NOT_FOUND, "eve"));
    assertThat(refused(direct(day.root, day.olga)))
        .isEqualTo(Refusal.notFound(RefusalCode.USER_NOT_FOUND, "olga"));
    assertThat(refused(day.chat.conversations().directWith(day.by(day.tom), new UserId("nobody"))))
        .isEqualTo(Refusal.notFound(RefusalCode.USER_NOT_FOUND, "nobody"));
  }

  @Test
  void whoIsDeactivatedIsNotFound() {
    day.setActive(day.bob, false);
    assertThat(code(direct(day.ada, day.bob))).isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(code(direct(day.tom, day.bob))).isEqualTo(RefusalCode.USER_NOT_FOUND);
  }

  @Test
  void aConversationThatIsThereIsFoundWhateverTheRulesSayNow() {
    Conversation direct = day.direct(day.ada, day.bob);
    day.change(new RosterChange.Unenroll(SchoolDay.attends(day.bob, day.class7b)));
    assertThat(done(direct(day.bob, day.ada)).id()).isEqualTo(direct.id());
    assertThat(day.send(day.bob, direct, "still here").seq()).isEqualTo(1);
  }

  @Test
  void aPairHasOneConversationWhoeverBegins() {
    Conversation direct = day.direct(day.ada, day.bob);
    assertThat(done(direct(day.bob, day.ada)).id()).isEqualTo(direct.id());
  }

  @Test
  void whatIsThereIsNotMadeAndToldAgain() {
    Conversation direct = done(direct(day.ada, day.bob));
    assertThat(day.told(day.ada)).containsExactly("added " + direct.id());
    assertThat(day.told(day.bob)).containsExactly("added " + direct.id());
    day.forget();
    assertThat(done(direct(day.ada, day.bob)).id()).isEqualTo(direct.id());
    assertThat(day.told(day.bob)).isEmpty();
  }

  @Test
  void withADeactivatedPersonAConversationCanOnlyBeRead() {
    Conversation direct = day.direct(day.ada, day.bob);
    day.send(day.bob, direct, "bye");
    day.setActive(day.bob, false);
    assertThat(day.sendRefused(day.ada, direct, "bye").code())
        .isEqualTo(RefusalCode.CONVERSATION_READ_ONLY);
    assertThat(done(day.chat.inbox().get(day.by(day.ada), direct.id())).readOnly()).isTrue();
    day.setActive(day.bob, true);
    assertThat(day.send(day.ada, direct, "welcome").seq()).isEqualTo(2);
    assertThat(done(day.chat.inbox().get(day.by(day.ada), direct.id())).readOnly()).isFalse();
  }

  @Test
  void aGroupIsOfThoseOneMayWriteTo() {
    assertThat(done(group(day.ada, day.bob, day.tom)).participants()).hasSize(3);
    assertThat(code(group(day.ada, day.bob, day.cleo))).isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(code(group(day.tom, day.ada, day.eve))).isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(done(group(day.tom, day.ada, day.cleo)).participants()).hasSize(3);
  }

  @Test
  void whereTheSchoolSaysSoStudentsMakeNoGroups() {
    Conversation made = done(group(day.ada, day.bob));
    day.settings(true, false);
    assertThat(code(group(day.ada, day.tom))).isEqualTo(RefusalCode.STUDENT_GROUPS_OFF);
    var adding = new Groups.Change(null, SchoolDay.ids(day.tom), SchoolDay.ids());
    assertThat(code(day.chat.groups().change(day.by(day.ada), made.id(), adding)))
        .isEqualTo(RefusalCode.STUDENT_GROUPS_OFF);
    assertThat(done(group(day.tom, day.ada, day.bob)).participants()).hasSize(3);
  }

  @Test
  void studentsWhoDoNotWriteToStudentsAreInNoGroupsOfTheirMaking() {
    day.settings(false, true);
    assertThat(code(group(day.ada, day.bob))).isEqualTo(RefusalCode.STUDENT_TO_STUDENT_OFF);
    assertThat(done(group(day.ada, day.tom)).participants()).hasSize(2);
  }

  private Outcome<Conversation> direct(User one, User other) {
    return day.chat.conversations().directWith(day.by(one), other.id());
  }

  private Outcome<Conversation> group(User first, User... others) {
    return day.chat.groups().create(day.by(first), "Group", SchoolDay.ids(others));
  }
}
