// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is read from a roster. */
public interface RosterStoreContract extends StoresContract {

  Query ALL = Query.where(Filter.ALL);

  @Test
  default void aUserIsFoundByIdInWhateverSchool() {
    Fixtures one = school();
    Fixtures other = school();
    assertThat(stores().roster().userById(one.ada.id())).contains(one.ada);
    assertThat(stores().roster().userById(other.ada.id())).contains(other.ada);
    assertThat(stores().roster().userById(new UserId("nobody"))).isEmpty();
  }

  @Test
  default void whoSignsInIsFoundByTheirAddressInAnyCase() {
    Fixtures s = school();
    var ada = new Credentials(s.ada, "hash-of-Ada");
    String email = Fixtures.email(s.ada);
    assertThat(stores().roster().credentials(email)).contains(ada);
    assertThat(stores().roster().credentials(email.toLowerCase(Locale.ROOT))).contains(ada);
    assertThat(stores().roster().credentials(email.toUpperCase(Locale.ROOT))).contains(ada);
    assertThat(stores().roster().credentials("nobody@hill.example")).isEmpty();
  }

  @Test
  default void aHashIsReplacedUnlessThePasswordWasChanged() {
    Fixtures s = school();
    Credentials known = stores().roster().credentials(Fixtures.email(s.ada)).orElseThrow();
    long version = stores().roster().version();
    assertThat(stores().roster().renewsHashes()).isTrue();
    assertThat(stores().roster().replaceHash(known, "better-hash")).isTrue();
    assertThat(stores().roster().credentials(Fixtures.email(s.ada)))
        .contains(new Credentials(s.ada, "better-hash"));
    assertThat(stores().roster().replaceHash(known, "late-hash")).isFalse();
    assertThat(stores().roster().credentials(Fixtures.email(s.ada)))
        .contains(new Credentials(s.ada, "better-hash"));
    assertThat(stores().roster().version()).isEqualTo(version);
  }

  @Test
  default void everySchoolIsListed() {
    Fixtures one = school();
    Fixtures other = school();
    assertThat(stores().roster().schools()).contains(one.school, other.school);
    assertThat(stores().roster().school(one.schoolId())).contains(one.school);
    assertThat(stores().roster().school(new SchoolId("no-school"))).isEmpty();
  }

  @Test
  default void peopleAndClassesAreFoundInTheirSchool() {
    Fixtures s = school();
    assertThat(stores().roster().user(s.schoolId(), s.ada.id())).contains(s.ada);
    assertThat(stores().roster().users(s.schoolId(), List.of(s.ada.id(), s.tom.id())))
        .containsExactlyInAnyOrder(s.ada, s.tom);
    assertThat(stores().roster().users(s.schoolId(), List.of())).isEmpty();
    assertThat(stores().roster().users(s.schoolId(), List.of(new UserId("no"), s.ada.id())))
        .containsExactly(s.ada);
    assertThat(stores().roster().schoolClass(s.schoolId(), s.class7b.id())).contains(s.class7b);
  }

  @Test
  default void allOfASchoolAreListed() {
    Fixtures s = school();
    school();
    SchoolClass early = s.newClass("8A");
    s.apply(new RosterChange.AddClass(early), RosterChanges.archive(s.class7b));
    s.apply(RosterChanges.deactivate(s.bob));
    var roster = stores().roster();
    assertThat(roster.people(s.schoolId()))
        .extracting(User::id)
        .containsExactlyInAnyOrder(s.tom.id(), s.ada.id(), s.bob.id(), s.cleo.id(), s.root.id());
    assertThat(roster.people(s.schoolId())).contains(s.ada);
    assertThat(roster.classes(s.schoolId()))
        .extracting(SchoolClass::id)
        .containsExactly(s.class7b.id(), early.id());
    assertThat(roster.people(new SchoolId("none"))).isEmpty();
    assertThat(roster.classes(new SchoolId("none"))).isEmpty();
  }

