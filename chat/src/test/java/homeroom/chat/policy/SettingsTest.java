// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.school.RefusalCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of a school, as admins see and change them. */
class SettingsTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void whatNobodyDecidedHasTheFlagsOfTheRosterAndNoVersion() {
    Settings.Shown shown = done(day.chat.settings().get(day.by(day.root)));
    assertThat(shown.current().version()).isZero();
    assertThat(shown.current().rules()).isEqualTo(Preset.OPEN.rules());
    assertThat(shown.stored()).isEmpty();
  }

  @Test
  void everyChangeIsAVersionAndInTheAudit() {
    day.rules("write.direct.student.student=off");
    day.rules("words=knife", "limits.groups=3");
    Settings.Shown shown = done(day.chat.settings().get(day.by(day.rita)));
    assertThat(shown.current().version()).isEqualTo(2);
    assertThat(shown.stored().orElseThrow().by()).isEqualTo("root");
    assertThat(shown.stored().orElseThrow().at()).isEqualTo(day.now());
    assertThat(day.audit())
        .filteredOn(one -> one.action().equals(AuditAction.SETTINGS_CHANGED.text()))
        .extracting(AuditEvent::detail)
        .containsExactly(
            "version 2: limits.groups = 3 | words = knife",
            "version 1: write.direct.student.student = off");
  }

  @Test
  void whatChangesNothingIsNoVersion() {
    day.rules("write.direct.student.student=class");
    assertThat(done(day.chat.settings().get(day.by(day.root))).current().version()).isZero();
    assertThat(day.audit()).isEmpty();
  }

  @Test
  void ofTwoWhoChangeOneVersionTheSecondIsToldSo() {
    day.rules("words=knife");
    assertThat(code(day.chat.settings().change(day.by(day.rita), 0, Map.of("words", "gun"))))
        .isEqualTo(RefusalCode.SETTINGS_CHANGED);
    assertThat(code(day.chat.settings().proposed(day.by(day.rita), 0, Map.of())))
        .isEqualTo(RefusalCode.SETTINGS_CHANGED);
    day.stores.beforeNext(
        "add",
        () ->
            new Settings(
                    new Rules(day.elsewhere.settings(), day.chat.roster()),
                    java.time.Clock.systemUTC(),
                    () -> {})
                .change(day.hill, AuditActor.OPERATOR, 1, Map.of("words", "bomb")));
    assertThat(code(day.chat.settings().change(day.by(day.rita), 1, Map.of("words", "gun"))))
        .isEqualTo(RefusalCode.SETTINGS_CHANGED);
    assertThat(done(day.chat.settings().get(day.by(day.rita))).current().rules().words())
        .containsExactly("bomb");
  }

  @Test
  void adminsAloneSeeAndSetThem() {
    assertThat(code(day.chat.settings().get(day.by(day.tom))))
        .isEqualTo(RefusalCode.SETTINGS_NOT_YOURS);
    assertThat(code(day.chat.settings().change(day.by(day.ada), 0, Map.of("words", "gun"))))
        .isEqualTo(RefusalCode.SETTINGS_NOT_YOURS);
  }

  @Test
  void whatIsWrongChangesNothing() {
    assertThat(
            refused(day.chat.settings().change(day.by(day.root), 0, Map.of("quiet", "always")))
                .fields())
        .containsOnlyKeys("quiet");
    assertThat(done(day.chat.settings().get(day.by(day.root))).current().version()).isZero();
  }

  @Test
  void whatAnotherProcessDecidedIsFollowed() {
    var elsewhere =
        new Settings(
            new Rules(day.elsewhere.settings(), day.chat.roster()),
            java.time.Clock.systemUTC(),
            () -> {});
    var direct = day.direct(day.ada, day.bob);
    day.connect(day.ada);
    day.forget();
    done(
        elsewhere.change(
            day.hill, AuditActor.OPERATOR, 0, Map.of("write.reply.student.student", "off")));
    assertThat(day.send(day.ada, direct, "not yet seen").seq()).isEqualTo(1);
    day.forget();
    day.chat.liveRules().catchUp();
    assertThat(day.told(day.ada)).containsExactly("updated " + direct.id());
    assertThat(day.sendRefused(day.ada, direct, "hello").code())
        .isEqualTo(RefusalCode.STUDENT_TO_STUDENT_OFF);
    day.forget();
    day.chat.liveRules().catchUp();
    assertThat(day.told(day.ada)).isEmpty();
  }
}
