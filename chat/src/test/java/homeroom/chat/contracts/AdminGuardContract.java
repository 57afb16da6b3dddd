// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** How processes on one store keep a school's last admins from leaving at once. */
public interface AdminGuardContract extends StoresContract {

  @Test
  default void whoLeavesKnowsWhoBeganToEarlier() {
    Fixtures s = school();
    Set<UserId> known =
        stores()
            .adminGuard()
            .leave(
                s.schoolId(),
                s.root.id(),
                before -> {
                  assertThat(before).isEmpty();
                  return leaving(s, s.ada.id());
                });
    assertThat(known).containsExactly(s.root.id());
  }

  @Test
  default void whoEndedIsNotAmongThem() {
    Fixtures s = school();
    assertThat(leaving(s, s.root.id())).isEmpty();
    assertThat(leaving(s, s.ada.id())).isEmpty();
  }

  @Test
  default void adminsOfAnotherSchoolAreNotAmongThem() {
    Fixtures s = school();
    Fixtures other = school();
    Set<UserId> known =
        stores()
            .adminGuard()
            .leave(s.schoolId(), s.root.id(), before -> leaving(other, other.root.id()));
    assertThat(known).isEmpty();
  }

  @Test
  default void whoseChangeHasNoKnownOutcomeIsStillLeaving() {
    Fixtures s = school();
    assertThatThrownBy(() ->
            stores()
                .adminGuard()
                .leave(
                    s.schoolId(),
                    s.root.id(),
                    before -> {
                      throw new StoreUnavailable("away", 1000);
                    }))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(leaving(s, s.ada.id())).containsExactly(s.root.id());
  }

  @Test
  default void whomAnImportTakesAreLeavingUntilItIsDone() {
    Fixtures s = school();
    RosterImportStore imports = stores().rosterImports();
    RosterImport taking = StagedImports.begin(stores(), s, 1);
    var guard = stores().adminGuard();
    var both = Set.of(s.root.id(), s.ada.id());
    assertThat(guard.beginToLeave(s.schoolId(), taking.id(), both)).isEmpty();
    assertThat(leaving(s, s.bob.id())).isEqualTo(both);
    assertThat(imports.makeCurrent(taking.id(), StagedImports.event(taking))).isTrue();
    assertThat(leaving(s, s.bob.id())).isEqualTo(both);
    imports.advance(taking.id(), 1);
    assertThat(leaving(s, s.bob.id())).isEqualTo(both);
    imports.finish(taking.id());
    assertThat(leaving(s, s.bob.id())).isEmpty();
  }

  @Test
  default void anImportKnowsWhoBeganToLeaveBesideThoseWhomItTakes() {
    Fixtures s = school();
    RosterImport taking = StagedImports.begin(stores(), s, 1);
    var taken = Set.of(s.root.id(), s.bob.id());
    Set<UserId> known =
        stores()
            .adminGuard()
            .leave(
                s.schoolId(),
                s.ada.id(),
                before ->
                    stores()
                        .adminGuard()
                        .leave(
                            s.schoolId(),
                            s.bob.id(),
                            earlier ->
                                secondStores()
                                    .adminGuard()
                                    .beginToLeave(s.schoolId(), taking.id(), taken)));
    assertThat(known).containsExactly(s.ada.id());
  }

  @Test
  default void whomAnImportThatIsDroppedWasToTakeAreNotLeaving() {
    Fixtures s = school();
    var guard = stores().adminGuard();
    RosterImport first = StagedImports.begin(stores(), s, 1);
    assertThat(guard.beginToLeave(s.schoolId(), first.id(), Set.of(s.root.id()))).isEmpty();
    stores().rosterImports().drop(first.id());
    assertThat(leaving(s, s.bob.id())).isEmpty();
    RosterImport second = StagedImports.begin(stores(), s, 1);
    assertThat(guard.beginToLeave(s.schoolId(), second.id(), Set.of(s.root.id()))).isEmpty();
    RosterImport third = StagedImports.begin(stores(), s, 1);
    assertThat(guard.beginToLeave(s.schoolId(), third.id(), Set.of(s.ada.id()))).isEmpty();
    assertThat(leaving(s, s.bob.id())).containsExactly(s.ada.id());
  }

  @Test
  default void whomAnImportWasToTakeWhenItWasTriedBeforeAreNotLeaving() {
    Fixtures s = school();
    var guard = stores().adminGuard();
    RosterImportStore imports = stores().rosterImports();
    RosterImport one = StagedImports.begin(stores(), s, 1);
    assertThat(guard.beginToLeave(s.schoolId(), one.id(), Set.of(s.root.id()))).isEmpty();
    imports.drop(one.id());
    imports.begin(one);
    assertThat(leaving(s, s.bob.id())).isEmpty();
    assertThat(guard.beginToLeave(s.schoolId(), one.id(), Set.of(s.ada.id()))).isEmpty();
    assertThat(guard.beginToLeave(s.schoolId(), one.id(), Set.of(s.bob.id()))).isEmpty();
    assertThat(leaving(s, s.cleo.id())).containsExactly(s.bob.id());
    assertThat(imports.makeCurrent(one.id(), StagedImports.event(one))).isTrue();
    assertThat(leaving(s, s.cleo.id())).containsExactly(s.bob.id());
  }

  @Test
  default void ofManyAtOnceOneKnowsOfNobody() {
    Fixtures s = school();
    var all = new CyclicBarrier(8);
    List<Set<UserId>> known =
        Crowd.of(
            8,
            number -> {
              var guard = number % 2 == 0 ? stores().adminGuard() : secondStores().adminGuard();
              return guard.leave(
                  s.schoolId(),
                  new UserId("admin" + number),
                  before -> {
                    await(all);
                    return before;
                  });
            });
    assertThat(known).extracting(Set::size).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
  }

  private static void await(CyclicBarrier all) {
    try {
      all.await();
    } catch (Exception e) {
      throw new AssertionError("not all came", e);
    }
  }

  /** Who leaves earlier, as somebody else has it who leaves at once. */
  private Set<UserId> leaving(Fixtures s, UserId admin) {
    return secondStores().adminGuard().leave(s.schoolId(), admin, before -> before);
  }
}
