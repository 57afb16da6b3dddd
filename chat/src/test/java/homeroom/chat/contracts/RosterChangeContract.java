// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Stores;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterChange.AddClass;
import homeroom.chat.roster.RosterChange.AddSchool;
import homeroom.chat.roster.RosterChange.AddTeacher;
import homeroom.chat.roster.RosterChange.AddUser;
import homeroom.chat.roster.RosterChange.Enroll;
import homeroom.chat.roster.RosterChange.RemoveTeacher;
import homeroom.chat.roster.RosterChange.SetPassword;
import homeroom.chat.roster.RosterChange.Unenroll;
import homeroom.chat.roster.RosterChange.UpdateClass;
import homeroom.chat.roster.RosterChange.UpdateSchool;
import homeroom.chat.roster.RosterChange.UpdateUser;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterResult.Applied;
import homeroom.chat.roster.RosterResult.Missing;
import homeroom.chat.roster.RosterResult.Outdated;
import homeroom.chat.roster.RosterResult.Taken;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** How a roster is changed: all of a list, or nothing of it. */
public interface RosterChangeContract extends StoresContract {

  @Test
  default void changesApplyInOrderSoThatOneMayRestOnTheOneBefore() {
    Fixtures s = school();
    User newTeacher = s.newUser(Role.TEACHER, "Nina");
    SchoolClass newClass = s.newClass("9C");
    s.apply(
        new AddUser(newTeacher, "hash"),
        new AddClass(newClass),
        new AddTeacher(s.teaches(newTeacher, newClass)));
    assertThat(stores().roster().members(s.schoolId(), newClass.id()).teachers())
        .containsExactly(newTeacher.id());
  }

  @Test
  default void aListWithOneWrongChangeChangesNothing() {
    Fixtures s = school();
    User fresh = s.newUser(Role.STUDENT, "Fay");
    SchoolClass freshClass = s.newClass("9C");
    long version = stores().roster().version();
    var wrong = new AddClass(s.class7b);
    assertThat(apply(new AddUser(fresh, "hash"), new AddClass(freshClass), wrong))
        .isEqualTo(new Taken(wrong, "_id"));
    assertThat(stores().roster().userById(fresh.id())).isEmpty();
    assertThat(stores().roster().schoolClass(s.schoolId(), freshClass.id())).isEmpty();
    assertThat(stores().roster().version()).isEqualTo(version);
    assertThat(apply(new AddUser(fresh, "hash"))).isEqualTo(new Applied());
  }

  @Test
  default void anEmptyListIsApplied() {
    assertThat(apply()).isEqualTo(new Applied());
  }

  @Test
  default void anIdIsTakenOnlyOnceInTheWholeInstallation() {
    Fixtures s = school();
    Fixtures other = school();
    assertTaken(new AddSchool(s.school), "_id");
    User sameId =
        new User(
            s.ada.id(),
            other.schoolId(),
            Role.STUDENT,
            "Eve",
            Fixtures.id("eve") + "@hill.example",
            true,
            Fixtures.NOW,
            Fixtures.NOW);
    assertTaken(new AddUser(sameId, "hash"), "_id");
    assertTaken(new AddClass(s.class7b), "_id");
  }

  @Test
  default void anAddressIsTakenInAnyCaseAndInEverySchool() {
    Fixtures s = school();
    Fixtures other = school();
    String shout = Fixtures.email(s.ada).toUpperCase(Locale.ROOT);
    User eve = RosterChanges.withEmail(other.newUser(Role.STUDENT, "Eve"), shout);
    assertTaken(new AddUser(eve, "hash"), "email");
    assertTaken(new UpdateUser(RosterChanges.withEmail(other.bob, shout)), "email");
    assertThat(stores().roster().userById(other.bob.id())).contains(other.bob);
  }

