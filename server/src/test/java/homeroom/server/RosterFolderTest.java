// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditLimits;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.imports.VersionedRosterStore;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.chat.school.UserId;
import homeroom.rosterfiles.RosterFileLimits;
import homeroom.rosterfiles.RosterFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A nightly export into a folder just works, and a broken one changes nothing. */
class RosterFolderTest {

  private static final String HEADER = "name,role,email,username,classes\n";

  @TempDir Path directory;

  private final FailingStores stores = new FailingStores(new InMemoryStores());
  private final Fixtures school = Fixtures.in(stores);
  private final Clock clock = Clock.fixed(Fixtures.NOW, ZoneOffset.UTC);
  private final RosterImports imports =
      new RosterImports(
          new VersionedRosterStore(stores.roster()),
          stores.rosterImports(),
          new SchoolAdmins(stores.roster(), _ -> false, stores.adminGuard()),
          stores.audit(),
          () -> {},
          one -> ZoneOffset.UTC,
          clock,
          new TimeOrderedIds(clock, new SecureRandom()));

  @Test
  void whatStaysTheSameFromOneLookToTheNextBecomesTheRoster() throws IOException {
    RosterFolder folder = folder();
    put(HEADER + "Uwe,student,,uwe,5A\n");
    assertThat(look(folder)).isFalse();
    put(HEADER + "Uwe,student,,uwe,5A\nUte,student,,ute,5A\n");
    assertThat(look(folder)).isFalse();
    assertThat(look(folder)).isTrue();
    assertThat(names()).contains("Uwe", "Ute");
    assertThat(look(folder)).isFalse();
    assertThat(entries().getLast().event().actor().text()).isEqualTo("(roster folder)");
  }

  @Test
  void aBrokenFileChangesNothingAndIsToldToTheAdminsOnce() throws IOException {
    RosterFolder folder = folder();
    put(HEADER + "Uwe,pupil,,uwe,5A\n");
    for (int i = 0; i < 4; i++) {
      assertThat(look(folder)).isFalse();
    }
    assertThat(names()).doesNotContain("Uwe");
    assertThat(entries()).hasSize(1);
    assertThat(entries().getLast().event().action()).isEqualTo("roster.import-failed");
    assertThat(entries().getLast().event().detail())
        .startsWith("people.csv, line 2, role: 'pupil'");
  }

  @Test
  void halfAnExportDeactivatesNobody() throws IOException {
    RosterFolder folder = folder();
    put(HEADER + "Uwe,student,,uwe,5A\nUte,student,,ute,5A\n");
    look(folder);
    assertThat(look(folder)).isTrue();
    put(HEADER + "Uwe,student,,uwe,5A\n");
    look(folder);
    assertThat(look(folder)).isFalse();
    assertThat(entries().getLast().event().detail()).contains("would be deactivated");
  }

  @Test
  void anExportThatMetAStoreThatIsAwayIsTakenAtTheNextLook() throws IOException {
    RosterFolder folder = folder();
    put(HEADER + "Uwe,student,,uwe,5A\n");
    look(folder);
    stores.failNext("makeCurrent", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> look(folder)).isInstanceOf(StoreUnavailable.class);
    assertThat(names()).doesNotContain("Uwe");
    assertThat(look(folder)).isTrue();
    assertThat(names()).contains("Uwe");
  }

  @Test
  void anExportThatMetAChangeOfTheRosterIsTakenAtTheNextLook() throws IOException {
    RosterFolder folder = folder();
    put(HEADER + "Uwe,student,uwe@hill.example,,5A\n");
    look(folder);
    stores.beforeNext("begin", () -> addByHand("uwe@hill.example"));
    assertThat(look(folder)).isFalse();
    assertThat(entries()).isEmpty();
    assertThat(look(folder)).isTrue();
    assertThat(names()).contains("Uwe");
  }

  @Test
  void anExportThatMetAnotherAdminWhoLeavesIsToldOnceAndTakenLater() throws IOException {
    RosterFolder folder = folder();
    anAdminOfTheFilesIsToGo(folder);
    stores
        .adminGuard()
        .leave(
            school.schoolId(),
            school.root.id(),
            before -> {
              for (int i = 0; i < 4; i++) {
                assertThat(look(folder)).isFalse();
              }
              return before;
            });
    assertThat(entries()).hasSize(2);
    assertThat(entries().getLast().event().action()).isEqualTo("roster.import-failed");
    assertThat(entries().getLast().event().detail())
        .startsWith("It would leave the school without")
        .endsWith("tried again by themselves.");
    assertThat(adminsWithin(folder, 4)).containsExactly(school.root.id());
    assertThat(entries()).hasSize(3);
  }

