// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.contracts.RosterChanges;
import homeroom.chat.roster.ClassRegistrar.Change;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who makes, changes and archives classes. */
class ClassRegistrarTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void anAdminMakesAClassWithItsConversation() {
    day.pass(Duration.ofMinutes(1));
    SchoolClass made = done(day.chat.classRegistrar().create(day.by(day.root), "Maths", "9C"));
    assertThat(made.schoolId()).isEqualTo(day.hill);
    assertThat(made.createdAt()).isEqualTo(day.now());
    assertThat(day.ofClass(made).title()).isEqualTo("Maths");
    assertThat(day.events(day.rita)).contains(new RosterEvent.ClassAdded(made));
    assertThat(day.events(day.tom)).isEmpty();
  }

  @Test
  void nobodyElseDoes() {
    for (User other : List.of(day.tom, day.ada)) {
      assertThat(code(day.chat.classRegistrar().create(day.by(other), "Maths", "9C")))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(code(rename(other, day.class7b, "Mine"))).isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(code(day.chat.classRegistrar().archive(day.by(other), day.class7b.id())))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
    }
  }

  @Test
  void anAdminOfAnotherSchoolDoesNotFindIt() {
    assertThat(refused(rename(day.olga, day.class7b, "Mine")))
        .isEqualTo(Refusal.notFound(RefusalCode.CLASS_NOT_FOUND, "7b"));
  }

  @Test
  void aClassHasANameAndACode() {
    Refusal refusal =
        refused(day.chat.classRegistrar().create(day.by(day.root), " ", "x".repeat(51)));
    assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_FIELD);
    assertThat(refusal.fields()).containsOnlyKeys("name", "code");
  }

  @Test
  void aNewNameIsToldToThePeopleOfTheClassAndTheAdmins() {
    SchoolClass renamed = done(rename(day.root, day.class7b, "Mathematics"));
    for (User one : List.of(day.tom, day.ada, day.bob, day.root, day.rita)) {
      assertThat(day.events(one)).contains(new RosterEvent.ClassChanged(renamed));
    }
    assertThat(day.events(day.cleo)).isEmpty();
    assertThat(day.ofClass(day.class7b).title()).isEqualTo("Mathematics");
  }

  @Test
  void whatChangesNothingIsToldToNobody() {
    assertThat(done(rename(day.root, day.class7b, "Class 7b"))).isEqualTo(day.class7b);
    assertThat(day.events(day.tom)).isEmpty();
  }

  @Test
  void anArchivedClassIsToldToThoseWhoWereInIt() {
    SchoolClass archived =
        done(day.chat.classRegistrar().archive(day.by(day.root), day.class7b.id()));
    assertThat(archived.archived()).isTrue();
    assertThat(day.events(day.ada)).contains(new RosterEvent.ClassRemoved(archived));
    assertThat(day.events(day.tom)).contains(new RosterEvent.ClassRemoved(archived));
    var back = new Change(null, null, false);
    assertThat(
            done(day.chat.classRegistrar().change(day.by(day.root), day.class7b.id(), back))
                .archived())
        .isFalse();
    assertThat(day.told(day.ada)).endsWith("ClassChanged");
  }

  @Test
  void whatAnotherProcessChangesMeanwhileStaysChanged() {
    day.stores.beforeNext(
        "apply",
        () ->
            assertThat(
                    day.stores
                        .roster()
                        .apply(List.of(RosterChanges.rename(day.class7b, "Mathematics"))))
                .isEqualTo(new RosterResult.Applied()));
    SchoolClass archived =
        done(day.chat.classRegistrar().archive(day.by(day.root), day.class7b.id()));
    assertThat(archived.name()).isEqualTo("Mathematics");
    assertThat(archived.archived()).isTrue();
    assertThat(day.stores.roster().schoolClass(day.hill, day.class7b.id())).contains(archived);
  }

  private Outcome<SchoolClass> rename(User by, SchoolClass one, String name) {
    return day.chat.classRegistrar().change(day.by(by), one.id(), new Change(name, null, null));
  }
}
