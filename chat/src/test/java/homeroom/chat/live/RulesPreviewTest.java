// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.policy.SchoolRules;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a change of the rules would mean, before it is made. */
class RulesPreviewTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void whoIsCutOffAndWhoIsLetInIsSaid() {
    Conversation direct = day.direct(day.ada, day.bob);
    RulesPreview.Effects off = effects("write.direct.student.student", "off");
    assertThat(off.changes()).isEqualTo(Map.of("write.direct.student.student", "off"));
    assertThat(off.people())
        .containsExactly(
            new Reaches.Effect(
                "direct.student.student",
                2,
                0,
                2,
                0,
                java.util.List.of(day.ada.id(), day.bob.id()),
                java.util.List.of()));
    assertThat(off.readOnly().count()).isZero();
    RulesPreview.Effects wide = effects("write.direct.student.student", "school");
    assertThat(wide.people().getFirst().letIn()).isEqualTo(4);
    assertThat(wide.people().getFirst().pairsGained()).isEqualTo(10);
    RulesPreview.Effects noReplies = effects("write.reply.student.student", "off");
    assertThat(noReplies.readOnly().first()).containsExactly(direct.id());
    assertThat(done(day.chat.settings().get(day.by(day.root))).current().version()).isZero();
    assertThat(day.send(day.ada, direct, "nothing changed").seq()).isEqualTo(1);
  }

  @Test
  void whatCouldBeWrittenAgainIsSaidToo() {
    Conversation direct = day.direct(day.ada, day.bob);
    day.rules("write.reply.student.student=off", "supervision=by=tina");
    assertThat(effects("write.reply.student.student", "school").writable().first())
        .containsExactly(direct.id());
    assertThat(effects("supervision", "by=ada").readOnly().count()).isZero();
  }

  @Test
  void classesThatFallSilentAreCounted() {
    assertThat(effects("studentsPost", "never").readOnly().count()).isEqualTo(2);
  }

  private RulesPreview.Effects effects(String name, String value) {
    long version = done(day.chat.settings().get(day.by(day.root))).current().version();
    SchoolRules proposed =
        done(day.chat.settings().proposed(day.by(day.root), version, Map.of(name, value)));
    return day.chat.rulesPreview().of(day.by(day.root), proposed);
  }
}