  @Test
  default void anotherSchoolSeesNothing() {
    Fixtures s = school();
    SchoolId other = school().schoolId();
    var roster = stores().roster();
    assertThat(roster.user(other, s.ada.id())).isEmpty();
    assertThat(roster.users(other, List.of(s.ada.id()))).isEmpty();
    assertThat(roster.schoolClass(other, s.class7b.id())).isEmpty();
    assertThat(roster.classesTaughtBy(other, s.tom.id())).isEmpty();
    assertThat(roster.classesAttendedBy(other, s.ada.id())).isEmpty();
    assertThat(roster.members(other, s.class7b.id())).isEqualTo(ClassMembers.NONE);
    assertThat(roster.admins(other)).doesNotContain(s.root.id());
    assertThat(roster.findUsers(other, ALL).data()).doesNotContain(s.ada);
    assertThat(roster.findClasses(other, ALL).data()).doesNotContain(s.class7b);
    assertThat(roster.findClassTeachers(other, ALL).data())
        .extracting(ClassTeacher::classId)
        .doesNotContain(s.class7b.id());
    assertThat(roster.findClassEnrollments(other, ALL).data())
        .extracting(ClassEnrollment::classId)
        .doesNotContain(s.class7b.id());
  }

  @Test
  default void classesAreThoseTaughtAndAttended() {
    Fixtures s = school();
    assertThat(taughtBy(s, s.tom)).containsExactly(s.class7b.id());
    assertThat(attendedBy(s, s.ada)).containsExactly(s.class7b.id());
    assertThat(taughtBy(s, s.ada)).isEmpty();
    assertThat(attendedBy(s, s.cleo)).isEmpty();
  }

  @Test
  default void anArchivedClassHasNobodyAndIsNobodys() {
    Fixtures s = school();
    s.apply(RosterChanges.archive(s.class7b));
    assertThat(taughtBy(s, s.tom)).isEmpty();
    assertThat(attendedBy(s, s.ada)).isEmpty();
    assertThat(stores().roster().members(s.schoolId(), s.class7b.id()))
        .isEqualTo(ClassMembers.NONE);
    assertThat(stores().roster().schoolClass(s.schoolId(), s.class7b.id()))
        .hasValueSatisfying(stored -> assertThat(stored.archived()).isTrue());
  }

  @Test
  default void theMembersOfAClassAreItsActivePeople() {
    Fixtures s = school();
    assertThat(stores().roster().members(s.schoolId(), s.class7b.id()))
        .isEqualTo(new ClassMembers(Set.of(s.tom.id()), Set.of(s.ada.id(), s.bob.id())));
    s.apply(RosterChanges.deactivate(s.ada), RosterChanges.deactivate(s.tom));
    assertThat(stores().roster().members(s.schoolId(), s.class7b.id()))
        .isEqualTo(new ClassMembers(Set.of(), Set.of(s.bob.id())));
    assertThat(stores().roster().members(s.schoolId(), new ClassId("no-class")))
        .isEqualTo(ClassMembers.NONE);
  }

  @Test
  default void whoHasAnotherRoleNowIsNotInTheClassAnyMore() {
    Fixtures s = school();
    s.apply(
        RosterChanges.withRole(s.ada, Role.TEACHER), RosterChanges.withRole(s.tom, Role.STUDENT));
    ClassMembers members = stores().roster().members(s.schoolId(), s.class7b.id());
    assertThat(members.teachers()).isEmpty();
    assertThat(members.students()).containsExactly(s.bob.id());
  }

  @Test
  default void theAdminsAreTheActiveOnes() {
    Fixtures s = school();
    assertThat(stores().roster().admins(s.schoolId())).containsExactly(s.root.id());
    s.apply(RosterChanges.deactivate(s.root));
    assertThat(stores().roster().admins(s.schoolId())).isEmpty();
  }

  @Test
  default void usersAreFoundByEachOfTheirFields() {
    Fixtures s = school();
    s.apply(RosterChanges.deactivate(s.cleo));
    assertThat(users(s, Filter.equal("_id", s.ada.id().value()))).containsExactly(s.ada);
    assertThat(users(s, Filter.equal("role", "student"))).contains(s.ada, s.bob).hasSize(3);
    assertThat(users(s, Filter.equal("role", "admin"))).containsExactly(s.root);
    assertThat(users(s, Filter.equal("name", "Tom"))).containsExactly(s.tom);
    assertThat(users(s, Filter.equal("email", Fixtures.email(s.bob)))).containsExactly(s.bob);
    assertThat(users(s, Filter.equal("active", false))).extracting(User::name).contains("Cleo");
    assertThat(users(s, Filter.equal("createdAt", Fixtures.NOW))).hasSize(5);
    assertThat(users(s, Filter.equal("updatedAt", Fixtures.NOW.plusMillis(1)))).isEmpty();
  }

