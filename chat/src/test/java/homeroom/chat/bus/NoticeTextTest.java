// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notices as text. */
class NoticeTextTest {

  private static final UserId ADA = new UserId("ada");
  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00.007Z");
  private static final UserId BOB = new UserId("a~b:c@d-e_f.g");

  static Stream<Notice> notices() {
    var maths = new ConversationId("maths");
    return Stream.of(
        new Notice.Announced("a.1:1", new News.OfSchool()),
        new Notice.Announced("a.1:2", new News.OfConversation(maths, Set.of(), Set.of())),
        new Notice.Announced("a.1:3", new News.OfConversation(maths, Set.of(ADA, BOB), Set.of())),
        new Notice.Announced("a.1:4", new News.OfConversation(maths, Set.of(), Set.of(BOB))),
        new Notice.OfPresence.Came(new Present(BOB, Role.ADMIN, Set.of())),
        new Notice.OfPresence.Came(pupil()),
        new Notice.OfPresence.Left(BOB),
        new Notice.OfPresence.Here(List.of(), true),
        new Notice.OfPresence.Here(
            List.of(pupil(), new Present(BOB, Role.TEACHER, Set.of())), false),
        new Notice.OfReceipts(
            maths, true, 0, List.of(new Notice.Receipt(ADA, 7, NOW)), Set.of(ADA, BOB)),
        new Notice.OfReceipts(
            maths,
            false,
            6,
            List.of(new Notice.Receipt(BOB, 7, NOW), new Notice.Receipt(ADA, 8, NOW)),
            Set.of(ADA)),
        new Notice.OfTyping(maths, BOB, true),
        new Notice.OfTyping(maths, ADA, false),
        new Notice.OfFailure("password", "name Zoë, 7b/8a %", "2001:db8::/64"),
        new Notice.OfFailure("code", "", ""));
  }

  private static Present pupil() {
    return new Present(ADA, Role.STUDENT, Set.of(new ClassId("7b"), new ClassId("8a")));
  }

  @ParameterizedTest
  @MethodSource("notices")
  void whatIsWrittenIsReadAsItWas(Notice notice) {
    assertThat(NoticeText.read(NoticeText.write(notice))).contains(notice);
  }

  @Test
  void whatANewerNodeWritesIsNothing() {
    assertThat(NoticeText.read("homework a.1:1 maths")).isEmpty();
    assertThat(NoticeText.read("")).isEmpty();
  }
}
