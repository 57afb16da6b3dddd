// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rosters that come from files: what they change, and that nobody ever sees half of one. */
class RosterImportsTest {

  private static final Place HERE = new Place("users.csv", 2);

  private final SchoolDay day = new SchoolDay();
  private final RosterImports imports = day.chat.imports();

  @Test
  void aPersonWhoseNameAndAddressChangeStaysTheSamePerson() {
    bringIn(all(List.of(student("1", "Ada Berg", "a@x.example")), List.of(), List.of()));
    User before = named("Ada Berg");
    bringIn(all(List.of(student("1", "Ada Conti", "b@x.example")), List.of(), List.of()));
    User after = named("Ada Conti");
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.email()).isEqualTo("b@x.example");
    assertThat(people().stream().filter(user -> user.name().equals("Ada Berg"))).isEmpty();
  }

  @Test
  void twoOfOneNameAreTwo() {
    bringIn(
        all(
            List.of(student("1", "Ada Berg", null), student("2", "Ada Berg", null)),
            List.of(),
            List.of()));
    assertThat(people().stream().filter(user -> user.name().equals("Ada Berg"))).hasSize(2);
  }

  @Test
  void whoIsMissingInAllIsDeactivatedAndInADeltaIsNot() {
    List<DesiredPerson> two =
        List.of(student("1", "Uwe", "u@x.example"), student("2", "Ute", "v@x.example"));
    bringIn(all(two, List.of(), List.of()));
    bringIn(delta(List.of(student("1", "Uwe B", "u@x.example")), Set.of()));
    assertThat(named("Ute").active()).isTrue();
    bringIn(delta(List.of(), Set.of("1")));
    assertThat(named("Uwe B").active()).isFalse();
    bringIn(all(two.subList(0, 1), List.of(), List.of()));
    assertThat(named("Ute").active()).isFalse();
    assertThat(named("Uwe").active()).isTrue();
  }

  @Test
  void whoWasMadeByHandIsLeftAsTheyAreUntilTheFilesHaveTheirAddress() {
    bringIn(all(List.of(student("1", "Uwe", "u@x.example")), List.of(), List.of()));
    assertThat(day.chat.roster().user(day.hill, day.ada.id())).contains(day.ada);
    bringIn(
        all(
            List.of(student("1", "Uwe", "u@x.example"), student("2", "Ada Berg", day.ada.email())),
            List.of(),
            List.of()));
    assertThat(day.chat.roster().user(day.hill, day.ada.id()).orElseThrow().name())
        .isEqualTo("Ada Berg");
  }

  @Test
  void addressesOfOthersAreErrorsByLine() {
    RosterPlan plan =
        plan(
            all(
                List.of(
                    student("1", "Uwe", "u@x.example"),
                    student("2", "Ute", "U@x.example"),
                    student("3", "Eve", day.eve.email())),
                List.of(),
                List.of()));
    assertThat(plan.errors())
        .extracting(FileError::toString)
        .containsExactly(
            "users.csv, line 2, email: The address U@x.example is that of Uwe already.",
            "users.csv, line 2, email: The address "
                + day.eve.email()
                + " is that of somebody of another school.");
    assertThat(apply(plan, all(List.of(), List.of(), List.of()), true))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void anAddressThatSomebodyGivesUpGoesToSomebodyElseInTheSameImport() {
    bringIn(
        all(
            List.of(student("1", "Uwe", "u@x.example"), student("2", "Ute", "v@x.example")),
            List.of(),
            List.of()));
    bringIn(
        all(
            List.of(
                student("1", "Uwe", "v@x.example"),
                student("2", "Ute", "U@x.example"),
                student("3", "Udo", null)),
            List.of(),
            List.of()));
    assertThat(named("Uwe").email()).isEqualTo("v@x.example");
    assertThat(named("Ute").email()).isEqualTo("U@x.example");
    bringIn(
        all(
            List.of(
                student("1", "Uwe", "w@x.example"),
                student("2", "Ute", "U@x.example"),
                student("3", "Udo", "v@x.example")),
            List.of(),
            List.of()));
    assertThat(named("Udo").email()).isEqualTo("v@x.example");
    assertThat(named("Uwe").email()).isEqualTo("w@x.example");
    assertThat(day.stores.roster().credentials("v@x.example").orElseThrow().user().name())
        .isEqualTo("Udo");
  }

  @Test
  void aRoleChangesThoughNothingElseIsSaidOfThePerson() {
    bringIn(
        all(
            List.of(student("1", "Uwe", "u@x.example"), student("2", "Ute", null)),
            List.of(),
            List.of()));
    DesiredRoster roster = ofRoles(new DesiredRole("1", Role.TEACHER, HERE));
    assertThat(plan(roster).lines())
        .extracting(PlannedChange::text)
        .containsExactly("Uwe (student): role is teacher");
    bringIn(roster);
    assertThat(named("Uwe").role()).isEqualTo(Role.TEACHER);
    assertThat(named("Uwe").email()).isEqualTo("u@x.example");
    assertThat(named("Ute").role()).isEqualTo(Role.STUDENT);
    assertThat(plan(roster).lines()).isEmpty();
  }

  @Test
  void aRoleOfSomebodyWhomNobodyKnowsIsAnError() {
    assertThat(plan(ofRoles(new DesiredRole("9", Role.TEACHER, HERE))).errors())
        .extracting(FileError::toString)
        .containsExactly(
            "users.csv, line 2, userSourcedId: Nobody of the roster is '9'; users.csv has to say"
                + " who that is.");
  }

  private static DesiredRoster ofRoles(DesiredRole... roles) {
    return new DesiredRoster(
        "files",
        DesiredRoster.Of.nothing(),
        List.of(roles),
        DesiredRoster.Of.nothing(),
        DesiredRoster.Of.nothing(),
        List.of());
  }

  @Test
  void userNamesChangeHandsInOneImportToo() {
    bringIn(all(List.of(withName("1", "uwe"), withName("2", "ute")), List.of(), List.of()));
    bringIn(
        all(
            List.of(withName("1", "ute"), withName("2", "UWE"), withName("3", "udo")),
            List.of(),
            List.of()));
    assertThat(named("Person 1").username()).isEqualTo("ute");
    assertThat(named("Person 2").username()).isEqualTo("UWE");
  }

  private static DesiredPerson withName(String key, String username) {
    return new DesiredPerson(
        key, Role.STUDENT, "Person " + key, null, username, true, List.of(), List.of(), HERE);
  }

  @Test
  void classesAndTheirPeopleComeAndGoWithTheirConversations() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    bringIn(roster);
    SchoolClass made = classNamed("Latin");
    var uwe = day.connect(named("Uwe"));
    assertThat(day.chat.conversations().all(day.by(named("Uwe"))))
        .extracting(one -> one.classId())
        .containsExactly(made.id());
    day.forget();
    bringIn(
        new DesiredRoster(
            "files",
            roster.people(),
            roster.classes(),
            DesiredRoster.Of.all(List.of()),
            List.of()));
    day.chat.live().catchUp();
    assertThat(day.told(named("Uwe"))).anyMatch(told -> told.startsWith("removed"));
    assertThat(day.chat.roster().members(day.hill, made.id()).all()).isEmpty();
    day.drop(uwe);
  }

  @Test
  void termsAndEnrolmentsBeginAndEndByThemselves() {
    LocalDate today = LocalDate.ofInstant(day.now(), ZoneOffset.UTC);
    bringIn(
        withClass(
            new Days(today.plusDays(1), today.plusDays(3)),
            new Days(today.plusDays(2), today.plusDays(9))));
    assertThat(classNamed("Latin").archived()).isTrue();
    List<String> days = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      day.setClock(Duration.ofDays(1));
      if (imports.followDays()) {
        imports.takeUp(ImportProgress.NONE);
      }
      SchoolClass latin = classNamed("Latin");
      int there = day.chat.roster().members(day.hill, latin.id()).students().size();
      days.add((latin.archived() ? "archived" : "open") + " " + there);
    }
    assertThat(days).containsExactly("open 0", "open 1", "open 1", "archived 0", "archived 0");
    assertThat(imports.followDays()).isFalse();
  }

  @Test
  void applyingAgainChangesNothing() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    bringIn(roster);
    assertThat(plan(roster).isNothing()).isTrue();
    assertThat(plan(roster).counts()).isEqualTo(ImportCounts.NONE);
  }

  @Test
  void aPlanHasAnotherHashThoughOnlyADateToComeIsAnother() {
    LocalDate later = LocalDate.ofInstant(day.now(), ZoneOffset.UTC).plusDays(30);
    RosterPlan always = plan(withClass(Days.ALWAYS, Days.ALWAYS));
    RosterPlan ending = plan(withClass(Days.ALWAYS, new Days(null, later)));
    assertThat(ending.lines()).isEqualTo(always.lines());
    assertThat(ending.hash()).isNotEqualTo(always.hash());
    assertThat(plan(withClass(Days.ALWAYS, Days.ALWAYS)).hash()).isEqualTo(always.hash());
  }

  @Test
  void aPlanHasAnotherHashThoughOnlyThePersonOfAnEnrolmentToComeIsAnother() {
    var later = new Days(LocalDate.ofInstant(day.now(), ZoneOffset.UTC).plusDays(30), null);
    RosterPlan uwes = plan(comes("1", later));
    RosterPlan udas = plan(comes("3", later));
    assertThat(udas.lines()).isEqualTo(uwes.lines());
    assertThat(udas.hash()).isNotEqualTo(uwes.hash());
    bringIn(comes("1", later));
    assertThat(plan(comes("3", later)).hash()).isNotEqualTo(plan(comes("2", later)).hash());
  }

  private static DesiredRoster comes(String person, Days days) {
    return all(
        List.of(
            student("1", "Uwe", "uwe@x.example"),
            student("2", "Udo", "udo@x.example"),
            student("3", "Uda", "uda@x.example")),
        List.of(new DesiredClass("l", "Latin", "L", Days.ALWAYS, HERE)),
        List.of(new DesiredLink("e1", "l", person, Role.STUDENT, days, HERE)));
  }

  @Test
  void anEnrolmentThatMovesToAnotherPersonTakesTheFirstOneOut() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    bringIn(roster);
    List<DesiredLink> links =
        List.of(new DesiredLink("e1", "l", "3", Role.STUDENT, Days.ALWAYS, HERE));
    var moved =
        new DesiredRoster(
            "files",
            new DesiredRoster.Of<>(
                Extent.CHANGES, List.of(student("3", "Uta", "uta@x.example")), Set.of()),
            DesiredRoster.Of.nothing(),
            new DesiredRoster.Of<>(Extent.CHANGES, links, Set.of()),
            List.of());
    assertThat(plan(moved).counts()).isEqualTo(new ImportCounts(1, 0, 0, 0, 0, 0, 1, 1));
    bringIn(moved);
    assertThat(day.chat.roster().members(day.hill, classNamed("Latin").id()).students())
        .containsExactly(named("Uta").id());
  }

  @Test
  void classesThatAnotherFormatOrSomebodysHandMadeAreNamedBeforeTheyAreThereTwice() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    bringIn(roster);
    assertThat(plan(roster).remarks()).isEmpty();
    var other =
        new DesiredRoster("other", roster.people(), roster.classes(), roster.links(), List.of());
    assertThat(plan(other).remarks())
        .anyMatch(remark -> remark.endsWith("they stay beside the new ones: Latin."));
  }

  @Test
  void moreErrorsThanAnybodyReadsAreCounted() {
    List<DesiredLink> links =
        IntStream.range(0, 1_000)
            .mapToObj(
                i -> new DesiredLink("e" + i, "nowhere", "1", Role.STUDENT, Days.ALWAYS, HERE))
            .toList();
    List<FileError> errors = plan(all(List.of(), List.of(), links)).errors();
    assertThat(errors).hasSize(201);
    assertThat(errors.getFirst().message()).isEqualTo("There is no class 'nowhere' to be in.");
    assertThat(errors.getLast().message()).startsWith("800 more errors are not shown");
    assertThat(errors.getLast().isRest()).isTrue();
  }

  @Test
  void aPlanOfAnOlderRosterIsRefused() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    RosterPlan plan = plan(roster);
    User other =
        new User(
            SchoolDay.person(day.hill, Role.STUDENT, "zoe").id(),
            day.hill,
            Role.STUDENT,
            "Zoe",
            "uwe@x.example",
            true,
            day.now(),
            day.now());
    day.change(new RosterChange.AddUser(other, "hash"));
    assertThat(refusal(apply(plan, roster, true))).isEqualTo(RefusalCode.ROSTER_CHANGED);
    assertThat(imports.latest(day.hill, 9)).isEmpty();
  }

  @Test
  void whatConcernsNobodyInTheFilesDoesNotRefuseThem() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    RosterPlan plan = plan(roster);
    day.setActive(day.dan, false);
    assertThat(apply(plan, roster, true)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void manyDeactivationsAndNoAdminNeedAWord() {
    List<DesiredPerson> three =
        List.of(student("1", "Uwe", null), student("2", "Ute", null), student("3", "Udo", null));
    bringIn(all(three, List.of(), List.of()));
    DesiredRoster fewer = all(three.subList(0, 1), List.of(), List.of());
    RosterPlan plan = plan(fewer);
    assertThat(plan.needsWord()).contains("2 of 11 active people");
    assertThat(refusal(apply(plan, fewer, false))).isEqualTo(RefusalCode.ROSTER_NEEDS_WORD);
    assertThat(apply(plan, fewer, true)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aSchoolKeepsAnActiveAdmin() {
    var admins =
        List.of(
            person("1", Role.ADMIN, "Root", day.root.email()),
            person("2", Role.ADMIN, "Rita", day.rita.email()));
    bringIn(all(admins, List.of(), List.of()));
    DesiredRoster teachers =
        all(
            List.of(
                person("1", Role.TEACHER, "Root", day.root.email()),
                person("2", Role.TEACHER, "Rita", day.rita.email())),
            List.of(),
            List.of());
    RosterPlan plan = plan(teachers);
    assertThat(plan.errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.line()).isPositive();
          assertThat(error.message()).contains("without an active admin");
        });
    assertThat(refusal(apply(plan, teachers, true))).isEqualTo(RefusalCode.ROSTER_INVALID);
    DesiredRoster students = all(List.of(student("3", "Uwe", null)), List.of(), List.of());
    assertThat(plan(students).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.file()).as("it names neither").isEmpty());
    DesiredRoster other =
        all(
            List.of(
                person("1", Role.TEACHER, "Root", day.root.email()),
                person("2", Role.TEACHER, "Rita", day.rita.email()),
                person("3", Role.ADMIN, "Uta", null)),
            List.of(),
            List.of());
    bringIn(other);
    assertThat(day.chat.rosterStore().admins(day.hill)).hasSize(1);
  }

  @Test
  void whileItIsBroughtInEverybodyIsAnsweredFromTheNewRoster() {
    var seen = new ArrayList<String>();
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    assertThat(apply(plan(roster), roster, true)).isInstanceOf(Outcome.Done.class);
    assertThat(people()).noneMatch(user -> user.name().equals("Uwe"));
    day.stores.beforeNext(
        "bringIn",
        () -> {
          User uwe = named("Uwe");
          ClassId latin = classNamed("Latin").id();
          seen.add(uwe.name());
          assertThat(day.chat.roster().members(day.hill, latin).students())
              .containsExactly(uwe.id());
          assertThat(day.chat.roster().classesOf(day.hill, uwe.id(), Role.STUDENT))
              .containsExactly(latin);
          assertThat(day.chat.rosterStore().credentials("UWE@x.example").orElseThrow().user())
              .isEqualTo(uwe);
          assertThat(day.chat.rosterStore().users(day.hill, List.of(uwe.id())))
              .containsExactly(uwe);
          assertThat(day.elsewhere.roster().user(day.hill, uwe.id())).isEmpty();
        });
    imports.takeUp(ImportProgress.NONE);
    assertThat(seen).containsExactly("Uwe");
    assertThat(day.elsewhere.roster().user(day.hill, named("Uwe").id())).isPresent();
  }

  @Test
  void whateverFailsIsTakenUpAgainUntilItIsDone() {
    for (String operation :
        List.of("current", "batch", "bringIn", "keep", "everythingOf", "finish")) {
      for (When when : When.values()) {
        var other = new SchoolDay();
        DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
        RosterImports theirs = other.chat.imports();
        School school = other.chat.roster().school(other.hill).orElseThrow();
        RosterPlan plan = theirs.plan(school, roster);
        theirs.apply(plan, roster, AuditActor.OPERATOR, true, ImportProgress.NONE);
        other.stores.failNext(operation, when);
        assertThatThrownBy(() -> theirs.takeUp(ImportProgress.NONE))
            .as(operation)
            .isInstanceOf(StoreUnavailable.class);
        theirs.takeUp(ImportProgress.NONE);
        assertThat(theirs.plan(school, roster).isNothing()).as(operation).isTrue();
        assertThat(theirs.latest(other.hill, 9))
            .extracting(RosterImport::state)
            .containsExactly(RosterImport.State.DONE);
      }
    }
  }

  @Test
  void aChangeOfAFewReadsNoWholeRoster() {
    bringIn(withClass(Days.ALWAYS, Days.ALWAYS));
    var moved =
        new DesiredRoster(
            "files",
            new DesiredRoster.Of<>(
                Extent.CHANGES, List.of(student("1", "Uwe B", "uwe@x.example")), Set.of("2")),
            DesiredRoster.Of.nothing(),
            new DesiredRoster.Of<>(Extent.CHANGES, List.of(), Set.of("e1")),
            List.of());
    day.stores.calls().clear();
    apply(plan(moved), moved, true);
    imports.takeUp(ImportProgress.NONE);
    assertThat(day.stores.calls()).doesNotContain("everything", "people");
    assertThat(named("Uwe B").active()).isTrue();
    assertThat(named("Udo").active()).isFalse();
    assertThat(day.chat.roster().members(day.hill, classNamed("Latin").id()).all()).isEmpty();
    assertThat(plan(moved).isNothing()).isTrue();
  }

  @Test
  void aClassThatEndsIsShownToEverybodyAtOnce() {
    bringIn(withClass(Days.ALWAYS, Days.ALWAYS));
    User uwe = named("Uwe");
    LocalDate today = LocalDate.ofInstant(day.now(), ZoneOffset.UTC);
    DesiredRoster over = withClass(new Days(null, today.minusDays(1)), Days.ALWAYS);
    apply(plan(over), over, true);
    var seen = new ArrayList<Set<ClassId>>();
    day.stores.beforeNext(
        "bringIn", () -> seen.add(day.chat.rosterStore().classesAttendedBy(day.hill, uwe.id())));
    imports.takeUp(ImportProgress.NONE);
    assertThat(seen).containsExactly(Set.of());
  }

  @Test
  void aBatchThatCannotBeReadAnyMoreHoldsUpNobodyAndIsMadeGoodByTheNextImport() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    for (String unreadable :
        List.of("colour\tblue", "add-user\tu1", "class\t1\tx\tx\ttrue\t?\t?")) {
      var other = new SchoolDay();
      RosterImports theirs = other.chat.imports();
      School school = other.chat.roster().school(other.hill).orElseThrow();
      var made =
          (Outcome.Done<RosterImport>)
              theirs.apply(
                  theirs.plan(school, roster),
                  roster,
                  AuditActor.OPERATOR,
                  true,
                  ImportProgress.NONE);
      other.stores.rosterImports().stage(made.value().id(), 0, List.of(unreadable));
      assertThat(theirs.takeUp(ImportProgress.NONE)).isTrue();
      assertThat(other.audit())
          .extracting(AuditEvent::detail)
          .contains("left out: batch 1 of 2, which cannot be read");
      assertThat(theirs.plan(school, roster).changes()).isNotEmpty();
      theirs.apply(
          theirs.plan(school, roster), roster, AuditActor.OPERATOR, true, ImportProgress.NONE);
      theirs.takeUp(ImportProgress.NONE);
      assertThat(theirs.plan(school, roster).isNothing()).isTrue();
      assertThat(other.chat.rosterStore().everything(other.hill).users())
          .filteredOn(user -> user.name().equals("Uwe"))
          .hasSize(1);
    }
  }

  @Test
  void whatFailsAtOneSchoolKeepsNoOtherWaiting() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    apply(plan(roster), roster, true);
    School dune = imports.school("Dune");
    DesiredRoster theirs = all(List.of(student("1", "Ute", "t@x.example")), List.of(), List.of());
    apply(imports.plan(dune, theirs), theirs, true);
    day.stores.beforeNext(
        "bringIn",
        () -> {
          throw new IllegalStateException("a fault");
        });
    assertThatThrownBy(() -> imports.takeUp(ImportProgress.NONE)).hasMessage("a fault");
    assertThat(imports.latest(dune.id(), 1).getFirst().state()).isEqualTo(RosterImport.State.DONE);
    assertThat(imports.latest(day.hill, 1).getFirst().state())
        .isEqualTo(RosterImport.State.CURRENT);
    assertThat(named("Uwe").active()).isTrue();
    imports.takeUp(ImportProgress.NONE);
    assertThat(imports.latest(day.hill, 1).getFirst().state()).isEqualTo(RosterImport.State.DONE);
  }

  @Test
  void whatAnotherProcessBringsInIsShownUntilItDidAndLeftToIt() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    apply(plan(roster), roster, true);
    RosterImport one = day.elsewhere.rosterImports().current().getFirst();
    assertThat(day.elsewhere.rosterImports().takesTurn(one.id(), "another")).isTrue();
    day.stores.beforeNext(
        "find",
        () -> {
          assertThat(named("Uwe").active()).isTrue();
          day.elsewhere.rosterImports().finish(one.id());
        });
    assertThat(imports.takeUp(ImportProgress.NONE)).isTrue();
    assertThat(people()).noneMatch(user -> user.name().equals("Uwe"));
  }

  @Test
  void whatFailedHereAndAnotherProcessFinishedIsReadFromTheRows() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    apply(plan(roster), roster, true);
    RosterImport one = day.elsewhere.rosterImports().current().getFirst();
    day.stores.failNext("bringIn", When.BEFORE);
    assertThatThrownBy(() -> imports.takeUp(ImportProgress.NONE))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(named("Uwe").active()).isTrue();
    day.elsewhere.rosterImports().finish(one.id());
    assertThat(imports.takeUp(ImportProgress.NONE)).isFalse();
    assertThat(people()).noneMatch(user -> user.name().equals("Uwe"));
  }

  @Test
  void whatIsNotBroughtInIsSaidByImport() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    apply(plan(roster), roster, true);
    RosterImport one = day.elsewhere.rosterImports().current().getFirst();
    assertThat(imports.notBroughtIn()).containsExactly(one.id());
    assertThat(imports.takeUp(ImportProgress.NONE)).isTrue();
    assertThat(imports.notBroughtIn()).isEmpty();
  }

  @Test
  void aDayBeginsForEverySourceOfASchool() {
    LocalDate tomorrow = LocalDate.ofInstant(day.now(), ZoneOffset.UTC).plusDays(1);
    bringIn(withClass(new Days(tomorrow, null), Days.ALWAYS));
    bringIn(
        new DesiredRoster(
            "others",
            DesiredRoster.Of.all(List.of(student("9", "Ida", "ida@x.example"))),
            DesiredRoster.Of.all(
                List.of(new DesiredClass("g", "Greek", "G", new Days(tomorrow, null), HERE))),
            DesiredRoster.Of.nothing(),
            List.of()));
    day.setClock(Duration.ofDays(1));
    for (int source = 0; source < 2; source++) {
      assertThat(imports.followDays()).isTrue();
      imports.takeUp(ImportProgress.NONE);
    }
    assertThat(imports.followDays()).isFalse();
    assertThat(classNamed("Latin").archived()).isFalse();
    assertThat(classNamed("Greek").archived()).isFalse();
  }

  @Test
  void untilTheOneWriteTheOldRosterIsTheRoster() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    RosterPlan plan = plan(roster);
    for (String operation : List.of("begin", "stage")) {
      day.stores.failNext(operation, When.AFTER);
      assertThatThrownBy(() -> apply(plan, roster, true)).isInstanceOf(StoreUnavailable.class);
      assertThat(imports.takeUp(ImportProgress.NONE)).isFalse();
      assertThat(people()).noneMatch(user -> user.name().equals("Uwe"));
    }
    bringIn(roster);
    assertThat(named("Uwe").active()).isTrue();
  }

  @Test
  void whoChangesTheSchoolMeanwhileWaits() throws InterruptedException {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    apply(plan(roster), roster, true);
    var change = new Thread(() -> day.setActive(day.dan, false));
    day.stores.beforeNext(
        "bringIn",
        () -> {
          change.start();
          while (change.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
        });
    imports.takeUp(ImportProgress.NONE);
    change.join();
    assertThat(day.chat.roster().user(day.hill, day.dan.id()).orElseThrow().active()).isFalse();
    assertThat(named("Uwe").active()).isTrue();
  }

  @Test
  void aSchoolThatIsNotThereIsMade() {
    School dune = imports.school("Dune");
    DesiredRoster roster = all(List.of(student("1", "Uwe", "u@x.example")), List.of(), List.of());
    RosterPlan plan = imports.plan(dune, roster);
    assertThat(plan.lines())
        .extracting(PlannedChange::what)
        .contains(PlannedChange.What.SCHOOL_ADDED);
    assertThat(plan.remarks()).anyMatch(remark -> remark.contains("no admin yet"));
    assertThat(plan.hash()).isEqualTo(imports.plan(imports.school("Dune"), roster).hash());
    apply(plan, roster, true);
    imports.takeUp(ImportProgress.NONE);
    assertThat(day.chat.roster().schools()).extracting(School::name).contains("Dune");
  }

  @Test
  void whatItForgetsWhenItIsDoneLeavesRoomToOthersToo() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    assertThat(apply(plan(roster), roster, true)).isInstanceOf(Outcome.Done.class);
    day.stores.calls().clear();
    imports.takeUp(ImportProgress.NONE);
    assertThat(callsSince("finish")).contains("writesOfOthers");
  }

  @Test
  void whatItForgetsWhenItIsDroppedDoesToo() {
    DesiredRoster roster = withClass(Days.ALWAYS, Days.ALWAYS);
    RosterPlan plan = plan(roster);
    day.stores.beforeNext(
        "makeCurrent",
        () ->
            day.elsewhere
                .rosterImports()
                .begin(
                    new RosterImport(
                        "other",
                        day.hill,
                        "files",
                        "",
                        AuditActor.OPERATOR,
                        day.now(),
                        RosterImport.State.STAGED,
                        0,
                        0,
                        ImportCounts.NONE)));
    assertThat(refusal(apply(plan, roster, true))).isEqualTo(RefusalCode.ROSTER_CHANGED);
    assertThat(callsSince("drop")).contains("writesOfOthers");
  }

  /** What was asked of the store from the last such call on. */
  private List<String> callsSince(String operation) {
    List<String> calls = List.copyOf(day.stores.calls());
    return calls.subList(calls.lastIndexOf(operation), calls.size());
  }

  @Test
  void anImportIsInTheAudit() {
    bringIn(withClass(Days.ALWAYS, Days.ALWAYS));
    AuditEvent event = day.audit().getLast();
    assertThat(event.action()).isEqualTo("roster.imported");
    assertThat(event.actor()).isEqualTo(AuditActor.OPERATOR);
    assertThat(event.detail())
        .isEqualTo(
            "files, people: 2 added, 0 changed, 0 deactivated; classes: 1 added, 0 changed, 0"
                + " archived; in classes: 2 come, 0 leave");
  }

  @Test
  void anEnrolmentOfAnotherRoleIsLeftOutAndSaid() {
    DesiredRoster roster =
        new DesiredRoster(
            "files",
            DesiredRoster.Of.all(List.of(person("1", Role.ADMIN, "Uwe", null))),
            DesiredRoster.Of.all(List.of(new DesiredClass("l", "Latin", "L", Days.ALWAYS, HERE))),
            DesiredRoster.Of.all(
                List.of(new DesiredLink("e", "l", "1", Role.TEACHER, Days.ALWAYS, HERE))),
            List.of());
    assertThat(plan(roster).remarks()).anyMatch(remark -> remark.contains("is no teacher"));
    assertThat(plan(roster).counts().enrolled()).isZero();
  }

  private DesiredRoster withClass(Days ofClass, Days ofStudent) {
    return all(
        List.of(
            student("1", "Uwe", "uwe@x.example"),
            person("2", Role.TEACHER, "Udo", "udo@x.example")),
        List.of(new DesiredClass("l", "Latin", "L", ofClass, HERE)),
        List.of(
            new DesiredLink("e1", "l", "1", Role.STUDENT, ofStudent, HERE),
            new DesiredLink("e2", "l", "2", Role.TEACHER, ofStudent, HERE)));
  }

  private static DesiredRoster all(
      List<DesiredPerson> people, List<DesiredClass> classes, List<DesiredLink> links) {
    return new DesiredRoster(
        "files",
        DesiredRoster.Of.all(people),
        DesiredRoster.Of.all(classes),
        DesiredRoster.Of.all(links),
        List.of());
  }

  private static DesiredRoster delta(List<DesiredPerson> people, Set<String> gone) {
    return new DesiredRoster(
        "files",
        new DesiredRoster.Of<>(Extent.CHANGES, people, gone),
        DesiredRoster.Of.nothing(),
        DesiredRoster.Of.nothing(),
        List.of());
  }

  private static DesiredPerson student(String key, String name, @Nullable String email) {
    return person(key, Role.STUDENT, name, email);
  }

  private static DesiredPerson person(String key, Role role, String name, @Nullable String email) {
    return new DesiredPerson(
        key,
        role,
        name,
        email,
        email == null ? "user" + key : null,
        true,
        List.of(),
        List.of(),
        HERE);
  }

  private void bringIn(DesiredRoster roster) {
    assertThat(apply(plan(roster), roster, true)).isInstanceOf(Outcome.Done.class);
    assertThat(imports.takeUp(ImportProgress.NONE)).isTrue();
    day.chat.live().catchUp();
  }

  private RosterPlan plan(DesiredRoster roster) {
    return imports.plan(day.chat.roster().school(day.hill).orElseThrow(), roster);
  }

  private Outcome<RosterImport> apply(RosterPlan plan, DesiredRoster roster, boolean allowed) {
    return imports.apply(plan, roster, AuditActor.OPERATOR, allowed, ImportProgress.NONE);
  }

  private static RefusalCode refusal(Outcome<RosterImport> outcome) {
    return ((Outcome.Refused<RosterImport>) outcome).refusal().code();
  }

  private List<User> people() {
    return day.chat.rosterStore().everything(day.hill).users();
  }

  private User named(String name) {
    return people().stream().filter(user -> user.name().equals(name)).findFirst().orElseThrow();
  }

  private SchoolClass classNamed(String name) {
    return Stream.of(name)
        .flatMap(any ->
            day
                .chat
                .rosterStore()
                .findClasses(day.hill, Query.where(Filter.equal("name", any)))
                .data()
                .stream())
        .findFirst()
        .orElseThrow();
  }
}
