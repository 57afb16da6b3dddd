// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is announced as text. */
class AnnouncedTextTest {

  private static final UserId ADA = new UserId("ada");
  private static final UserId BOB = new UserId("a~b:c@d-e_f.g");

  static Stream<Notice.Announced> announced() {
    var maths = new ConversationId("maths");
    return Stream.of(
        new Notice.Announced("a.1:1", new News.OfSchool()),
        new Notice.Announced("a.1:2", new News.OfConversation(maths, Set.of(), Set.of())),
        new Notice.Announced("a.1:3", new News.OfConversation(maths, Set.of(ADA, BOB), Set.of())),
        new Notice.Announced("a.1:4", new News.OfConversation(maths, Set.of(), Set.of(BOB))));
  }

  @ParameterizedTest
  @MethodSource("announced")
  void whatIsWrittenIsReadAsItWas(Notice.Announced announced) {
    assertThat(AnnouncedText.read(AnnouncedText.write(announced))).contains(announced);
  }

  @Test
  void whatANewerNodeWritesIsNothing() {
    assertThat(AnnouncedText.read("homework a.1:1 maths")).isEmpty();
    assertThat(AnnouncedText.read("")).isEmpty();
  }
}
