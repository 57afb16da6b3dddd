// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.policy.SettingsStore;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.school.SchoolId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of settings does. */
public interface SettingsStoreContract extends StoresContract {

  @Test
  default void aSchoolThatDecidedNothingHasNothing() {
    Fixtures s = school();
    assertThat(stores().settings().newest(s.schoolId())).isEmpty();
    assertThat(stores().settings().closedClasses(s.schoolId())).isEmpty();
  }

  @Test
  default void everyVersionIsKeptAndTheNewestIsKnownToEveryProcess() {
    Fixtures s = school();
    StoredSettings first = version(s.schoolId(), 1, "preset=open\nquiet=");
    StoredSettings second = version(s.schoolId(), 2, "preset=primary\nwords=é; ß");
    assertThat(add(first)).isTrue();
    assertThat(add(second)).isTrue();
    assertThat(secondStores().settings().newest(s.schoolId())).contains(second);
    assertThat(stores().settings().versions(s.schoolId(), 9)).containsExactly(second, first);
    assertThat(stores().settings().versions(s.schoolId(), 1)).containsExactly(second);
  }

  @Test
  default void aVersionFollowsTheOneBeforeItOrIsNotKept() {
    Fixtures s = school();
    assertThat(add(version(s.schoolId(), 2, "early"))).isFalse();
    assertThat(add(version(s.schoolId(), 1, "first"))).isTrue();
    assertThat(add(version(s.schoolId(), 1, "again"))).isFalse();
    assertThat(stores().settings().newest(s.schoolId()))
        .contains(version(s.schoolId(), 1, "first"));
    assertThat(stores().audit().newest(s.schoolId(), 9)).hasSize(1);
  }

  @Test
  default void ofManyWhoWriteOneVersionOneDoes() {
    Fixtures s = school();
    List<Boolean> added =
        Crowd.of(
            8,
            i ->
                (i % 2 == 0 ? stores() : secondStores())
                    .settings()
                    .add(version(s.schoolId(), 1, "by " + i), event(s.schoolId())));
    assertThat(added).filteredOn(one -> one).hasSize(1);
    assertThat(stores().audit().newest(s.schoolId(), 9)).hasSize(1);
  }

  @Test
  default void aClassIsClosedAndOpened() {
    Fixtures s = school();
    SettingsStore store = stores().settings();
    store.close(s.schoolId(), s.class7b.id(), true);
    store.close(s.schoolId(), s.class7b.id(), true);
    assertThat(secondStores().settings().closedClasses(s.schoolId()))
        .containsExactly(s.class7b.id());
    store.close(s.schoolId(), s.class7b.id(), false);
    assertThat(store.closedClasses(s.schoolId())).isEmpty();
  }

  @Test
  default void everyChangeHasAnotherVersionOfAll() {
    Fixtures s = school();
    SettingsStore store = stores().settings();
    long before = store.version();
    add(version(s.schoolId(), 1, "first"));
    long decided = store.version();
    store.close(s.schoolId(), s.class7b.id(), true);
    long closed = store.version();
    store.close(s.schoolId(), s.class7b.id(), false);
    long opened = store.version();
    assertThat(List.of(before, decided, closed, opened)).doesNotHaveDuplicates();
    assertThat(secondStores().settings().version()).isEqualTo(opened);
  }

  private boolean add(StoredSettings settings) {
    return stores().settings().add(settings, event(settings.schoolId()));
  }

  private static AuditEvent event(SchoolId school) {
    return AuditEvent.of(
        AuditChain.of(school),
        Fixtures.NOW,
        AuditActor.OPERATOR,
        AuditAction.SETTINGS_CHANGED,
        school.value());
  }

  private static StoredSettings version(SchoolId school, long version, String text) {
    return new StoredSettings(school, version, Fixtures.NOW, "(operator)", text);
  }
}
