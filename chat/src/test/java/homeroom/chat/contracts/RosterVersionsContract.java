// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of stores that tell whose roster was changed. */
public interface RosterVersionsContract extends StoresContract {

  @Test
  default void aChangeGivesItsSchoolAnotherVersionAndNoOther() {
    Fixtures s = school();
    Fixtures other = school();
    User user = s.newUser(Role.STUDENT, "Uma");
    SchoolClass schoolClass = s.newClass("5E");
    ClassTeacher teacher = s.teaches(s.tom, schoolClass);
    ClassEnrollment enrollment = s.attends(s.cleo, schoolClass);
    List<RosterChange> changes =
        List.of(
            new RosterChange.UpdateSchool(s.school),
            new RosterChange.AddUser(user, "hash"),
            new RosterChange.UpdateUser(user),
            new RosterChange.AddClass(schoolClass),
            new RosterChange.UpdateClass(schoolClass),
            new RosterChange.AddTeacher(teacher),
            new RosterChange.Enroll(enrollment),
            new RosterChange.RemoveTeacher(teacher),
            new RosterChange.Unenroll(enrollment));
    RosterVersions before = stores().roster().versions();
    for (RosterChange change : changes) {
      assertThat(secondStores().roster().apply(List.of(change)))
          .isEqualTo(new RosterResult.Applied());
      RosterVersions after = stores().roster().versions();
      assertThat(after.all()).as("%s", change).isNotEqualTo(before.all());
      assertThat(after.concernAllSince(before)).as("%s", change).isFalse();
      assertThat(after.changedSince(before)).as("%s", change).containsExactly(s.schoolId());
      assertThat(after.of(s.schoolId())).isNotEqualTo(before.of(s.schoolId()));
      assertThat(after.of(other.schoolId())).isEqualTo(before.of(other.schoolId()));
      before = after;
    }
    assertThat(stores().roster().versions()).isEqualTo(before);
    assertThat(stores().roster().version()).isEqualTo(before.all());
  }

  @Test
  default void whatIsRefusedAndAnotherHashOfAPasswordGiveNoneAnother() {
    Fixtures s = school();
    RosterStore roster = stores().roster();
    RosterVersions before = roster.versions();
    roster.apply(
        List.of(
            new RosterChange.AddUser(s.newUser(Role.STUDENT, "Uma"), ""),
            new RosterChange.AddUser(s.ada, "")));
    Credentials known = roster.credentials(Fixtures.email(s.ada)).orElseThrow();
    assertThat(roster.replaceHash(known, "better-hash")).isTrue();
    assertThat(roster.versions()).isEqualTo(before);
  }
}
