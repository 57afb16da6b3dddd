// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.roster.AdminGuard;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Root and Rita, the admins of the files: whatever takes them, one who can sign in stays. */
class ImportedAdminsTest {

  private static final Place HERE = new Place("users.csv", 2);

  private final SchoolDay day = new SchoolDay();
  private final RosterImports imports = day.chat.imports();

  /** As a command has it. */
  private final AdminGuard guard = day.elsewhere.adminGuard();

  @BeforeEach
  void bothComeFromFiles() {
    bringIn(admins(day.root, day.rita));
  }

  @Test
  void anImportAndSomebodyElseDoNotBothTakeALastAdmin() {
    DesiredRoster one = admins(day.rita);
    RosterPlan plan = plan(one);
    assertThat(plan.errors()).isEmpty();
    RefusalCode refused = guard.leave(day.hill, day.rita.id(), before -> refusal(apply(plan, one)));
    assertThat(refused).isEqualTo(RefusalCode.LAST_ADMIN);
    assertThat(day.chat.rosterStore().admins(day.hill)).hasSize(2);
    assertThat(leaving()).as("nobody goes with the one that was refused").isEmpty();
    assertThat(apply(plan, one)).isInstanceOf(Outcome.Done.class);
    assertThat(leaving()).as("it is current").containsExactly(day.root.id());
    imports.takeUp(ImportProgress.NONE);
    assertThat(leaving()).as("it is in the rows").isEmpty();
  }

  @Test
  void whoIsTakenByMistakeIsBackWithTheNextFiles() {
    bringIn(admins(day.rita));
    bringIn(admins(day.root));
    bringIn(admins(day.rita));
    assertThat(day.chat.rosterStore().admins(day.hill)).containsExactly(day.rita.id());
  }

  @Test
  void whileItIsBroughtInWhomItTakesIsNotTheOneWhoStays() {
    DesiredRoster one = admins(day.rita);
    assertThat(apply(plan(one), one)).isInstanceOf(Outcome.Done.class);
    day.stores.beforeNext(
        "bringIn",
        () -> {
          assertThat(day.elsewhere.roster().admins(day.hill)).as("the rows").hasSize(2);
          assertThat(leaving()).containsExactly(day.root.id());
        });
    day.stores.failNext("finish", When.BEFORE);
    assertThatThrownBy(() -> imports.takeUp(ImportProgress.NONE))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(leaving()).containsExactly(day.root.id());
    imports.takeUp(ImportProgress.NONE);
    assertThat(leaving()).isEmpty();
  }

