// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.message.MessageStatus;
import homeroom.chat.message.MessageView;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Conversations of students with somebody of the staff who looks on. */
class SupervisionTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void whatStudentsBeginHasASupervisorFromTheFirstMessageOn() {
    day.rules("supervision=by=tina,rita");
    Conversation direct = day.direct(day.ada, day.bob);
    assertThat(stored(direct).supervisors()).containsExactly(day.tina.id());
    assertThat(stored(direct).participants()).doesNotContain(day.tina.id());
    day.connect(day.tina);
    MessageView sent = day.view(day.ada, day.send(day.ada, direct, "hello"));
    assertThat(sent.receipts().of()).isEqualTo(1);
    assertThat(day.told(day.tina)).anyMatch(one -> one.contains("sent"));
    assertThat(done(day.chat.history().find(day.by(day.tina), direct.id(), all())).data())
        .hasSize(1);
    day.read(day.bob, direct, 1);
    assertThat(day.view(day.ada, sent.message()).receipts().status()).isEqualTo(MessageStatus.READ);
  }

  @Test
  void aSupervisorReadsAndNeitherWritesNorChangesNorLeaves() {
    day.rules("supervision=by=tina");
    Conversation group = day.group("Chess", day.ada, day.bob);
    assertThat(day.sendRefused(day.tina, group, "hello").code())
        .isEqualTo(RefusalCode.SUPERVISORS_READ);
    assertThat(code(day.chat.groups().leave(day.by(day.tina), group.id())))
        .isEqualTo(RefusalCode.SUPERVISORS_READ);
    var change = new Groups.Change("Mine", Set.of(), Set.of());
    assertThat(code(day.chat.groups().change(day.by(day.tina), group.id(), change)))
        .isEqualTo(RefusalCode.SUPERVISORS_READ);
    ConversationView view = done(day.chat.inbox().get(day.by(day.tina), group.id()));
    assertThat(view.readOnly()).isTrue();
    assertThat(view.unread()).isZero();
    assertThat(day.chat.conversations().all(day.by(day.tina)))
        .extracting(Conversation::id)
        .contains(group.id());
    assertThat(done(day.chat.inbox().get(day.by(day.ada), group.id())).readOnly()).isFalse();
  }

  @Test
  void ofConversationsAmongStaffNobodyIsToldMore() {
    day.rules("supervision=by=tina");
    Conversation staff = day.direct(day.tom, day.root);
    assertThat(stored(staff).supervisors()).isEmpty();
    assertThat(day.send(day.tom, staff, "hello").seq()).isEqualTo(1);
    assertThat(stored(day.ofClass(day.class7b)).supervisors()).isEmpty();
  }

  @Test
  void whatIsThereIsSupervisedOnceTheRuleIs() {
    Conversation direct = day.direct(day.ada, day.bob);
    day.connect(day.ada);
    day.connect(day.tina);
    day.forget();
    day.rules("supervision=by=tina");
    assertThat(stored(direct).supervisors()).containsExactly(day.tina.id());
    assertThat(day.told(day.tina)).containsExactly("added " + direct.id());
    assertThat(day.told(day.ada)).containsExactly("updated " + direct.id());
    day.forget();
    day.rules("supervision=");
    assertThat(stored(direct).supervisors()).isEmpty();
    assertThat(day.told(day.tina)).containsExactly("removed " + direct.id());
    assertThat(code(day.chat.history().find(day.by(day.tina), direct.id(), all())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void ifTheLastOneGoesAnotherStepsInElseItIsReadOnly() {
    day.rules("supervision=by=tina,rita");
    Conversation direct = day.direct(day.ada, day.bob);
    day.connect(day.ada);
    day.forget();
    day.setActive(day.tina, false);
    assertThat(stored(direct).supervisors()).containsExactly(day.rita.id());
    assertThat(day.send(day.ada, direct, "hello").seq()).isEqualTo(1);
    day.setActive(day.rita, false);
    assertThat(day.sendRefused(day.ada, direct, "alone").code())
        .isEqualTo(RefusalCode.SUPERVISOR_MISSING);
    assertThat(done(day.chat.inbox().get(day.by(day.ada), direct.id())).readOnly()).isTrue();
    assertThat(code(day.chat.conversations().directWith(day.by(day.ada), day.tom.id())))
        .isEqualTo(RefusalCode.SUPERVISOR_MISSING);
    day.setActive(day.tina, true);
    assertThat(stored(direct).supervisors()).containsExactly(day.tina.id());
    assertThat(day.send(day.ada, direct, "again").seq()).isEqualTo(2);
  }

  @Test
  void aChangeThatNobodyFollowedYetLetsNothingThrough() {
    day.rules("supervision=by=tina,rita");
    Conversation direct = day.direct(day.ada, day.bob);
    day.changeElsewhere(
        new RosterChange.UpdateUser(
            new User(
                day.tina.id(),
                day.hill,
                day.tina.role(),
                "tina",
                "tina@hill",
                false,
                SchoolDay.MORNING,
                day.now())));
    day.chat.roster().refresh();
    assertThat(day.send(day.ada, direct, "hello").seq()).isEqualTo(1);
    assertThat(stored(direct).supervisors()).containsExactly(day.rita.id());
  }

  @Test
  void aSupervisorIsNoneOfTheTwo() {
    day.rules("supervision=by=tom,tina");
    Conversation withTom = day.direct(day.ada, day.tom);
    assertThat(stored(withTom).supervisors()).containsExactly(day.tina.id());
    Conversation group = day.group("Chess", day.ada, day.bob);
    assertThat(stored(group).supervisors()).containsExactly(day.tom.id());
    var join = new Groups.Change(null, SchoolDay.ids(day.tom), Set.of());
    done(day.chat.groups().change(day.by(day.ada), group.id(), join));
    assertThat(stored(group).supervisors()).containsExactly(day.tina.id());
    assertThat(day.send(day.tom, group, "now I am in it").seq()).isEqualTo(1);
  }

  @Test
  void gradesHaveSupervisorsOfTheirOwn() {
    day.rules("grades.7=7b", "supervision=grades=7 by=tina", "write.direct.student.student=school");
    assertThat(stored(day.direct(day.ada, day.bob)).supervisors()).containsExactly(day.tina.id());
    Conversation older = day.direct(day.cleo, day.root);
    assertThat(stored(older).supervisors()).isEmpty();
    day.change(new RosterChange.Enroll(SchoolDay.attends(day.cleo, day.class7b)));
    assertThat(stored(older).supervisors()).containsExactly(day.tina.id());
  }

  @Test
  void membersMayLookTheirSupervisorUp() {
    assertThat(day.chat.directory().get(day.by(day.ada), day.tina.id())).isEmpty();
    day.rules("supervision=by=tina");
    day.direct(day.ada, day.bob);
    assertThat(day.chat.directory().get(day.by(day.ada), day.tina.id()))
        .map(User::id)
        .contains(new UserId("tina"));
  }

  private Conversation stored(Conversation one) {
    return day.stores.conversations().conversation(day.hill, one.id()).orElseThrow();
  }

  private static Query all() {
    return Query.where(Filter.ALL);
  }
}
