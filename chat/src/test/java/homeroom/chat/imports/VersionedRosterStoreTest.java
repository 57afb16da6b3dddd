// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.contracts.RosterChanges;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.User;
import homeroom.chat.school.StoreUnavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What versions there are while one is being brought in. */
class VersionedRosterStoreTest {

  private final SchoolDay day = new SchoolDay();
  private final InMemoryStores stores = day.elsewhere;
  private final VersionedRosterStore rosters = new VersionedRosterStore(stores.roster());

  private RosterSnapshot picture() {
    RosterStore rows = stores.roster();
    return new RosterSnapshot(rows.school(day.hill), rows.everything(day.hill));
  }

  @Test
  void theRowsOfTheSchoolMakeNoneAndThoseOfOthersDo() {
    var seen = new ArrayList<RosterVersions>();
    seen.add(rosters.versions());
    rosters.bringIn(
        day.hill,
        this::picture,
        () -> {
          seen.add(rosters.versions());
          day.changeElsewhere(RosterChanges.rename(day.ada, "Robin"));
          seen.add(rosters.versions());
          assertThat(rosters.version()).isEqualTo(seen.getLast().all());
          day.changeElsewhere(RosterChanges.rename(day.max, "Marion"));
          seen.add(rosters.versions());
          assertThat(rosters.version()).isEqualTo(seen.getLast().all());
        });
    seen.add(rosters.versions());
    assertThat(rosters.version()).isEqualTo(seen.getLast().all());
    assertThat(seen).extracting(RosterVersions::all).doesNotHaveDuplicates();
    assertThat(seen).allMatch(one -> !one.concernAllSince(seen.getFirst()));
    assertThat(seen.get(1).changedSince(seen.get(0))).containsExactly(day.hill);
    assertThat(seen.get(2).changedSince(seen.get(1))).isEmpty();
    assertThat(seen.get(3).changedSince(seen.get(2))).containsExactly(day.dale);
    assertThat(seen.get(4).changedSince(seen.get(3))).containsExactly(day.hill);
    assertThat(seen.get(4).of(day.hill)).isNotEqualTo(seen.get(0).of(day.hill));
  }

  @Test
  void whatIsChangedHereIsSeenThoughTheRowsDoNotTellWhoseItIs() {
    var untold = new VersionedRosterStore(ofOneVersion(stores.roster()));
    var roster = new Roster(untold);
    assertThat(roster.userById(day.max.id())).contains(day.max);
    untold.bringIn(
        day.hill,
        this::picture,
        () -> {
          roster.refresh();
          RosterVersions before = roster.versions();
          day.changeElsewhere(RosterChanges.rename(day.ada, "Robin"));
          roster.refresh();
          assertThat(roster.versions().concernAllSince(before)).isFalse();
          assertThat(roster.versions().changedSince(before)).isEmpty();
          roster.apply(List.of(RosterChanges.rename(day.max, "Marion")));
          assertThat(roster.versions().changedSince(before)).containsExactly(day.dale);
          assertThat(roster.userById(day.max.id()).map(User::name)).contains("Marion");
          assertThat(roster.userById(day.ada.id())).contains(day.ada);
        });
    roster.refresh();
    assertThat(roster.userById(day.ada.id()).map(User::name)).contains("Robin");
    assertThat(roster.userById(day.max.id()).map(User::name)).contains("Marion");
  }

  @Test
  void whatIsChangedHereIsSeenThoughTheRowsFailAfterwards() {
    var failing = new FailingStores(stores);
    var untold = new VersionedRosterStore(ofOneVersion(failing.roster()));
    var roster = new Roster(untold);
    assertThat(roster.userById(day.max.id())).contains(day.max);
    untold.bringIn(
        day.hill,
        this::picture,
        () -> {
          failing.failNext("apply", FailingStores.When.AFTER);
          assertThatThrownBy(() -> roster.apply(List.of(RosterChanges.rename(day.max, "Marion"))))
              .isInstanceOf(StoreUnavailable.class);
          assertThat(roster.userById(day.max.id()).map(User::name)).contains("Marion");
        });
  }

  private static RosterStore ofOneVersion(RosterStore store) {
    return (RosterStore)
        Proxy.newProxyInstance(
            RosterStore.class.getClassLoader(),
            new Class<?>[] {RosterStore.class},
            (_, operation, arguments) -> {
              try {
                return operation.getName().equals("versions")
                    ? RosterVersions.ofAll(store.version())
                    : operation.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
