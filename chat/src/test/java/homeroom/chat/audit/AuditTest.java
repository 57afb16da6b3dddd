// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.people.UserRegistrar.Change;
import homeroom.chat.people.UserRegistrar.NewUser;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassRegistrar;
import homeroom.chat.roster.User;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written down of a school's day, and who reads it. */
class AuditTest {

  private static final Query ALL = Query.where(Filter.ALL);

  private final SchoolDay day = new SchoolDay();

  @Test
  void whatAnAdminDoesToPeopleIsWrittenDown() {
    User fay =
        done(
            day.chat
                .userRegistrar()
                .create(
                    day.by(day.root),
                    new NewUser(Role.STUDENT, "Fay", "fay@hill", "a long password")));
    change(fay, new Change(Role.TEACHER, "Fay Green", null, "another long one", null));
    change(fay, new Change(null, null, null, null, false));
    change(fay, new Change(null, null, null, null, true));
    change(fay, new Change(null, "Fay Green", null, null, null));
    assertThat(written())
        .containsExactly(
            "user.created role student",
            "user.role-changed from student to teacher",
            "user.changed name",
            "password.reset ",
            "user.deactivated ",
            "user.reactivated ");
    assertThat(day.audit())
        .allSatisfy(event -> {
          assertThat(event.actor()).isEqualTo(AuditActor.of(day.root.id()));
          assertThat(event.target()).isEqualTo(fay.id().value());
        });
  }

  @Test
  void whatAnAdminDoesToClassesIsWrittenDown() {
    var caller = day.by(day.root);
    var made = done(day.chat.classRegistrar().create(caller, "9C Art", "9c"));
    done(
        day.chat
            .classRegistrar()
            .change(caller, made.id(), new ClassRegistrar.Change("9C Arts", null, null)));
    var teaches = done(day.chat.classLinkRegistrar().addTeacher(caller, made.id(), day.tom.id()));
    var attends = done(day.chat.classLinkRegistrar().enroll(caller, made.id(), day.ada.id()));
    done(day.chat.classLinkRegistrar().removeTeacher(caller, teaches.id()));
    done(day.chat.classLinkRegistrar().unenroll(caller, attends.id()));
    done(day.chat.classRegistrar().archive(caller, made.id()));
    assertThat(written())
        .containsExactly(
            "class.created ",
            "class.changed name",
            "class-teacher.created class " + made.id(),
            "class-enrollment.created class " + made.id(),
            "class-teacher.removed class " + made.id(),
            "class-enrollment.removed class " + made.id(),
            "class.archived archived");
  }

  @Test
  void whatIsRefusedIsNotWrittenDown() {
    assertThat(
            code(
                day.chat
                    .userRegistrar()
                    .create(
                        day.by(day.root),
                        new NewUser(Role.STUDENT, "Ada", "ada@hill", "a long password"))))
        .isEqualTo(RefusalCode.EMAIL_TAKEN);
    assertThat(day.audit()).isEmpty();
  }

  @Test
  void aChangeThatCannotBeWrittenDownIsNotMade() {
    day.stores.failNext("apply", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> change(day.ada, new Change(null, "Eva", null, null, null)))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(day.audit()).isEmpty();
  }

  @Test
  void onlyAdminsReadItAndOnlyThatOfTheirSchool() {
    day.chat.audit().record(day.by(day.root), AuditAction.EXPORTED, "");
    for (User other : List.of(day.tom, day.ada)) {
      assertThat(code(day.chat.audit().find(day.by(other), ALL)))
          .isEqualTo(RefusalCode.AUDIT_NOT_YOURS);
    }
    assertThat(done(day.chat.audit().find(day.by(day.rita), ALL)).total()).isEqualTo(1);
    assertThat(done(day.chat.audit().find(day.by(day.olga), ALL)).total()).isZero();
  }