  @Test
  default void whoeverHasAUserNameNeedsNoAddress() {
    Fixtures s = school();
    User fay = RosterChanges.called(s.newUser(Role.STUDENT, "Fay"), null, "fay.M\u00fcller");
    User gus = RosterChanges.called(s.newUser(Role.STUDENT, "Gus"), null, null);
    s.apply(new AddUser(fay, "hash of fay"), new AddUser(gus, "hash of gus"));
    var known = new Credentials(fay, "hash of fay");
    for (String written :
        List.of("fay.m\u00fcller", " FAY.MU\u0308LLER ", "\uff46ay.m\u00fcller")) {
      assertThat(stores().roster().credentials(s.schoolId(), written)).as(written).contains(known);
    }
    assertThat(stores().roster().credentials(fay.id())).contains(known);
    assertThat(stores().roster().userById(gus.id())).contains(gus);
    for (String nobody : List.of("", "fay", "\n" + gus.id())) {
      assertThat(stores().roster().credentials(s.schoolId(), nobody)).isEmpty();
      assertThat(stores().roster().credentials(nobody)).isEmpty();
    }
  }

  @Test
  default void aUserNameIsTakenInItsSchoolOnly() {
    Fixtures s = school();
    Fixtures other = school();
    User fay = RosterChanges.called(s.newUser(Role.STUDENT, "Fay"), null, "fay");
    s.apply(new AddUser(fay, "hash"));
    User second = RosterChanges.called(s.newUser(Role.STUDENT, "Faye"), null, "FAY");
    assertTaken(new AddUser(second, "hash"), "username");
    assertTaken(
        new UpdateUser(RosterChanges.called(s.bob, Fixtures.email(s.bob), "Fay")), "username");
    User elsewhere = RosterChanges.called(other.newUser(Role.STUDENT, "Fay"), null, "fay");
    other.apply(new AddUser(elsewhere, "hash"));
    assertThat(stores().roster().credentials(other.schoolId(), "fay"))
        .map(Credentials::user)
        .contains(elsewhere);
    assertThat(stores().roster().credentials(s.schoolId(), "fay"))
        .map(Credentials::user)
        .contains(fay);
  }

  @Test
  default void aUserNameThatIsGivenUpIsFree() {
    Fixtures s = school();
    User fay = RosterChanges.called(s.newUser(Role.STUDENT, "Fay"), null, "fay");
    s.apply(new AddUser(fay, "hash"));
    User renamed = RosterChanges.called(fay, "fay.%s@hill".formatted(fay.id()), null);
    User next = RosterChanges.called(s.newUser(Role.STUDENT, "Faye"), null, "fay");
    long version = stores().roster().version();
    s.apply(new UpdateUser(renamed), new AddUser(next, "hash"));
    assertThat(stores().roster().version()).isNotEqualTo(version);
    assertThat(stores().roster().userById(fay.id())).contains(renamed);
    assertThat(stores().roster().credentials(s.schoolId(), "fay"))
        .map(Credentials::user)
        .contains(next);
    assertTaken(new UpdateUser(RosterChanges.called(fay, null, "fay")), "username");
  }

  @Test
  default void aUserMayKeepOrRespellTheirAddress() {
    Fixtures s = school();
    User respelled = RosterChanges.withEmail(s.ada, Fixtures.email(s.ada).toUpperCase(Locale.ROOT));
    s.apply(new UpdateUser(respelled));
    assertThat(stores().roster().userById(s.ada.id())).contains(respelled);
  }

  @Test
  default void aClassHasATeacherAndAStudentOnlyOnce() {
    Fixtures s = school();
    assertTaken(new AddTeacher(s.teaches(s.tom, s.class7b)), "classId");
    assertTaken(new Enroll(s.attends(s.ada, s.class7b)), "classId");
    ClassTeacher tom = teacherLink(s);
    SchoolClass other = s.newClass("8A");
    s.apply(new AddClass(other));
    assertTaken(
        new AddTeacher(new ClassTeacher(tom.id(), s.schoolId(), other.id(), s.tom.id())), "_id");
    ClassEnrollment ada = enrollment(s, s.ada);
    assertTaken(
        new Enroll(new ClassEnrollment(ada.id(), s.schoolId(), other.id(), s.ada.id())), "_id");
  }

