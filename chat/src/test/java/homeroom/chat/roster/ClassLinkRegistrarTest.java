// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who puts people into classes and takes them out. */
class ClassLinkRegistrarTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void anAdminEnrolsAStudentAndTakesThemOut() {
    ClassEnrollment link = done(enroll(day.root, day.class7b, day.dan));
    assertThat(day.chat.roster().members(day.hill, day.class7b.id()).students())
        .contains(day.dan.id());
    done(day.chat.classLinkRegistrar().unenroll(day.by(day.root), link.id()));
    assertThat(day.chat.roster().members(day.hill, day.class7b.id()).students())
        .doesNotContain(day.dan.id());
  }

  @Test
  void anAdminHasATeacherTeachAClassAndNotAnyMore() {
    ClassTeacher link = done(addTeacher(day.root, day.class7b, day.tina));
    assertThat(day.chat.roster().members(day.hill, day.class7b.id()).teachers())
        .contains(day.tina.id());
    done(day.chat.classLinkRegistrar().removeTeacher(day.by(day.root), link.id()));
    assertThat(day.chat.roster().members(day.hill, day.class7b.id()).teachers())
        .doesNotContain(day.tina.id());
  }

  @Test
  void nobodyElseDoes() {
    for (User other : List.of(day.tom, day.ada)) {
      assertThat(code(enroll(other, day.class7b, day.dan))).isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(code(addTeacher(other, day.class7b, day.tina))).isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(code(day.chat.classLinkRegistrar().unenroll(day.by(other), "bob-7b")))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(code(day.chat.classLinkRegistrar().removeTeacher(day.by(other), "tom-7b")))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
    }
  }

  @Test
  void onlyStudentsAttendAndOnlyTeachersTeach() {
    Refusal noStudent = refused(enroll(day.root, day.class7b, day.tina));
    assertThat(noStudent.code()).isEqualTo(RefusalCode.NOT_A_STUDENT);
    assertThat(noStudent.fields()).containsOnlyKeys("studentId");
    Refusal noTeacher = refused(addTeacher(day.root, day.class7b, day.dan));
    assertThat(noTeacher.code()).isEqualTo(RefusalCode.NOT_A_TEACHER);
    assertThat(noTeacher.fields()).containsOnlyKeys("teacherId");
    assertThat(code(addTeacher(day.root, day.class7b, day.rita)))
        .isEqualTo(RefusalCode.NOT_A_TEACHER);
  }

  @Test
  void nobodyIsInAClassTwice() {
    assertThat(refused(enroll(day.root, day.class7b, day.ada)).kind())
        .isEqualTo(Refusal.Kind.CONFLICT);
    assertThat(refused(addTeacher(day.root, day.class7b, day.tom)).kind())
        .isEqualTo(Refusal.Kind.CONFLICT);
  }

  @Test
  void whatIsAnotherSchoolsOrArchivedIsNotThere() {
    assertThat(refused(enroll(day.root, day.class5c, day.dan)))
        .isEqualTo(Refusal.notFound(RefusalCode.CLASS_NOT_FOUND, "5c"));
    assertThat(refused(enroll(day.root, day.class7b, day.eve)))
        .isEqualTo(Refusal.notFound(RefusalCode.USER_NOT_FOUND, "eve"));
    day.setArchived(day.class7b, true);
    assertThat(refused(enroll(day.root, day.class7b, day.dan)))
        .isEqualTo(Refusal.notFound(RefusalCode.CLASS_NOT_FOUND, "7b"));
  }

  @Test
  void aLinkOfAnotherSchoolIsNotTakenAway() {
    assertThat(refused(day.chat.classLinkRegistrar().unenroll(day.by(day.olga), "bob-7b")).kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(
            refused(day.chat.classLinkRegistrar().removeTeacher(day.by(day.olga), "tom-7b")).kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(day.chat.roster().members(day.hill, day.class7b.id()).all()).hasSize(3);
  }

  @Test
  void thePeopleOfTheClassTheAdminsAndWhoeverItIsAboutAreTold() {
    var enrolled = new RosterEvent.Enrolled(done(enroll(day.root, day.class7b, day.dan)));
    for (User one : List.of(day.tom, day.ada, day.bob, day.dan, day.root, day.rita)) {
      assertThat(day.events(one)).contains(enrolled);
    }
    for (User other : List.of(day.cleo, day.tina, day.olga)) {
      assertThat(day.events(other)).isEmpty();
    }
    done(day.chat.classLinkRegistrar().unenroll(day.by(day.root), enrolled.enrollment().id()));
    assertThat(day.events(day.dan)).contains(new RosterEvent.Unenrolled(enrolled.enrollment()));
    assertThat(day.events(day.ada)).contains(new RosterEvent.Unenrolled(enrolled.enrollment()));
  }

  private Outcome<ClassEnrollment> enroll(User by, SchoolClass into, User student) {
    return day.chat.classLinkRegistrar().enroll(day.by(by), into.id(), student.id());
  }

  private Outcome<ClassTeacher> addTeacher(User by, SchoolClass of, User teacher) {
    return day.chat.classLinkRegistrar().addTeacher(day.by(by), of.id(), teacher.id());
  }
}
