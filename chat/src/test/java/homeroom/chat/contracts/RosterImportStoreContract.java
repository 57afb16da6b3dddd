// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.imports.EntryChange;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImport.State;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of imports does. */
public interface RosterImportStoreContract extends StoresContract {

  @Test
  default void anImportBecomesCurrentOnceAndIsSeenByEveryProcess() {
    Fixtures school = school();
    RosterImportStore store = stores().rosterImports();
    RosterImport begun = StagedImports.of(school, 2);
    store.begin(begun);
    store.stage(begun.id(), 0, List.of("one\ttwo\n", "not yet"));
    store.stage(begun.id(), 1, List.of(""));
    assertThat(currentOf(school)).isEmpty();
    assertThat(store.makeCurrent(begun.id(), StagedImports.event(begun))).isTrue();
    assertThat(store.makeCurrent(begun.id(), StagedImports.event(begun))).isFalse();
    RosterImportStore other = secondStores().rosterImports();
    assertThat(currentOf(school)).extracting(RosterImport::id).containsExactly(begun.id());
    assertThat(other.batch(begun.id(), 0)).contains("one\ttwo\n");
    assertThat(other.batch(begun.id(), 1)).contains("");
    assertThat(other.batch(begun.id(), 2)).isEmpty();
    assertThat(stores().audit().newest(school.schoolId(), 9)).hasSize(1);
  }

