// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who edits a message, for how long and how often. */
class EditingTest {

  private static final Duration WINDOW = Duration.ofMinutes(15);

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob, day.tom);
  private final Message sent = day.send(day.ada, group, "hello");

  @Test
  void theAuthorReplacesTheText() {
    day.pass(Duration.ofMinutes(1));
    MessageView edited = done(edit(day.ada, "hello, edited"));
    assertThat(edited.message().text()).isEqualTo("hello, edited");
    assertThat(edited.message().seq()).isEqualTo(1);
    assertThat(edited.message().rev()).isEqualTo(2);
    assertThat(edited.message().edits()).isEqualTo(1);
    assertThat(edited.message().editedAt()).isEqualTo(day.now());
    assertThat(edited.message().createdAt()).isEqualTo(SchoolDay.MORNING);
    assertThat(day.view(day.bob, sent)).isEqualTo(edited);
  }

  @Test
  void everyMemberIsToldButTheDeviceItCameFrom() {
    Device phone = day.connect(day.ada);
    Device laptop = day.connect(day.ada);
    Device bobs = day.connect(day.bob);
    phone.heard();
    laptop.heard();
    day.forget();
    done(day.chat.editing().edit(phone.caller(), sent.id(), "hello, edited"));
    assertThat(phone.heard()).isEmpty();
    assertThat(laptop.heard()).containsExactly("edited hello, edited");
    assertThat(bobs.heard()).containsExactly("edited hello, edited");
    assertThat(day.toldOf(MessageEvent.Edited.class)).containsExactly("ada", "bob", "tom");
  }

  @Test
  void itIsDoneForFifteenMinutes() {
    day.pass(WINDOW);
    assertThat(edit(day.ada, "just in time")).isInstanceOf(Outcome.Done.class);
    day.pass(Duration.ofMillis(1));
    Refusal refusal = refused(edit(day.ada, "too late"));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
    assertThat(refusal.code()).isEqualTo(RefusalCode.EDIT_WINDOW_OVER);
    assertThat(day.view(day.ada, sent).message().text()).isEqualTo("just in time");
  }

  @Test
  void anEditMakesTheFifteenMinutesNoLonger() {
    day.pass(Duration.ofMinutes(10));
    done(edit(day.ada, "again"));
    day.pass(Duration.ofMinutes(6));
    assertThat(code(edit(day.ada, "and again"))).isEqualTo(RefusalCode.EDIT_WINDOW_OVER);
  }

  @Test
  void nobodyElseEditsIt() {
    for (User other : new User[] {day.bob, day.tom}) {
      assertThat(code(edit(other, "mine now"))).isEqualTo(RefusalCode.NOT_THE_AUTHOR);
    }
    Message inClass = day.send(day.ada, day.ofClass(day.class7b), "hello");
    assertThat(code(day.chat.editing().edit(day.by(day.tom), inClass.id(), "mine now")))
        .isEqualTo(RefusalCode.NOT_THE_AUTHOR);
  }

  @Test
  void whoIsNoMemberDoesNotFindIt() {
    for (User other : new User[] {day.cleo, day.root, day.olga}) {
      assertThat(refused(edit(other, "mine now")))
          .isEqualTo(Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, sent.id().value()));
    }
  }

  @Test
  void anAuthorWhoLeftDoesNotFindIt() {
    var without = new Groups.Change(null, Set.of(), ids(day.ada));
    done(day.chat.groups().change(day.by(day.tom), group.id(), without));
    assertThat(code(edit(day.ada, "one more thing"))).isEqualTo(RefusalCode.MESSAGE_NOT_FOUND);
  }

  @Test
  void itIsDoneOneHundredTimes() {
    for (int i = 1; i <= MessageStore.MAX_EDITS; i++) {
      assertThat(done(edit(day.ada, "edit " + i)).message().edits()).isEqualTo(i);
    }
    assertThat(code(edit(day.ada, "once more"))).isEqualTo(RefusalCode.TOO_MANY_EDITS);
    assertThat(day.chat.editing().delete(day.by(day.ada), sent.id()))
        .isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aDeletedMessageIsNotEdited() {
    done(day.chat.editing().delete(day.by(day.ada), sent.id()));
    Refusal refusal = refused(edit(day.ada, "after all"));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
    assertThat(refusal.code()).isEqualTo(RefusalCode.MESSAGE_DELETED);
  }

  @Test
  void theNewTextIsCheckedAsOneThatIsSent() {
    assertThat(code(edit(day.ada, " "))).isEqualTo(RefusalCode.TEXT_EMPTY);
    assertThat(code(edit(day.ada, "x".repeat(8001)))).isEqualTo(RefusalCode.TEXT_TOO_LONG);
    assertThat(code(edit(day.ada, "\uD83D"))).isEqualTo(RefusalCode.TEXT_NOT_UNICODE);
  }

  @Test
  void whatIsRefusedIsNotStoredAndNotTold() {
    day.forget();
    edit(day.ada, " ");
    edit(day.bob, "mine now");
    assertThat(day.view(day.bob, sent).message()).isEqualTo(sent);
    assertThat(day.told(day.bob)).isEmpty();
  }

  @Test
  void theSameTextIsAnEditToo() {
    assertThat(done(edit(day.ada, "hello")).message().rev()).isEqualTo(2);
  }

  @Test
  void whereNobodyWritesAnyMoreNothingIsEdited() {
    Conversation direct = day.direct(day.ada, day.bob);
    Message last = day.send(day.ada, direct, "bye");
    day.setActive(day.bob, false);
    assertThat(code(day.chat.editing().edit(day.by(day.ada), last.id(), "good bye")))
        .isEqualTo(RefusalCode.CONVERSATION_READ_ONLY);
  }

  @Test
  void anEditLeavesTheReceiptsAsTheyAre() {
    day.read(day.bob, group, 1);
    assertThat(done(edit(day.ada, "hello, edited")).receipts())
        .isEqualTo(new ReceiptCounts(1, 1, 2));
  }

  @Test
  void anEditThatADeletionOvertookIsNone() {
    day.forget();
    day.stores.beforeNext(
        "edit",
        () -> day.elsewhere.messages().delete(day.hill, sent.id(), day.tom.id(), day.now()));
    assertThat(code(edit(day.ada, "too late"))).isEqualTo(RefusalCode.MESSAGE_DELETED);
    assertThat(day.told(day.bob)).isEmpty();
  }

  @Test
  void anEditThatTheHundredthOvertookIsNone() {
    for (int i = 1; i < MessageStore.MAX_EDITS; i++) {
      done(edit(day.ada, "edit " + i));
    }
    day.stores.beforeNext(
        "edit",
        () ->
            day.elsewhere
                .messages()
                .edit(day.hill, sent.id(), day.ada.id(), "the hundredth", day.now()));
    assertThat(code(edit(day.ada, "too late"))).isEqualTo(RefusalCode.TOO_MANY_EDITS);
  }

  private Outcome<MessageView> edit(User by, String text) {
    return day.chat.editing().edit(day.by(by), sent.id(), text);
  }
}