  @Test
  default void anAddressIsSearchedInAnyCase() {
    Fixtures s = school();
    String shout = Fixtures.email(s.bob).toUpperCase(Locale.ROOT);
    assertThat(users(s, Filter.equal("email", shout))).containsExactly(s.bob);
    assertThat(users(s, Filter.in("email", List.of(shout)))).containsExactly(s.bob);
  }

  @Test
  default void anAddressIsOneHoweverItIsWritten() {
    Fixtures s = school();
    User jose = renamed(s.ada, "José", "José@École-" + s.schoolId() + ".example");
    s.apply(new RosterChange.UpdateUser(jose));
    for (String written :
        List.of(
            Fixtures.email(jose),
            Normalizer.normalize(Fixtures.email(jose), Normalizer.Form.NFD),
            "  " + Fixtures.email(jose).toUpperCase(Locale.ROOT) + "\u200b",
            Fixtures.email(jose) + ".",
            "jos\u00e9@" + IDN.toASCII(EmailAddress.key(Fixtures.email(jose)).substring(5)))) {
      assertThat(stores().roster().credentials(written))
          .as(written)
          .map(Credentials::user)
          .contains(jose);
      assertThat(users(s, Filter.equal("email", written))).as(written).containsExactly(jose);
      User second = renamed(s.bob, "Bob", written);
      assertThat(stores().roster().apply(List.of(new RosterChange.UpdateUser(second))))
          .isInstanceOf(RosterResult.Taken.class);
    }
  }

  @Test
  default void namesArePutInOrderAsPeopleDo() {
    Fixtures s = school();
    List<String> names = List.of("Ängela", "Anna", "Élodie", "emil", "Łukasz", "Öznur", "Zoë");
    List<String> shuffled = List.of("Zoë", "emil", "Öznur", "Anna", "Łukasz", "Ängela", "Élodie");
    for (int i = 0; i < shuffled.size(); i++) {
      s.apply(RosterChanges.add(s.newUser(Role.TEACHER, shuffled.get(i))));
      s.apply(RosterChanges.add(s.newClass(shuffled.get(i))));
    }
    for (boolean descending : List.of(false, true)) {
      var query = new Query(Filter.ALL, List.of(new Order("name", descending)), 200, 0);
      List<String> expected = descending ? names.reversed() : names;
      assertThat(stores().roster().findUsers(s.schoolId(), query).data())
          .extracting(User::name)
          .filteredOn(names::contains)
          .isEqualTo(expected);
      assertThat(stores().roster().findClasses(s.schoolId(), query).data())
          .extracting(SchoolClass::code)
          .filteredOn(names::contains)
          .isEqualTo(expected);
    }
  }

  @Test
  default void aNameIsFoundByAPartOfItWithoutAccents() {
    Fixtures s = school();
    User zoe = s.newUser(Role.STUDENT, "Zoë O'Brien-Núñez");
    s.apply(RosterChanges.add(zoe));
    for (String part : List.of("zoe", "Zoë", "brien", "OBRIEN", "nunez", "un")) {
      assertThat(users(s, new Filter.Compare("name", Filter.Operator.CONTAINS, Name.key(part))))
          .as(part)
          .contains(zoe);
    }
    for (String part : List.of("zoo", "***", ".", "((", "\\")) {
      assertThat(users(s, new Filter.Compare("name", Filter.Operator.CONTAINS, Name.key(part))))
          .as(part)
          .isEmpty();
    }
    String apart = Normalizer.normalize(zoe.name(), Normalizer.Form.NFD);
    assertThat(users(s, Filter.equal("name", apart))).containsExactly(zoe);
  }

  private static User renamed(User user, String name, String email) {
    return new User(
        user.id(),
        user.schoolId(),
        user.role(),
        name,
        email,
        true,
        user.createdAt(),
        user.updatedAt());
  }

