// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who deletes a message, and what is written down about it. */
class DeletingTest {

  private final SchoolDay day = new SchoolDay();
  private final Conversation ofClass = day.ofClass(day.class7b);
  private final Message sent = day.send(day.ada, ofClass, "hello");

  @Test
  void theAuthorLeavesATombstone() {
    day.pass(Duration.ofMinutes(1));
    Message deleted = done(delete(day.ada, sent)).message();
    assertThat(deleted.text()).isEmpty();
    assertThat(deleted.deletedAt()).isEqualTo(day.now());
    assertThat(deleted.deletedBy()).isEqualTo(day.ada.id());
    assertThat(deleted.seq()).isEqualTo(1);
    assertThat(deleted.rev()).isEqualTo(2);
    assertThat(deleted.senderId()).isEqualTo(day.ada.id());
    assertThat(day.view(day.bob, sent).message()).isEqualTo(deleted);
    assertThat(audit()).isEmpty();
  }

  @Test
  void everyMemberIsTold() {
    day.forget();
    done(delete(day.ada, sent));
    assertThat(day.toldOf(MessageEvent.Deleted.class)).containsExactly("ada", "bob", "tom");
  }

  @Test
  void theAuthorMayDoItHoweverLate() {
    day.pass(Duration.ofDays(100));
    assertThat(delete(day.ada, sent)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aStudentDeletesNothingOfOthers() {
    Message toms = day.send(day.tom, ofClass, "homework");
    for (Message other : List.of(toms, day.send(day.ada, ofClass, "mine"))) {
      Refusal refusal = refused(delete(day.bob, other));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
      assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_THE_AUTHOR);
      assertThat(day.view(day.bob, other).message().isDeleted()).isFalse();
    }
  }

  @Test
  void theCreatorOfAGroupDeletesNothingOfOthers() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    Message bobs = day.send(day.bob, group, "hello");
    assertThat(code(delete(day.ada, bobs))).isEqualTo(RefusalCode.NOT_THE_AUTHOR);
  }

  @Test
  void aTeacherOfTheClassDeletesWhatItsStudentsWrote() {
    day.pass(Duration.ofDays(1));
    Message deleted = done(delete(day.tom, sent)).message();
    assertThat(deleted.deletedBy()).isEqualTo(day.tom.id());
    assertThat(deleted.senderId()).isEqualTo(day.ada.id());
    assertThat(audit())
        .containsExactly(
            AuditEvent.of(
                AuditChain.of(day.hill),
                day.now(),
                AuditActor.of(day.tom.id()),
                AuditAction.MESSAGE_DELETED,
                sent.id().value()));
  }

  @Test
  void aTeacherOfAnotherClassDoesNotFindIt() {
    assertThat(refused(delete(day.tina, sent)))
        .isEqualTo(Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, sent.id().value()));
  }

  @Test
  void aTeacherWhoTeachesTheClassNoMoreDoesNotFindIt() {
    day.change(new RosterChange.RemoveTeacher(SchoolDay.teaches(day.tom, day.class7b)));
    assertThat(code(delete(day.tom, sent))).isEqualTo(RefusalCode.MESSAGE_NOT_FOUND);
  }

  @Test
  void outsideAClassATeacherDeletesTheirOwnOnly() {
    Conversation group = day.group("Chess", day.tom, day.ada);
    Message adas = day.send(day.ada, group, "hello");
    assertThat(code(delete(day.tom, adas))).isEqualTo(RefusalCode.NOT_THE_AUTHOR);
    Conversation direct = day.direct(day.tom, day.ada);
    assertThat(code(delete(day.tom, day.send(day.ada, direct, "hello"))))
        .isEqualTo(RefusalCode.NOT_THE_AUTHOR);
  }

  @Test
  void anAdminDeletesAnywhereInTheSchoolAndThatIsWrittenDown() {
    Conversation direct = day.direct(day.ada, day.bob);
    Message adas = day.send(day.ada, direct, "hello");
    day.forget();
    assertThat(done(delete(day.root, adas)).message().deletedBy()).isEqualTo(day.root.id());
    assertThat(audit()).extracting(AuditEvent::actor).containsExactly(AuditActor.of(day.root.id()));
    assertThat(audit()).extracting(AuditEvent::target).containsExactly(adas.id().value());
    assertThat(day.toldOf(MessageEvent.Deleted.class)).containsExactly("ada", "bob");
  }

  @Test
  void anAdminDeletesInAnArchivedClassToo() {
    day.setArchived(day.class7b, true);
    assertThat(delete(day.root, sent)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whatAnAdminWroteThemselvesIsNotWrittenDown() {
    Conversation direct = day.direct(day.root, day.ada);
    done(delete(day.root, day.send(day.root, direct, "hello")));
    assertThat(audit()).isEmpty();
  }

  @Test
  void anAdminOfAnotherSchoolDoesNotFindItAndNothingIsWrittenDown() {
    assertThat(refused(delete(day.olga, sent)))
        .isEqualTo(Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, sent.id().value()));
    assertThat(audit()).isEmpty();
    assertThat(day.stores.audit().newest(day.dale, 10)).isEmpty();
  }

  @Test
  void whatCannotBeWrittenDownIsNotDeleted() {
    day.stores.failNext("record", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> delete(day.root, sent)).isInstanceOf(StoreUnavailable.class);
    assertThat(day.view(day.ada, sent).message().isDeleted()).isFalse();
  }

  @Test
  void whatIsDeletedIsNotDeletedAgain() {
    done(delete(day.ada, sent));
    day.forget();
    for (User again : new User[] {day.ada, day.tom, day.root}) {
      Refusal refusal = refused(delete(again, sent));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
      assertThat(refusal.code()).isEqualTo(RefusalCode.MESSAGE_DELETED);
    }
    assertThat(audit()).isEmpty();
    assertThat(day.told(day.bob)).isEmpty();
  }

  @Test
  void anAuthorWhoLeftDoesNotFindIt() {
    Conversation group = day.group("Chess", day.tom, day.ada);
    Message adas = day.send(day.ada, group, "hello");
    var without = new Groups.Change(null, Set.of(), ids(day.ada));
    done(day.chat.groups().change(day.by(day.tom), group.id(), without));
    assertThat(code(delete(day.ada, adas))).isEqualTo(RefusalCode.MESSAGE_NOT_FOUND);
  }

  @Test
  void theLastMessageOfTheConversationIsTheOneBefore() {
    Message second = day.send(day.bob, ofClass, "two");
    done(delete(day.bob, second));
    Conversation now = done(day.chat.inbox().get(day.by(day.ada), ofClass.id())).conversation();
    assertThat(now.lastMessage())
        .isEqualTo(new LastMessage(sent.id(), day.ada.id(), 1, "hello", sent.createdAt()));
    assertThat(now.rev()).isEqualTo(3);
  }

  @Test
  void aDeletionThatAnotherOvertookIsNone() {
    day.forget();
    day.stores.beforeNext(
        "delete",
        () -> day.elsewhere.messages().delete(day.hill, sent.id(), day.tom.id(), day.now()));
    assertThat(code(delete(day.ada, sent))).isEqualTo(RefusalCode.MESSAGE_DELETED);
    assertThat(day.told(day.bob)).isEmpty();
    assertThat(day.view(day.bob, sent).message().deletedBy()).isEqualTo(day.tom.id());
  }

  private Outcome<MessageView> delete(User by, Message message) {
    return day.chat.editing().delete(day.by(by), message.id());
  }

  private List<AuditEvent> audit() {
    return day.audit();
  }
}
