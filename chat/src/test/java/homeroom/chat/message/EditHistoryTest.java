// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.roster.User;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads the texts that a message had before, and what is written down about it. */
class EditHistoryTest {

  private final SchoolDay day = new SchoolDay();
  private final Conversation ofClass = day.ofClass(day.class7b);
  private final Message sent = day.send(day.ada, ofClass, "one");

  @BeforeEach
  void edit() {
    day.pass(Duration.ofMinutes(1));
    done(day.chat.editing().edit(day.by(day.ada), sent.id(), "two"));
    day.pass(Duration.ofMinutes(1));
    done(day.chat.editing().edit(day.by(day.ada), sent.id(), "three"));
  }

  @Test
  void theAuthorReadsTheirOwnEdits() {
    assertThat(done(history(day.ada)))
        .containsExactly(
            new Revision(2, "one", day.ada.id(), day.now().minusSeconds(60), false),
            new Revision(3, "two", day.ada.id(), day.now(), false));
    assertThat(audit()).isEmpty();
  }

  @Test
  void theAuthorDoesNotReadWhatWasDeleted() {
    done(day.chat.editing().delete(day.by(day.tom), sent.id()));
    assertThat(done(history(day.ada))).extracting(Revision::text).containsExactly("one", "two");
  }

  @Test
  void otherMembersDoNotReadIt() {
    for (User other : new User[] {day.bob, day.tom}) {
      assertThat(code(history(other))).isEqualTo(RefusalCode.HISTORY_NOT_YOURS);
    }
    assertThat(audit()).isEmpty();
  }

  @Test
  void whoIsNoMemberDoesNotFindTheMessage() {
    for (User other : new User[] {day.cleo, day.tina, day.olga}) {
      assertThat(refused(history(other)))
          .isEqualTo(Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, sent.id().value()));
    }
    assertThat(audit()).isEmpty();
    assertThat(day.stores.audit().newest(day.dale, 10)).isEmpty();
  }

  @Test
  void anAdminReadsAllAndEachReadingIsWrittenDown() {
    done(day.chat.editing().delete(day.by(day.ada), sent.id()));
    for (int i = 0; i < 2; i++) {
      assertThat(done(history(day.root)))
          .extracting(Revision::text)
          .containsExactly("one", "two", "three");
    }
    var entry =
        AuditEvent.of(
            AuditChain.of(day.hill),
            day.now(),
            AuditActor.of(day.root.id()),
            AuditAction.HISTORY_READ,
            sent.id().value());
    assertThat(audit()).containsExactly(entry, entry);
  }

  @Test
  void whatCannotBeWrittenDownIsNotRead() {
    day.stores.failNext("record", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> history(day.root)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void ofAMessageThatIsNotThereNothingIsWrittenDown() {
    assertThat(code(day.chat.editHistory().of(day.by(day.root), new MessageId("none"))))
        .isEqualTo(RefusalCode.MESSAGE_NOT_FOUND);
    assertThat(audit()).isEmpty();
  }

  private Outcome<List<Revision>> history(User by) {
    return day.chat.editHistory().of(day.by(by), sent.id());
  }

  private List<AuditEvent> audit() {
    return day.audit();
  }
}
