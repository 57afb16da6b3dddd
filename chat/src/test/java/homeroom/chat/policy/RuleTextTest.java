// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.Refusal;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolSettings;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How rules are written and read. */
class RuleTextTest {

  private static final SchoolRules OPEN = Preset.OPEN.rules();

  @Test
  void whatIsWrittenIsReadAsItWas() {
    for (Preset preset : Preset.values()) {
      assertThat(RuleText.read(RuleText.lines(preset.rules()))).isEqualTo(preset.rules());
    }
    SchoolRules many =
        changed(
            Map.of(
                "timeZone", "Europe/Berlin",
                "write.direct.student.student", "school same-grade only=ada,bob also=cleo",
                "studentsPost", "lessons",
                "lessons", "mon-fri 08:00-13:00; sat 09:00-11:30",
                "quiet", "student,teacher daily 20:00-06:00",
                "holidays", "2026-12-23..2027-01-06; everyone 2027-02-01",
                "supervision", "grades=5,6 by=tom,root; by=tina",
                "grades.5", "7b,8a",
                "limits.groups", "3",
                "words", "Knife; straße"));
    assertThat(RuleText.read(RuleText.lines(many))).isEqualTo(many);
    assertThat(many.words()).containsExactly("knife", "strasse");
  }

  @Test
  void whatIsWrongIsNamed() {
    Refusal refusal =
        refused(
            RuleText.change(
                OPEN,
                Map.of(
                    "preset", "kindergarten",
                    "write.direct.student.student", "sometimes",
                    "quiet", "mon-fri 18-7",
                    "lessons", "noon",
                    "holidays", "Christmas",
                    "supervision", "grades=5",
                    "grades.5 a", "7b",
                    "limits.title", "0",
                    "timeZone", "Mars",
                    "colour", "blue")));
    assertThat(refusal.fields())
        .containsOnlyKeys(
            "preset",
            "write.direct.student.student",
            "quiet",
            "lessons",
            "holidays",
            "supervision",
            "grades.5 a",
            "limits.title",
            "timeZone",
            "colour");
  }

  @Test
  void aPresetSetsAllButWhatIsTheSchools() {
    SchoolRules own =
        changed(
            Map.of(
                "timeZone", "Europe/Berlin",
                "holidays", "2027-02-01",
                "supervision", "by=tom",
                "write.direct.student.student", "off"));
    SchoolRules primary =
        done(RuleText.change(own, Map.of("preset", "primary", "studentsPost", "always")));
    assertThat(primary.preset()).isEqualTo("primary");
    assertThat(primary.timeZone()).isEqualTo(own.timeZone());
    assertThat(primary.holidays()).isEqualTo(own.holidays());
    assertThat(primary.supervision()).isEqualTo(own.supervision());
    assertThat(primary.studentsPost()).isEqualTo(StudentsPost.ALWAYS);
    assertThat(primary.quiet()).isEqualTo(Preset.PRIMARY.rules().quiet());
    assertThat(done(RuleText.change(own, Map.of("preset", "open"))).pairs())
        .isEqualTo(OPEN.pairs());
  }

  @Test
  void aDifferenceNamesWhatChanged() {
    SchoolRules graded = changed(Map.of("grades.5", "7b", "quiet", "mon 10:00-11:00"));
    assertThat(RuleText.difference(OPEN, graded))
        .isEqualTo(Map.of("grades.5", "7b", "quiet", "student mon 10:00-11:00"));
    assertThat(RuleText.difference(graded, OPEN)).isEqualTo(Map.of("grades.5", "", "quiet", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18:00-06:00-",
        "-18:00-06:00",
        "18:00--06:00",
        "18:00-06:00-07:00",
        "18:00-",
        "18:00",
        "mon- 18:00-06:00",
        "-mon 18:00-06:00",
        "mon-wed-fri 18:00-06:00"
      })
  void hoursAndDaysHaveTwoEndsAndNoThird(String hours) {
    String quiet = hours.contains(" ") ? hours : "mon " + hours;
    assertThat(refused(RuleText.change(OPEN, Map.of("quiet", quiet))).fields())
        .containsEntry("quiet", "is not like 'student mon-fri 18:00-07:00'");
    assertThat(refused(RuleText.change(OPEN, Map.of("lessons", quiet))).fields())
        .containsOnlyKeys("lessons");
  }

  @Test
  void theFlagsOfARosterAreRules() {
    assertThat(SchoolRules.of(SchoolSettings.DEFAULT)).isEqualTo(OPEN);
    SchoolRules strict = SchoolRules.of(new SchoolSettings(false, false));
    assertThat(strict.pair(Action.DIRECT, Role.STUDENT, Role.STUDENT)).isEqualTo(PairRule.OFF);
    assertThat(strict.isShut(Action.GROUP, Role.STUDENT)).isTrue();
  }

  @Test
  void quietHoursEndWhenTheLastOfThemDoes() {
    SchoolRules rules =
        changed(
            Map.of(
                "timeZone", "Europe/Berlin",
                "quiet", "mon-fri 18:00-07:00; sat,sun 00:00-24:00; mon 00:00-07:00",
                "holidays", "2026-11-23"));
    // Friday at 17:59 and at 18:00 in Berlin; the Monday after is a holiday, with Tuesday's night.
    assertThat(rules.quietUntil(Role.STUDENT, Instant.parse("2026-11-20T16:59:59Z"))).isEmpty();
    assertThat(rules.quietUntil(Role.STUDENT, Instant.parse("2026-11-20T17:00:00Z")))
        .contains(Instant.parse("2026-11-24T06:00:00Z"));
    assertThat(rules.quietUntil(Role.TEACHER, Instant.parse("2026-11-20T17:00:00Z"))).isEmpty();
  }

  @Test
  void hoursAreThoseOfTheSchoolAlsoWhenItsClocksChange() {
    SchoolRules rules = changed(Map.of("timeZone", "Europe/Berlin", "quiet", "daily 22:00-06:00"));
    assertThat(rules.quietUntil(Role.STUDENT, Instant.parse("2026-03-28T21:30:00Z")))
        .contains(Instant.parse("2026-03-29T04:00:00Z"));
    assertThat(rules.quietUntil(Role.STUDENT, Instant.parse("2026-10-24T21:30:00Z")))
        .contains(Instant.parse("2026-10-25T05:00:00Z"));
  }

  @Test
  void quietAroundTheClockIsLookedAtNoFurtherThanAYear() {
    SchoolRules rules = changed(Map.of("quiet", "daily 00:00-24:00"));
    assertThat(rules.quietUntil(Role.STUDENT, Instant.parse("2026-11-20T17:00:00Z"))).isPresent();
  }

  @Test
  void theNextLessonIsFound() {
    SchoolRules rules = changed(Map.of("lessons", "mon-fri 08:00-13:00"));
    assertThat(rules.isLesson(Instant.parse("2026-11-20T12:59:59Z"))).isTrue();
    assertThat(rules.isLesson(Instant.parse("2026-11-20T13:00:00Z"))).isFalse();
    assertThat(rules.nextLesson(Instant.parse("2026-11-20T13:00:00Z")))
        .contains(Instant.parse("2026-11-23T08:00:00Z"));
  }

  private static SchoolRules changed(Map<String, String> values) {
    return done(RuleText.change(OPEN, values));
  }
}