  @Test
  void anExportThatWaitsForAPasswordIsTriedEveryFewMinutesAndToldOnce() throws IOException {
    RosterFolder folder = folder();
    anAdminOfTheFilesIsToGo(folder);
    school.apply(new RosterChange.SetPassword(school.schoolId(), school.root.id(), ""));
    stores.calls().clear();
    for (int i = 0; i < 3 * 60; i++) {
      assertThat(look(folder)).isFalse();
    }
    assertThat(stores.calls().stream().filter("begin"::equals)).hasSizeBetween(12, 17);
    assertThat(entries()).hasSize(2);
    school.apply(new RosterChange.SetPassword(school.schoolId(), school.root.id(), "hash"));
    assertThat(adminsWithin(folder, 15)).containsExactly(school.root.id());
    assertThat(entries()).hasSize(3);
  }

  @Test
  void otherFilesThatWouldLeaveNoAdminAreToldAgain() throws IOException {
    RosterFolder folder = folder();
    anAdminOfTheFilesIsToGo(folder);
    school.apply(new RosterChange.SetPassword(school.schoolId(), school.root.id(), ""));
    look(folder);
    put(HEADER + "Anna,teacher,anna@hill.example,,\nUwe,student,,uwe,5A\n");
    look(folder);
    look(folder);
    assertThat(entries()).hasSize(3);
    put(HEADER + "Anna,admin,anna@hill.example,,\nUwe,student,,uwe,5A\n");
    look(folder);
    assertThat(look(folder)).isTrue();
  }

  /** Who is an admin once it was looked so often; it was taken at one of the looks. */
  private Set<UserId> adminsWithin(RosterFolder folder, int looks) {
    boolean any = false;
    for (int i = 0; i < looks; i++) {
      any |= look(folder);
    }
    assertThat(any).isTrue();
    return stores.roster().admins(school.schoolId());
  }

  /** Root stays; what the files are now is taken at the next look. */
  private void anAdminOfTheFilesIsToGo(RosterFolder folder) throws IOException {
    put(HEADER + "Anna,admin,anna@hill.example,,\n");
    look(folder);
    assertThat(look(folder)).isTrue();
    assertThat(stores.roster().admins(school.schoolId())).hasSize(2);
    put(HEADER + "Anna,teacher,anna@hill.example,,\n");
    assertThat(look(folder)).isFalse();
  }

  @Test
  void aFolderThatIsAwayForAWhileIsToldOnceAndThenReadAgain() throws IOException {
    RosterFolder folder = folder();
    Files.delete(directory);
    for (int i = 0; i < 3; i++) {
      assertThat(look(folder)).isFalse();
    }
    assertThat(entries()).hasSize(1);
    assertThat(entries().getLast().event().detail()).startsWith("The files cannot be read");
    Files.createDirectory(directory);
    put(HEADER + "Uwe,student,,uwe,5A\n");
    look(folder);
    assertThat(look(folder)).isTrue();
  }

  @Test
  void eachSchoolHasAFolderOfItsName() throws IOException {
    Path own = Files.createDirectory(directory.resolve(school.school.name()));
    Files.writeString(own.resolve("people.csv"), HEADER + "Uwe,student,,uwe,5A\n");
    RosterFolder folder = folder();
    look(folder);
    assertThat(look(folder)).isTrue();
  }

  @Test
  void aSchoolWhoseNameNoFolderCanHaveHoldsUpNoOther() throws IOException {
    Path own = Files.createDirectory(directory.resolve(school.school.name()));
    Files.writeString(own.resolve("people.csv"), HEADER + "Uwe,student,,uwe,5A\n");
    var odd = new School(new SchoolId("odd"), "\0", SchoolSettings.DEFAULT, Fixtures.NOW);
    RosterFolder folder = folder();
    assertThat(folder.look(List.of(odd, school.school))).isFalse();
    assertThat(folder.look(List.of(odd, school.school))).isTrue();
    assertThat(stores.audit().entries(AuditChain.of(odd.id()), 0, 100)).hasSize(1);
  }

  private void addByHand(String email) {
    var somebody =
        new User(
            new UserId("by-hand"),
            school.schoolId(),
            Role.STUDENT,
            "Somebody",
            email,
            true,
            Fixtures.NOW,
            Fixtures.NOW);
    school.apply(new RosterChange.AddUser(somebody, "hash"));
  }

  private RosterFolder folder() {
    return new RosterFolder(
        directory,
        new RosterFiles(RosterFileLimits.DEFAULT),
        imports,
        new Audit(stores.audit(), clock, AuditLimits.DEFAULT));
  }

  private boolean look(RosterFolder folder) {
    boolean any = folder.look(List.of(school.school));
    var _ = imports.takeUp(ImportProgress.NONE);
    return any;
  }

  private void put(String text) throws IOException {
    Files.writeString(directory.resolve("people.csv"), text);
  }

  private List<String> names() {
    return stores.roster().people(school.schoolId()).stream().map(User::name).toList();
  }

  private List<AuditEntry> entries() {
    return stores.audit().entries(AuditChain.of(school.schoolId()), 0, 100);
  }
}