  @Test
  default void whatIsNotThereIsMissing() {
    Fixtures s = school();
    var noSchool = new School(new SchoolId("none"), "None", SchoolSettings.DEFAULT, Fixtures.NOW);
    User noUser = s.newUser(Role.STUDENT, "Nobody");
    SchoolClass noClass = s.newClass("0Z");
    assertMissing(new UpdateSchool(noSchool));
    assertMissing(new UpdateUser(noUser));
    assertMissing(new SetPassword(s.schoolId(), noUser.id(), "hash"));
    assertMissing(new UpdateClass(noClass));
    assertMissing(new AddTeacher(s.teaches(s.tom, noClass)));
    assertMissing(new AddTeacher(s.teaches(noUser, s.class7b)));
    assertMissing(new Enroll(s.attends(s.ada, noClass)));
    assertMissing(new Enroll(s.attends(noUser, s.class7b)));
    assertMissing(new RemoveTeacher(s.teaches(s.ada, s.class7b)));
    assertMissing(new Unenroll(s.attends(s.cleo, s.class7b)));
  }

  @Test
  default void whatIsAnotherSchoolsIsMissing() {
    Fixtures s = school();
    Fixtures other = school();
    var elsewhere = new SchoolId("elsewhere");
    assertMissing(new SetPassword(other.schoolId(), s.ada.id(), "hash"));
    assertMissing(new AddTeacher(other.teaches(s.tom, other.class7b)));
    assertMissing(new AddTeacher(other.teaches(other.tom, s.class7b)));
    assertMissing(new Enroll(other.attends(s.ada, other.class7b)));
    assertMissing(new Enroll(other.attends(other.ada, s.class7b)));
    ClassTeacher tom = teacherLink(s);
    assertMissing(
        new RemoveTeacher(
            new ClassTeacher(tom.id(), other.schoolId(), tom.classId(), tom.teacherId())));
    var inNoSchool =
        new SchoolClass(
            s.newClass("1A").id(), elsewhere, "1A", "1A", false, Fixtures.NOW, Fixtures.NOW);
    assertMissing(new AddClass(inNoSchool));
  }

  @Test
  default void anUpdateReplacesTheFieldsAndKeepsThePassword() {
    Fixtures s = school();
    var changed =
        new User(
            s.ada.id(),
            s.schoolId(),
            Role.ADMIN,
            "Ada King",
            Fixtures.id("ada") + "@hill.example",
            false,
            s.ada.createdAt(),
            s.later());
    s.apply(new UpdateUser(changed));
    assertThat(stores().roster().credentials(Fixtures.email(changed)))
        .contains(new Credentials(changed, "hash-of-Ada"));
    assertThat(stores().roster().credentials(Fixtures.email(s.ada))).isEmpty();
  }

  @Test
  default void whatIsAnotherByNowIsNotReplaced() {
    Fixtures s = school();
    User renamed = ((UpdateUser) RosterChanges.rename(s.ada, "Augusta")).user();
    SchoolClass reworded = ((UpdateClass) RosterChanges.rename(s.class7b, "Algebra")).schoolClass();
    s.apply(new UpdateUser(renamed, s.ada), new UpdateClass(reworded, s.class7b));
    SchoolClass fresh = s.newClass("9C");
    for (RosterChange old :
        List.of(
            new UpdateUser(RosterChanges.withEmail(s.ada, Fixtures.email(s.ada)), s.ada),
            new UpdateClass(s.class7b, s.class7b))) {
      assertThat(apply(new AddClass(fresh), old)).isEqualTo(new Outdated(old));
    }
    assertThat(stores().roster().schoolClass(s.schoolId(), fresh.id())).isEmpty();
    assertThat(stores().roster().userById(s.ada.id())).contains(renamed);
    assertThat(stores().roster().schoolClass(s.schoolId(), s.class7b.id())).contains(reworded);
    s.apply(new UpdateUser(s.ada, renamed), new UpdateClass(s.class7b, reworded));
  }

