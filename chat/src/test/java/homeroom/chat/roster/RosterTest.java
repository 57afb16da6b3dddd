// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.contracts.RosterChanges;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.school.Role;
import homeroom.chat.school.StoreUnavailable;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is remembered of rosters while other processes change them. */
class RosterTest {

  private final SchoolDay day = new SchoolDay();

  /** Happens after the next read of somebody, before its answer is there. */
  private final AtomicReference<Runnable> whileRead = new AtomicReference<>(() -> {});

  private final Roster roster = new Roster(slow(day.stores.roster()));

  private RosterStore slow(RosterStore store) {
    return (RosterStore)
        Proxy.newProxyInstance(
            RosterStore.class.getClassLoader(),
            new Class<?>[] {RosterStore.class},
            (_, operation, arguments) -> {
              Object answer = operation.invoke(store, arguments);
              if (operation.getName().equals("userById")) {
                whileRead.getAndSet(() -> {}).run();
              }
              return answer;
            });
  }

  private String name(User user) {
    return roster.userById(user.id()).map(User::name).orElse("nobody");
  }

  private void renameWhileRead() {
    String before = day.ada.name();
    whileRead.set(() -> {
      day.changeElsewhere(RosterChanges.rename(day.ada, "Robin"));
      assertThat(roster.refresh()).isTrue();
    });
    assertThat(name(day.ada)).isEqualTo(before);
    assertThat(name(day.ada)).isEqualTo("Robin");
  }

  @Test
  void whatIsReadWhileItIsChangedIsNotRememberedOnceTheChangeIsNoticed() {
    renameWhileRead();
  }

  @Test
  void soItIsWhenItsSchoolWasKnownBefore() {
    assertThat(name(day.bob)).isEqualTo(day.bob.name());
    renameWhileRead();
    assertThat(name(day.bob)).isEqualTo(day.bob.name());
  }

  @Test
  void whatIsReadWhileAnotherSchoolIsChangedIsRemembered() {
    name(day.bob);
    whileRead.set(() -> {
      day.changeElsewhere(RosterChanges.rename(day.max, "Robin"));
      assertThat(roster.refresh()).isTrue();
    });
    name(day.ada);
    day.stores.calls().clear();
    assertThat(name(day.ada)).isEqualTo(day.ada.name());
    assertThat(name(day.bob)).isEqualTo(day.bob.name());
    assertThat(day.stores.calls()).isEmpty();
    assertThat(name(day.max)).isEqualTo("Robin");
  }

  @Test
  void whoWasNobodyIsFoundOnceSomebodyAddedThem() {
    User uma = SchoolDay.person(day.dale, Role.STUDENT, "uma");
    assertThat(roster.userById(uma.id())).isEmpty();
    day.changeElsewhere(new RosterChange.AddUser(uma, ""));
    assertThat(roster.userById(uma.id())).isEmpty();
    roster.refresh();
    assertThat(name(uma)).isEqualTo(uma.name());
  }

  @Test
  void theVersionOfASchoolIsAnotherOnceAChangeOfItIsNoticed() {
    long hill = roster.version(day.hill);
    long dale = roster.version(day.dale);
    day.changeElsewhere(RosterChanges.rename(day.ada, "Robin"));
    assertThat(roster.version(day.hill)).isEqualTo(hill);
    assertThat(roster.refresh()).isTrue();
    assertThat(roster.refresh()).isFalse();
    assertThat(List.of(hill)).doesNotContain(roster.version(day.hill));
    assertThat(roster.version(day.dale)).isEqualTo(dale);
  }

  @Test
  void whatMayHaveBeenChangedThoughTheStoreFailedIsNotRemembered() {
    var stores = new FailingStores(day.stores);
    var known = new Roster(stores.roster());
    assertThat(known.userById(day.ada.id())).contains(day.ada);
    stores.failNext("apply", FailingStores.When.AFTER);
    assertThatThrownBy(() -> known.apply(List.of(RosterChanges.rename(day.ada, "Robin"))))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(known.userById(day.ada.id()).map(User::name)).contains("Robin");
  }

  @Test
  void aStoreThatFailsTwiceSaysWhyItFailedFirst() {
    var stores = new FailingStores(day.stores);
    var known = new Roster(stores.roster());
    stores.failNext("apply", FailingStores.When.BEFORE);
    stores.failNext("version", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> known.apply(List.of(RosterChanges.rename(day.ada, "Robin"))))
        .isInstanceOf(StoreUnavailable.class)
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }
}