  @Test
  void whoIsTakenByHandMeanwhileIsLeavingOnlyOnceItIsIn() throws InterruptedException {
    DesiredRoster more =
        roster(
            List.of(
                person("1", true, "Root", day.root.email()),
                person("2", true, "Rita", day.rita.email()),
                person("3", false, "Uta", null)));
    assertThat(apply(plan(more), more)).isInstanceOf(Outcome.Done.class);
    var byHand =
        new Thread(() -> day.chat.userRegistrar().deactivate(day.by(day.rita), day.root.id()));
    day.stores.beforeNext(
        "bringIn",
        () -> {
          byHand.start();
          while (byHand.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          assertThat(leaving()).as("that could be over before Root is none any more").isEmpty();
        });
    imports.takeUp(ImportProgress.NONE);
    byHand.join();
    assertThat(day.chat.rosterStore().admins(day.hill)).containsExactly(day.rita.id());
    assertThat(leaving()).isEmpty();
  }

  @Test
  void anAdminWhoCannotSignInIsNotTheOneWhoStays() {
    day.change(new RosterChange.SetPassword(day.hill, day.rita.id(), ""));
    DesiredRoster one = admins(day.rita);
    assertThat(refusal(apply(plan(one), one))).isEqualTo(RefusalCode.LAST_ADMIN);
    assertThat(leaving()).isEmpty();
    day.provided.add(day.rita.id());
    bringIn(one);
    assertThat(day.chat.rosterStore().admins(day.hill)).containsExactly(day.rita.id());
  }

  @Test
  void whoBecomesAnAdminWithTheFilesIsTheOneIfTheyCanSignIn() {
    day.change(new RosterChange.SetPassword(day.hill, day.tina.id(), ""));
    DesiredRoster tina = roster(List.of(person("3", true, "Tina", day.tina.email())));
    assertThat(refusal(apply(plan(tina), tina))).isEqualTo(RefusalCode.LAST_ADMIN);
    bringIn(roster(List.of(person("4", true, "Tom", day.tom.email()))));
    assertThat(day.chat.rosterStore().admins(day.hill)).containsExactly(day.tom.id());
  }

  @Test
  void whoComesNewWithTheFilesIsTheOneWhoeverGoes() {
    bringIn(roster(List.of(person("3", true, "Uta", null))));
    assertThat(day.chat.rosterStore().admins(day.hill))
        .hasSize(1)
        .doesNotContain(day.root.id(), day.rita.id());
  }

  @Test
  void whomOneThatIsDroppedMeanwhileWasToTakeStays() {
    DesiredRoster one = admins(day.rita);
    RosterPlan plan = plan(one);
    day.stores.beforeNext("makeCurrent", () -> day.elsewhere.rosterImports().drop(staged(plan)));
    Outcome<RosterImport> refused = apply("taking", plan, one);
    assertThat(refusal(refused)).isEqualTo(RefusalCode.ROSTER_CHANGED);
    assertThat(((Outcome.Refused<RosterImport>) refused).refusal().message())
        .as("neither files nor roster changed")
        .startsWith("Another import of the school");
    assertThat(leaving()).isEmpty();
  }

  @Test
  void whereAProcessEndsInBetweenTheNextImportGoesOn() {
    DesiredRoster one = admins(day.rita);
    day.stores.failNext("makeCurrent", When.BEFORE);
    assertThatThrownBy(() -> apply(plan(one), one)).isInstanceOf(StoreUnavailable.class);
    assertThat(leaving()).as("it may become current yet").containsExactly(day.root.id());
    bringIn(admins(day.root));
    assertThat(leaving()).isEmpty();
    day.stores.failNext("makeCurrent", When.AFTER);
    DesiredRoster other = admins(day.rita);
    assertThatThrownBy(() -> apply(plan(other), other)).isInstanceOf(StoreUnavailable.class);
    assertThat(leaving()).as("it did").containsExactly(day.root.id());
    imports.takeUp(ImportProgress.NONE);
    assertThat(leaving()).isEmpty();
  }

  /** The import of the plan, which is called so. */
  private String staged(RosterPlan plan) {
    assertThat(imports.find(plan.school().id(), "taking")).isPresent();
    return "taking";
  }

  /** Who leaves, as somebody has it who leaves now. */
  private Set<UserId> leaving() {
    return guard.leave(day.hill, new UserId("somebody"), before -> before);
  }

  /**
   * Root and Rita as the files have them: those who are admins, and a teacher each of the others.
   */
  private DesiredRoster admins(User... admins) {
    Set<User> those = Set.of(admins);
    return roster(
        List.of(
            person("1", those.contains(day.root), "Root", day.root.email()),
            person("2", those.contains(day.rita), "Rita", day.rita.email())));
  }

  private static DesiredRoster roster(List<DesiredPerson> people) {
    return new DesiredRoster(
        "files",
        DesiredRoster.Of.all(people),
        DesiredRoster.Of.nothing(),
        DesiredRoster.Of.nothing(),
        List.of());
  }

  private static DesiredPerson person(
      String key, boolean admin, String name, @Nullable String email) {
    return new DesiredPerson(
        key,
        admin ? Role.ADMIN : Role.TEACHER,
        name,
        email,
        email == null ? "user" + key : null,
        true,
        List.of(),
        List.of(),
        HERE);
  }

  private void bringIn(DesiredRoster roster) {
    assertThat(apply(plan(roster), roster)).isInstanceOf(Outcome.Done.class);
    assertThat(imports.takeUp(ImportProgress.NONE)).isTrue();
  }

  private RosterPlan plan(DesiredRoster roster) {
    return imports.plan(day.chat.roster().school(day.hill).orElseThrow(), roster);
  }

  private Outcome<RosterImport> apply(RosterPlan plan, DesiredRoster roster) {
    return imports.apply(plan, roster, AuditActor.OPERATOR, true, ImportProgress.NONE);
  }

  private Outcome<RosterImport> apply(String id, RosterPlan plan, DesiredRoster roster) {
    return imports.apply(id, plan, roster, AuditActor.OPERATOR, true, ImportProgress.NONE);
  }

  private static RefusalCode refusal(Outcome<RosterImport> outcome) {
    return ((Outcome.Refused<RosterImport>) outcome).refusal().code();
  }
}