  @Test
  void failuresAreOneEntryOfAnAccountANetworkAndAQuarterOfAnHour() {
    for (int i = 0; i < 4; i++) {
      day.chat.audit().signInFailed(day.hill, day.ada.id(), "192.0.2.1");
      day.pass(Duration.ofSeconds(1));
    }
    day.chat.audit().signInFailed(day.hill, day.ada.id(), "192.0.2.2");
    day.chat.audit().signInFailed(day.hill, day.bob.id(), "192.0.2.1");
    day.chat.audit().settle();
    assertThat(day.audit()).isEmpty();
    day.pass(Duration.ofMinutes(15));
    day.chat.audit().signInFailed(day.hill, day.ada.id(), "192.0.2.1");
    day.chat.audit().settle();
    assertThat(day.audit())
        .extracting(event -> event.target() + " " + event.network() + " " + event.count())
        .containsExactlyInAnyOrder("ada 192.0.2.1 4", "ada 192.0.2.2 1", "bob 192.0.2.1 1");
    assertThat(day.audit())
        .allSatisfy(event -> assertThat(event.actor()).isEqualTo(AuditActor.STRANGER));
  }

  @Test
  void thatTriesAreSlowedIsOneEntryOfAnAccountAndAQuarterOfAnHour() {
    day.chat.audit().signInSlowed(day.hill, day.ada.id(), "192.0.2.1");
    day.chat.audit().signInSlowed(day.hill, day.ada.id(), "192.0.2.2");
    day.chat.audit().signInSlowed(day.hill, day.bob.id(), "192.0.2.2");
    day.pass(Duration.ofMinutes(15));
    day.chat.audit().signInSlowed(day.hill, day.ada.id(), "192.0.2.3");
    assertThat(day.audit())
        .extracting(event -> event.action() + " " + event.target() + " " + event.network())
        .containsExactly(
            "sign-in.slowed ada 192.0.2.3",
            "sign-in.slowed bob 192.0.2.2",
            "sign-in.slowed ada 192.0.2.1");
  }

  @Test
  void thatTriesForNoAccountAreSlowedIsInTheInstallationsOwnChain() {
    day.chat.audit().signInSlowed("192.0.2.1");
    day.chat.audit().signInSlowed("192.0.2.2");
    day.pass(Duration.ofMinutes(15));
    day.chat.audit().signInSlowed("192.0.2.3");
    assertThat(day.audit()).isEmpty();
    assertThat(day.stores.audit().entries(AuditChain.INSTALLATION, 0, 10))
        .map(AuditEntry::event)
        .extracting(event -> event.action() + " " + event.target() + " " + event.network())
        .containsExactly("sign-in.slowed  192.0.2.1", "sign-in.slowed  192.0.2.3");
  }

  @Test
  void namesThatNobodyHasAreCountedByNetworkInTheInstallationsOwnChain() {
    for (int i = 0; i < 3; i++) {
      day.chat.audit().signInFailed("192.0.2.9");
    }
    day.pass(Duration.ofMinutes(15));
    day.chat.audit().settle();
    assertThat(day.audit()).isEmpty();
    assertThat(day.stores.audit().entries(AuditChain.INSTALLATION, 0, 10))
        .extracting(AuditEntry::event)
        .extracting(event -> event.target() + " " + event.network() + " " + event.count())
        .containsExactly(" 192.0.2.9 3");
  }

  @Test
  void aFloodFromManyNetworksIsOneEntryBeyondThoseToldApart() {
    var log = new InMemoryStores().audit();
    Instant now = Instant.parse("2026-11-27T08:15:30Z");
    var audit = new Audit(log, Clock.fixed(now, ZoneOffset.UTC), new AuditLimits(2));
    for (int i = 1; i <= 5; i++) {
      audit.signInFailed("192.0.2." + i);
      audit.signInFailed("192.0.2.1");
    }
    assertThat(log.settle(now)).isEqualTo(3);
    assertThat(log.entries(AuditChain.INSTALLATION, 0, 10))
        .extracting(entry -> entry.event().network() + " " + entry.event().count())
        .containsExactlyInAnyOrder("192.0.2.1 6", "192.0.2.2 1", Audit.OTHER_NETWORKS + " 3");
  }

  private void change(User user, Change change) {
    done(day.chat.userRegistrar().change(day.by(day.root), user.id(), change));
  }

  /** In order. */
  private List<String> written() {
    return day.audit().reversed().stream()
        .map(event -> event.action() + " " + event.detail())
        .toList();
  }
}