  @Test
  default void whatIsDoneIsNotCurrentAnyMoreAndKeepsNoBatches() {
    Fixtures school = school();
    RosterImportStore store = stores().rosterImports();
    RosterImport begun = current(school);
    store.advance(begun.id(), 1);
    assertThat(currentOf(school)).extracting(RosterImport::done).containsExactly(1);
    long version = stores().roster().versions().of(school.schoolId());
    store.finish(begun.id());
    assertThat(stores().roster().versions().of(school.schoolId())).isNotEqualTo(version);
    assertThat(currentOf(school)).isEmpty();
    assertThat(store.batch(begun.id(), 0)).isEmpty();
    RosterImport done = store.find(school.schoolId(), begun.id()).orElseThrow();
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.done()).isEqualTo(done.batches());
    assertThat(done.counts()).isEqualTo(begun.counts());
    assertThat(done.actor()).isEqualTo(begun.actor());
    assertThat(store.latest(school.schoolId(), 9)).containsExactly(done);
    assertThat(store.find(school().schoolId(), begun.id())).isEmpty();
  }

  @Test
  default void ofOneSchoolOneAtATimeIsCurrent() {
    Fixtures school = school();
    RosterImportStore store = stores().rosterImports();
    RosterImport first = current(school);
    RosterImport second = StagedImports.of(school, 1);
    store.begin(second);
    assertThat(store.makeCurrent(second.id(), StagedImports.event(second))).isFalse();
    current(school());
    store.finish(first.id());
    assertThat(store.makeCurrent(second.id(), StagedImports.event(second))).isTrue();
    store.finish(second.id());
    assertThat(store.latest(school.schoolId(), 1)).hasSize(1);
  }

  @Test
  default void whoBringsItInDoesSoUntilItIsDone() {
    Fixtures school = school();
    RosterImportStore store = stores().rosterImports();
    RosterImport staged = StagedImports.of(school, 1);
    store.begin(staged);
    assertThat(store.takesTurn(staged.id(), "one")).isFalse();
    RosterImport one = current(school);
    assertThat(store.takesTurn(one.id(), "one")).isTrue();
    store.advance(one.id(), 1);
    assertThat(secondStores().rosterImports().takesTurn(one.id(), "one")).isTrue();
    store.finish(one.id());
    assertThat(store.takesTurn(one.id(), "one")).isFalse();
    assertThat(store.takesTurn("nothing", "one")).isFalse();
  }

  @Test
  default void whatNeverBecameCurrentIsDropped() {
    Fixtures school = school();
    RosterImportStore store = stores().rosterImports();
    RosterImport first = StagedImports.of(school, 1);
    store.begin(first);
    store.stage(first.id(), 0, List.of("batch"));
    RosterImport second = StagedImports.of(school, 1);
    store.begin(second);
    assertThat(store.batch(first.id(), 0)).isEmpty();
    assertThat(store.makeCurrent(first.id(), StagedImports.event(first))).isFalse();
    store.stage(second.id(), 0, List.of("batch"));
    store.drop(second.id());
    assertThat(store.batch(second.id(), 0)).isEmpty();
    assertThat(store.find(school.schoolId(), second.id())).isEmpty();
    assertThat(store.latest(school.schoolId(), 9)).isEmpty();
  }

  @Test
  default void keysBelongToASchoolAndASource() {
    Fixtures school = school();
    SchoolId id = school.schoolId();
    RosterImportStore store = stores().rosterImports();
    String longest = "a/".repeat(127) + "b";
    var ada =
        new SourceEntry.Person(longest, school.ada.id(), List.of("{Fed:1}", "x"), List.of("p/1"));
    var days = new Days(LocalDate.of(2026, 8, 1), null);
    var class7b = new SourceEntry.OfClass("7b", school.class7b.id(), days);
    var link =
        new SourceEntry.Link("7b", school.class7b.id(), school.ada.id(), Role.STUDENT, Days.ALWAYS);
    List<EntryChange> put =
        List.of(new EntryChange.Put(ada), new EntryChange.Put(class7b), new EntryChange.Put(link));
    store.keep(id, "one", put);
    store.keep(id, "one", put);
    assertThat(secondStores().rosterImports().entries(id, "one"))
        .containsExactlyInAnyOrder(ada, class7b, link);
    assertThat(store.entries(id, "other")).isEmpty();
    assertThat(store.entries(school().schoolId(), "one")).isEmpty();
    assertThat(store.entries(id, "one", SourceEntry.Kind.SCHOOL_CLASS)).containsExactly(class7b);
    assertThat(store.entries(id, "one", SourceEntry.Kind.LINK, List.of("7b", "8a", longest)))
        .containsExactly(link);
    assertThat(store.entries(id, "one", SourceEntry.Kind.PERSON, List.of(longest)))
        .containsExactly(ada);
    assertThat(store.entries(id, "one", SourceEntry.Kind.PERSON, List.of())).isEmpty();
    assertThat(store.entriesAbout(id, "one", List.of(school.ada.id(), school.bob.id())))
        .containsExactlyInAnyOrder(ada, link);
    assertThat(store.entriesAbout(id, "one", List.of(new UserId(school.class7b.id().value()))))
        .isEmpty();
    assertThat(store.entriesAbout(id, "other", List.of(school.ada.id()))).isEmpty();
    assertThat(store.sources(id)).containsExactly("one");
    assertThat(store.withAccount(id, "{Fed:1}")).containsExactly(school.ada.id());
    assertThat(store.withAccount(id, "x")).containsExactly(school.ada.id());
    for (String none : List.of("{fed:1}", "{Fed:1", "{Fed:1}\nx", "")) {
      assertThat(store.withAccount(id, none)).as(none).isEmpty();
    }
    assertThat(store.withAccount(school().schoolId(), "x")).isEmpty();
    var renamed = new SourceEntry.Person(longest, school.bob.id(), List.of(), List.of());
    store.keep(
        id,
        "one",
        List.of(
            new EntryChange.Put(renamed),
            new EntryChange.Remove(SourceEntry.Kind.LINK, "7b"),
            new EntryChange.Remove(SourceEntry.Kind.PERSON, "nobody")));
    assertThat(store.entries(id, "one")).containsExactlyInAnyOrder(renamed, class7b);
  }

  @Test
  default void everythingOfASchoolIsOfThatSchool() {
    Fixtures school = school();
    school();
    SchoolRoster roster = secondStores().roster().everything(school.schoolId());
    assertThat(roster.users())
        .containsExactlyInAnyOrder(school.tom, school.ada, school.bob, school.cleo, school.root);
    assertThat(roster.classes()).containsExactly(school.class7b);
    assertThat(roster.teachers()).hasSize(1);
    assertThat(roster.enrollments()).hasSize(2);
    assertThat(stores().roster().everything(new SchoolId(Fixtures.id("school"))))
        .isEqualTo(SchoolRoster.EMPTY);
  }

  @Test
  default void everythingOfSomePeopleIsTheirPlacesAndAllClasses() {
    Fixtures school = school();
    Fixtures other = school();
    SchoolRoster some =
        secondStores()
            .roster()
            .everythingOf(school.schoolId(), List.of(school.ada.id(), other.bob.id()));
    assertThat(some.users()).containsExactly(school.ada);
    assertThat(some.classes()).containsExactly(school.class7b);
    assertThat(some.teachers()).isEmpty();
    assertThat(some.enrollments())
        .extracting(link -> link.studentId())
        .containsExactly(school.ada.id());
    assertThat(
            stores().roster().everythingOf(school.schoolId(), List.of(school.tom.id())).teachers())
        .hasSize(1);
    assertThat(stores().roster().everythingOf(school.schoolId(), List.of()).users()).isEmpty();
  }

  private List<RosterImport> currentOf(Fixtures school) {
    return secondStores().rosterImports().current().stream()
        .filter(one -> one.school().equals(school.schoolId()))
        .toList();
  }

  private RosterImport current(Fixtures school) {
    RosterImport begun = StagedImports.of(school, 1);
    stores().rosterImports().begin(begun);
    stores().rosterImports().stage(begun.id(), 0, List.of("batch"));
    assertThat(stores().rosterImports().makeCurrent(begun.id(), StagedImports.event(begun)))
        .isTrue();
    return begun;
  }
}
