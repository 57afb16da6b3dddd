// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.SendMessage;
import homeroom.chat.message.Sent;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a school can decide, and what becomes of it where people write. It is Monday at eight. */
class SchoolRulesTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void studentsReachTheWholeSchoolWhereTheRuleSaysSo() {
    assertThat(code(direct(day.ada, day.cleo))).isEqualTo(RefusalCode.USER_NOT_FOUND);
    day.rules("write.direct.student.student=school");
    assertThat(done(direct(day.ada, day.cleo)).participants()).contains(day.cleo.id());
    assertThat(done(direct(day.dan, day.ada)).participants()).contains(day.dan.id());
  }

  @Test
  void whomStudentsMayWriteToWhereverTheyAreTheyFind() {
    assertThat(found(day.ada)).doesNotContain("cleo", "tina");
    day.rules(
        "write.direct.student.student=school", "write.direct.student.teacher=class also=tina");
    assertThat(found(day.ada)).contains("cleo", "dan", "tina");
    assertThat(day.chat.directory().get(day.by(day.ada), day.cleo.id())).isPresent();
    assertThat(day.chat.directory().get(day.by(day.ada), day.eve.id())).isEmpty();
    day.rules("preset=open");
    assertThat(day.chat.directory().get(day.by(day.ada), day.cleo.id())).isEmpty();
  }

  private List<String> found(User by) {
    return day.chat.directory().find(day.by(by), Query.where(Filter.ALL)).data().stream()
        .map(user -> user.id().value())
        .toList();
  }

  @Test
  void teachersMayBeLimitedToTheirClasses() {
    day.rules("write.direct.teacher.student=class");
    assertThat(code(direct(day.tom, day.cleo))).isEqualTo(RefusalCode.WRITING_OFF);
    assertThat(done(direct(day.tom, day.ada)).participants()).contains(day.ada.id());
  }

  @Test
  void namedPeopleNarrowAndWiden() {
    day.rules("write.direct.student.teacher=school only=tina also=root");
    assertThat(done(direct(day.ada, day.tina)).participants()).contains(day.tina.id());
    assertThat(code(direct(day.ada, day.tom))).isEqualTo(RefusalCode.WRITING_OFF);
    day.rules("write.direct.student.teacher=off also=tom");
    assertThat(done(direct(day.cleo, day.tom)).participants()).contains(day.tom.id());
    assertThat(code(direct(day.cleo, day.tina))).isEqualTo(RefusalCode.WRITING_OFF);
  }

  @Test
  void aGradeIsThatOfTheClasses() {
    day.rules("write.direct.student.student=school same-grade", "grades.7=7b", "grades.8=8a");
    assertThat(done(direct(day.ada, day.bob)).participants()).contains(day.bob.id());
    assertThat(code(direct(day.ada, day.cleo))).isEqualTo(RefusalCode.USER_NOT_FOUND);
    day.rules("grades.middle=7b,8a");
    assertThat(done(direct(day.ada, day.cleo)).participants()).contains(day.cleo.id());
  }

  @Test
  void repliesAreAnotherRuleThanBeginnings() {
    day.rules("write.direct.student.teacher=off");
    assertThat(code(direct(day.ada, day.tom))).isEqualTo(RefusalCode.WRITING_OFF);
    Conversation begun = day.direct(day.tom, day.ada);
    assertThat(day.send(day.ada, begun, "you asked?").seq()).isEqualTo(1);
    day.rules("write.reply.student.teacher=off");
    assertThat(day.sendRefused(day.ada, begun, "hello?").code()).isEqualTo(RefusalCode.WRITING_OFF);
    assertThat(day.send(day.tom, begun, "I still can").seq()).isEqualTo(2);
  }

  @Test
  void whatIsThereTurnsReadOnlyAndItsPeopleHearOfIt() {
    Conversation direct = day.direct(day.ada, day.bob);
    Conversation group = day.group("Chess", day.ada, day.bob);
    Conversation withTom = day.group("Project", day.ada, day.bob, day.tom);
    Message message = day.send(day.ada, direct, "before");
    day.connect(day.ada);
    day.forget();
    day.rules("preset=primary", "quiet=");
    assertThat(day.told(day.ada))
        .containsExactlyInAnyOrder("updated " + direct.id(), "updated " + group.id());
    for (Conversation one : Set.of(direct, group)) {
      assertThat(view(day.ada, one).readOnly()).isTrue();
      assertThat(day.sendRefused(day.ada, one, "hello").code())
          .isEqualTo(RefusalCode.STUDENT_TO_STUDENT_OFF);
    }
    assertThat(code(day.chat.editing().edit(day.by(day.ada), message.id(), "after")))
        .isEqualTo(RefusalCode.STUDENT_TO_STUDENT_OFF);
    assertThat(view(day.ada, withTom).readOnly()).isFalse();
    assertThat(day.send(day.ada, withTom, "with a teacher").seq()).isEqualTo(1);
    assertThat(day.view(day.bob, message).message().text()).isEqualTo("before");
    day.forget();
    day.rules("preset=open");
    assertThat(day.told(day.ada)).contains("updated " + direct.id(), "updated " + group.id());
    assertThat(day.send(day.ada, direct, "again").seq()).isEqualTo(2);
  }

  @Test
  void aTitleIsAsGoodAsAMessage() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    day.rules("write.reply.student.student=off");
    var rename = new Groups.Change("Meet me at five", Set.of(), Set.of());
    assertThat(code(day.chat.groups().change(day.by(day.ada), group.id(), rename)))
        .isEqualTo(RefusalCode.STUDENT_TO_STUDENT_OFF);
  }

  @Test
  void studentsPostInClassesAsTheSchoolSays() {
    Conversation ofClass = day.ofClass(day.class7b);
    Message asked = day.send(day.tom, ofClass, "Any questions?");
    day.rules("studentsPost=replies");
    assertThat(day.sendRefused(day.ada, ofClass, "hi all").code())
        .isEqualTo(RefusalCode.CLASS_REPLIES_ONLY);
    Message answer = done(send(day.ada, ofClass, "yes", asked, null)).message().message();
    assertThat(edit(day.ada, answer, "yes!")).isInstanceOf(Outcome.Done.class);
    day.rules("studentsPost=never");
    assertThat(code(send(day.ada, ofClass, "no", asked, null)))
        .isEqualTo(RefusalCode.CLASS_POSTING_OFF);
    assertThat(code(edit(day.ada, answer, "no"))).isEqualTo(RefusalCode.CLASS_POSTING_OFF);
    assertThat(view(day.ada, ofClass).readOnly()).isTrue();
    assertThat(view(day.tom, ofClass).readOnly()).isFalse();
    assertThat(day.send(day.tom, ofClass, "Good.").seq()).isPositive();
  }

  @Test
  void anEditOfWhatWasNoAnswerIsNone() {
    Conversation ofClass = day.ofClass(day.class7b);
    Message first = day.send(day.ada, ofClass, "hi all");
    day.rules("studentsPost=replies");
    assertThat(code(edit(day.ada, first, "something else")))
        .isEqualTo(RefusalCode.CLASS_REPLIES_ONLY);
  }

  @Test
  void studentsPostInLessonHours() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.rules("studentsPost=lessons", "lessons=tue-fri 08:00-13:00");
    Refusal refusal = day.sendRefused(day.ada, ofClass, "on Monday");
    assertThat(refusal.code()).isEqualTo(RefusalCode.OUT_OF_LESSONS);
    assertThat(refusal.until()).isEqualTo(Instant.parse("2026-03-03T08:00:00Z"));
    day.setClock(Duration.ofDays(1));
    assertThat(day.send(day.ada, ofClass, "on Tuesday").seq()).isEqualTo(1);
  }

  @Test
  void aTeacherClosesAClassForNow() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.connect(day.ada);
    day.forget();
    done(day.chat.classClosing().close(day.by(day.tom), ofClass.id(), true));
    assertThat(day.told(day.ada)).containsExactly("updated " + ofClass.id());
    assertThat(view(day.ada, ofClass).closed()).isTrue();
    assertThat(view(day.ada, ofClass).readOnly()).isTrue();
    assertThat(view(day.tom, ofClass).readOnly()).isFalse();
    assertThat(day.sendRefused(day.ada, ofClass, "hi").code()).isEqualTo(RefusalCode.CLASS_CLOSED);
    assertThat(day.send(day.cleo, day.ofClass(day.class8a), "elsewhere").seq()).isEqualTo(1);
    done(day.chat.classClosing().close(day.by(day.tom), ofClass.id(), false));
    assertThat(day.send(day.ada, ofClass, "hi").seq()).isEqualTo(1);
    assertThat(day.audit())
        .extracting(AuditEvent::action)
        .containsExactly(AuditAction.CLASS_OPENED.text(), AuditAction.CLASS_CLOSED.text());
  }

  @Test
  void onlyItsTeachersCloseAClass() {
    Conversation ofClass = day.ofClass(day.class7b);
    assertThat(code(day.chat.classClosing().close(day.by(day.ada), ofClass.id(), true)))
        .isEqualTo(RefusalCode.NOT_A_TEACHER_OF_IT);
    assertThat(code(day.chat.classClosing().close(day.by(day.tina), ofClass.id(), true)))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    Conversation group = day.group("Chess", day.tom, day.ada);
    assertThat(code(day.chat.classClosing().close(day.by(day.tom), group.id(), true)))
        .isEqualTo(RefusalCode.NOT_A_TEACHER_OF_IT);
  }

  @Test
  void inQuietHoursStudentsSendAndEditAndMakeNothing() {
    Conversation direct = day.direct(day.ada, day.tom);
    Message message = day.send(day.ada, direct, "before");
    day.rules("quiet=student daily 08:00-20:00");
    Refusal refusal = day.sendRefused(day.ada, direct, "now");
    assertThat(refusal.code()).isEqualTo(RefusalCode.QUIET_HOURS);
    assertThat(refusal.until()).isEqualTo(Instant.parse("2026-03-02T20:00:00Z"));
    assertThat(code(edit(day.ada, message, "now"))).isEqualTo(RefusalCode.QUIET_HOURS);
    assertThat(code(direct(day.ada, day.root))).isEqualTo(RefusalCode.QUIET_HOURS);
    assertThat(code(day.chat.groups().create(day.by(day.ada), "Now", SchoolDay.ids(day.bob))))
        .isEqualTo(RefusalCode.QUIET_HOURS);
    assertThat(day.send(day.tom, direct, "I can").seq()).isEqualTo(2);
    assertThat(view(day.ada, direct).readOnly()).isFalse();
    day.setClock(Duration.ofHours(13));
    assertThat(day.send(day.ada, direct, "good evening").seq()).isEqualTo(3);
  }

  @Test
  void whatIsUrgentGoesOutAtAnyHourWithItsReason() {
    Conversation direct = day.direct(day.tom, day.ada);
    day.rules("quiet=everyone daily 00:00-24:00");
    assertThat(day.sendRefused(day.tom, direct, "hello").code()).isEqualTo(RefusalCode.QUIET_HOURS);
    assertThat(done(send(day.tom, direct, "School is closed", null, "snow")).message().message())
        .extracting(Message::seq)
        .isEqualTo(1L);
    assertThat(code(send(day.ada, direct, "why?", null, "I want")))
        .isEqualTo(RefusalCode.URGENT_NOT_YOURS);
    AuditEvent written = day.audit().getFirst();
    assertThat(written.action()).isEqualTo(AuditAction.MESSAGE_URGENT.text());
    assertThat(written.reason()).isEqualTo("snow");
    assertThat(written.target()).isEqualTo(direct.id().value());
  }

  @Test
  void whatIsReadInQuietHoursIsToldAtTheirEnd() {
    Conversation direct = day.direct(day.tom, day.ada);
    Message message = day.send(day.tom, direct, "for tomorrow");
    day.rules("quiet=student daily 08:00-20:00");
    day.connect(day.tom);
    day.forget();
    day.read(day.ada, direct, message.seq());
    day.pass(Duration.ofSeconds(1));
    assertThat(day.told(day.tom)).noneMatch(one -> one.contains("read"));
    assertThat(day.told(day.ada)).anyMatch(one -> one.contains("read"));
    day.pass(Duration.ofHours(12));
    assertThat(day.told(day.tom)).filteredOn(one -> one.contains("read")).hasSize(1);
  }

  @Test
  void whoseQuietHoursEndFirstIsToldOfFirst() {
    Conversation direct = day.direct(day.tom, day.ada);
    Message message = day.send(day.tom, direct, "for tomorrow");
    Message answer = day.send(day.ada, direct, "good");
    day.rules("quiet=teacher daily 08:00-22:00; student daily 08:00-20:00");
    day.connect(day.tom);
    day.connect(day.ada);
    day.forget();
    day.read(day.tom, direct, answer.seq());
    day.read(day.ada, direct, message.seq());
    day.pass(Duration.ofHours(12));
    assertThat(day.told(day.tom))
        .filteredOn(one -> one.startsWith("read " + day.ada.id()))
        .hasSize(1);
    day.pass(Duration.ofHours(2));
    assertThat(day.told(day.ada))
        .filteredOn(one -> one.startsWith("read " + day.tom.id()))
        .hasSize(1);
  }

  @Test
  void groupsAreLimitedInSizeTitleAndNumber() {
    day.rules("limits.title=5", "limits.groupSize=3", "limits.groups=2", "limits.groupsPerDay=3");
    assertThat(code(group(day.ada, "Chess club", day.bob))).isEqualTo(RefusalCode.TITLE_INVALID);
    assertThat(code(group(day.tom, "All", day.ada, day.bob, day.cleo)))
        .isEqualTo(RefusalCode.GROUP_TOO_LARGE);
    Conversation one = done(group(day.ada, "One", day.bob));
    Conversation two = done(group(day.ada, "Two", day.tom));
    assertThat(code(group(day.tom, "Three", day.ada))).isEqualTo(RefusalCode.GROUPS_FULL);
    done(day.chat.groups().leave(day.by(day.ada), two.id()));
    done(group(day.ada, "Three", day.tom));
    done(day.chat.groups().leave(day.by(day.ada), one.id()));
    Refusal tomorrow = refused(group(day.ada, "Four", day.tom));
    assertThat(tomorrow.code()).isEqualTo(RefusalCode.GROUPS_PER_DAY);
    assertThat(tomorrow.until()).isEqualTo(Instant.parse("2026-03-03T00:00:00Z"));
    day.setClock(Duration.ofHours(24));
    assertThat(done(group(day.ada, "Four", day.tom)).title()).isEqualTo("Four");
  }

  @Test
  void theTimeForEditsIsTheSchools() {
    Conversation direct = day.direct(day.ada, day.tom);
    Message message = day.send(day.ada, direct, "helo");
    day.rules("limits.editMinutes=2");
    day.setClock(Duration.ofMinutes(3));
    assertThat(code(edit(day.ada, message, "hello"))).isEqualTo(RefusalCode.EDIT_WINDOW_OVER);
    day.rules("limits.editMinutes=60");
    assertThat(edit(day.ada, message, "hello")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void listedWordsFlagAndNeverBlock() {
    day.rules("words=Knife; straße");
    Conversation direct = day.direct(day.ada, day.bob);
    Message harmless = day.send(day.ada, direct, "a spoon");
    Message flagged = day.send(day.ada, direct, "bring a KNIFE to Strasse 7");
    edit(day.ada, harmless, "a knife");
    assertThat(day.audit())
        .filteredOn(one -> one.action().equals(AuditAction.MESSAGE_FLAGGED.text()))
        .extracting(AuditEvent::target, AuditEvent::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(harmless.id().value(), "knife"),
            org.assertj.core.groups.Tuple.tuple(flagged.id().value(), "knife strasse"));
  }

  @Test
  void whatWasSentBeforeIsAnsweredWhateverTheRulesSayNow() {
    Conversation direct = day.direct(day.ada, day.bob);
    Sent sent = day.send(day.by(day.ada), direct.id(), "hello", "key");
    day.rules("quiet=everyone daily 00:00-24:00", "write.reply.student.student=off");
    Sent again = day.send(day.by(day.ada), direct.id(), "hello", "key");
    assertThat(again.duplicate()).isTrue();
    assertThat(again.message().message().id()).isEqualTo(sent.message().message().id());
  }

  private ConversationView view(User user, Conversation conversation) {
    return done(day.chat.inbox().get(day.by(user), conversation.id()));
  }

  private Outcome<Conversation> direct(User one, User other) {
    return day.chat.conversations().directWith(day.by(one), other.id());
  }

  private Outcome<Conversation> group(User first, String title, User... others) {
    return day.chat.groups().create(day.by(first), title, SchoolDay.ids(others));
  }

  private Outcome<MessageView> edit(User by, Message message, String text) {
    return day.chat.editing().edit(day.by(by), message.id(), text);
  }

  private Outcome<Sent> send(
      User by, Conversation in, String text, @Nullable Message replyTo, @Nullable String urgent) {
    return day.trySend(
        day.by(by),
        new SendMessage(
            new SendMessage.Target.To(in.id()),
            text,
            null,
            replyTo == null ? null : replyTo.id(),
            urgent));
  }
}