  @Test
  default void classesAreFoundByEachOfTheirFields() {
    Fixtures s = school();
    SchoolClass archived = s.newClass("8A");
    s.apply(RosterChanges.add(archived), RosterChanges.archive(archived));
    assertThat(classes(s, Filter.ALL)).hasSize(2);
    assertThat(classes(s, Filter.equal("_id", s.class7b.id().value()))).containsExactly(s.class7b);
    assertThat(classes(s, Filter.equal("name", "Class 7B"))).containsExactly(s.class7b);
    assertThat(classes(s, Filter.equal("code", "7B"))).containsExactly(s.class7b);
    assertThat(classes(s, Filter.equal("archived", false))).containsExactly(s.class7b);
    assertThat(classes(s, Filter.equal("createdAt", Fixtures.NOW))).hasSize(2);
    assertThat(classes(s, Filter.equal("updatedAt", Fixtures.NOW))).hasSize(2);
  }

  @Test
  default void linksOfAClassAreFoundByEachOfTheirFields() {
    Fixtures s = school();
    var roster = stores().roster();
    for (Filter filter :
        List.of(
            Filter.equal("classId", s.class7b.id().value()),
            Filter.equal("teacherId", s.tom.id().value()))) {
      assertThat(roster.findClassTeachers(s.schoolId(), Query.where(filter)).data())
          .extracting(ClassTeacher::teacherId)
          .containsExactly(s.tom.id());
    }
    var link =
        roster
            .findClassEnrollments(
                s.schoolId(), Query.where(Filter.equal("studentId", s.ada.id().value())))
            .data()
            .getFirst();
    assertThat(link.classId()).isEqualTo(s.class7b.id());
    assertThat(
            roster
                .findClassEnrollments(s.schoolId(), Query.where(Filter.equal("_id", link.id())))
                .data())
        .containsExactly(link);
  }

  @Test
  default void anUnknownFieldOfTheRosterIsRefused() {
    Fixtures s = school();
    var roster = stores().roster();
    Query wrong = Query.where(Filter.equal("passwordHash", "x"));
    Query wrongSort = new Query(Filter.ALL, List.of(new Order("schoolId", false)), 0, 0);
    for (Query query : List.of(wrong, wrongSort)) {
      assertRefused(() -> roster.findUsers(s.schoolId(), query));
      assertRefused(() -> roster.findClasses(s.schoolId(), query));
      assertRefused(() -> roster.findClassTeachers(s.schoolId(), query));
      assertRefused(() -> roster.findClassEnrollments(s.schoolId(), query));
    }
  }

  @Test
  default void totalsStopAtTheCap() {
    Fixtures s = school();
    var many = new ArrayList<RosterChange>();
    for (int i = 0; i <= Query.MAX_TOTAL; i++) {
      many.add(RosterChanges.add(s.newClass("K" + i)));
    }
    assertThat(stores().roster().apply(many)).isEqualTo(RosterChanges.APPLIED);
    var page = stores().roster().findClasses(s.schoolId(), ALL);
    assertThat(page.total()).isEqualTo(Query.MAX_TOTAL);
    assertThat(page.data()).hasSize(Query.DEFAULT_LIMIT);
    Query end = new Query(Filter.ALL, List.of(), 200, Query.MAX_TOTAL);
    assertThat(stores().roster().findClasses(s.schoolId(), end).total()).isEqualTo(Query.MAX_TOTAL);
    assertThat(stores().roster().findClasses(s.schoolId(), end).data()).hasSize(2);
  }

  private Set<ClassId> taughtBy(Fixtures s, User teacher) {
    return stores().roster().classesTaughtBy(s.schoolId(), teacher.id());
  }

  private Set<ClassId> attendedBy(Fixtures s, User student) {
    return stores().roster().classesAttendedBy(s.schoolId(), student.id());
  }

  private List<User> users(Fixtures s, Filter filter) {
    return stores().roster().findUsers(s.schoolId(), Query.where(filter)).data();
  }

  private List<SchoolClass> classes(Fixtures s, Filter filter) {
    return stores().roster().findClasses(s.schoolId(), Query.where(filter)).data();
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }
}