  @Test
  default void ofManyWhoReplaceTheSameOneDoes() {
    Fixtures s = school();
    List<RosterResult> results =
        Crowd.of(
            8,
            number -> {
              User next = ((UpdateUser) RosterChanges.rename(s.ada, "Ada " + number)).user();
              var roster = number % 2 == 0 ? stores().roster() : secondStores().roster();
              return roster.apply(List.of(new UpdateUser(next, s.ada)));
            });
    assertThat(results).filteredOn(Applied.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(Outdated.class::isInstance).hasSize(7);
  }

  @Test
  default void aPasswordIsReplaced() {
    Fixtures s = school();
    s.apply(new SetPassword(s.schoolId(), s.ada.id(), "new-hash"));
    assertThat(stores().roster().credentials(Fixtures.email(s.ada)))
        .contains(new Credentials(s.ada, "new-hash"));
  }

  @Test
  default void aSchoolAndAClassAreReplaced() {
    Fixtures s = school();
    var renamed =
        new School(s.schoolId(), "Hill & Dale", new SchoolSettings(false, false), Fixtures.NOW);
    s.apply(new UpdateSchool(renamed), RosterChanges.rename(s.class7b, "Mathematics"));
    assertThat(stores().roster().school(s.schoolId())).contains(renamed);
    assertThat(stores().roster().schoolClass(s.schoolId(), s.class7b.id()))
        .hasValueSatisfying(stored -> assertThat(stored.name()).isEqualTo("Mathematics"));
  }

  @Test
  default void whoLeavesAClassIsNoMemberAndMayComeBack() {
    Fixtures s = school();
    s.apply(new RemoveTeacher(teacherLink(s)), new Unenroll(enrollment(s, s.ada)));
    assertThat(stores().roster().members(s.schoolId(), s.class7b.id()).all())
        .containsExactly(s.bob.id());
    s.apply(new Enroll(s.attends(s.ada, s.class7b)));
    assertThat(stores().roster().members(s.schoolId(), s.class7b.id()).students())
        .containsExactlyInAnyOrder(s.ada.id(), s.bob.id());
  }

  @Test
  default void theVersionIsAnotherAfterEveryChangeWhoeverMadeIt() {
    Fixtures s = school();
    User user = s.newUser(Role.STUDENT, "Uma");
    SchoolClass schoolClass = s.newClass("5E");
    ClassTeacher teacher = s.teaches(s.tom, schoolClass);
    ClassEnrollment enrollment = s.attends(s.cleo, schoolClass);
    var changes =
        List.of(
            new UpdateSchool(s.school),
            new AddUser(user, "hash"),
            new UpdateUser(user),
            new AddClass(schoolClass),
            new UpdateClass(schoolClass),
            new AddTeacher(teacher),
            new Enroll(enrollment),
            new RemoveTeacher(teacher),
            new Unenroll(enrollment));
    RosterVersions versions = stores().roster().versions();
    for (RosterChange change : changes) {
      assertThat(secondStores().roster().apply(List.of(change))).isEqualTo(new Applied());
      RosterVersions after = stores().roster().versions();
      assertThat(after.all()).as("%s", change).isNotEqualTo(versions.all());
      assertThat(after.of(s.schoolId())).as("%s", change).isNotEqualTo(versions.of(s.schoolId()));
      versions = after;
    }
    assertThat(stores().roster().version()).isEqualTo(versions.all());
    assertThat(stores().roster().versions()).isEqualTo(versions);
  }

  @Test
  default void ofManyWhoWantOneAddressOneGetsIt() {
    Fixtures s = school();
    String email = Fixtures.id("wanted") + "@hill.example";
    List<RosterResult> results =
        Crowd.of(
            16,
            i -> {
              User user = RosterChanges.withEmail(s.newUser(Role.STUDENT, "W" + i), email);
              Stores either = i % 2 == 0 ? stores() : secondStores();
              return either.roster().apply(List.of(new AddUser(user, "hash")));
            });
    assertThat(results).filteredOn(Applied.class::isInstance).hasSize(1);
    assertThat(results)
        .filteredOn(Taken.class::isInstance)
        .hasSize(15)
        .allSatisfy(result -> assertThat(((Taken) result).field()).isEqualTo("email"));
  }

  private RosterResult apply(RosterChange... changes) {
    return stores().roster().apply(List.of(changes));
  }

  private void assertTaken(RosterChange change, String field) {
    assertThat(apply(change)).isEqualTo(new Taken(change, field));
  }

  private void assertMissing(RosterChange change) {
    assertThat(apply(change)).isEqualTo(new Missing(change));
  }

  private ClassTeacher teacherLink(Fixtures s) {
    return stores()
        .roster()
        .findClassTeachers(s.schoolId(), RosterStoreContract.ALL)
        .data()
        .getFirst();
  }

  private ClassEnrollment enrollment(Fixtures s, User student) {
    return stores()
        .roster()
        .findClassEnrollments(s.schoolId(), RosterStoreContract.ALL)
        .data()
        .stream()
        .filter(link -> link.studentId().equals(student.id()))
        .findFirst()
        .orElseThrow();
  }
}
