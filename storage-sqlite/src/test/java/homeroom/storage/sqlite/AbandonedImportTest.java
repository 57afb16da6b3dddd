// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Stores;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.contracts.StagedImports;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.school.UserId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom an import takes is leaving while it can come into the rows, however long that takes. */
class AbandonedImportTest {

  @TempDir Path directory;

  @Test
  void oneThatIsBroughtInForLongerThanAMinuteStillTakesWhomItTakes() {
    try (SqliteStores stores = at(Duration.ZERO);
        SqliteStores later = at(Duration.ofHours(1))) {
      Fixtures s = Fixtures.in(stores);
      RosterImport taking = taking(s);
      assertThat(stores.rosterImports().makeCurrent(taking.id(), StagedImports.event(taking)))
          .isTrue();
      assertThat(leaving(later, s)).containsExactly(s.root.id());
      later.rosterImports().finish(taking.id());
      assertThat(leaving(later, s)).isEmpty();
    }
  }

  @Test
  void oneThatDidNotBecomeCurrentWithinAMinuteNeverDoes() {
    try (SqliteStores stores = at(Duration.ZERO);
        SqliteStores soon = at(Duration.ofMinutes(1));
        SqliteStores later = at(Duration.ofMinutes(1).plusMillis(1))) {
      Fixtures s = Fixtures.in(stores);
      RosterImport taking = taking(s);
      assertThat(leaving(soon, s)).containsExactly(s.root.id());
      assertThat(leaving(later, s)).isEmpty();
      assertThat(stores.rosterImports().makeCurrent(taking.id(), StagedImports.event(taking)))
          .isFalse();
    }
  }

  @Test
  void oneThatIsTriedAgainAfterAMinuteIsNotAbandoned() {
    try (SqliteStores stores = at(Duration.ZERO);
        SqliteStores later = at(Duration.ofHours(1))) {
      Fixtures s = Fixtures.in(stores);
      RosterImport taking = taking(s);
      stores.rosterImports().drop(taking.id());
      later.rosterImports().begin(taking);
      assertThat(leaving(later, s)).as("while it is staged").isEmpty();
      takes(later, s, taking);
      assertThat(leaving(later, s)).containsExactly(s.root.id());
      assertThat(later.rosterImports().makeCurrent(taking.id(), StagedImports.event(taking)))
          .isTrue();
    }
  }

  @Test
  void oneThatAsksAgainAfterAMinuteIsNotAbandoned() {
    try (SqliteStores stores = at(Duration.ZERO);
        SqliteStores later = at(Duration.ofHours(1))) {
      Fixtures s = Fixtures.in(stores);
      RosterImport taking = taking(s);
      takes(later, s, taking);
      assertThat(leaving(later, s)).containsExactly(s.root.id());
      assertThat(later.rosterImports().makeCurrent(taking.id(), StagedImports.event(taking)))
          .isTrue();
    }
  }

  private static RosterImport taking(Fixtures s) {
    RosterImport taking = StagedImports.begin(s.stores, s, 1);
    takes(s.stores, s, taking);
    return taking;
  }

  private static void takes(Stores stores, Fixtures s, RosterImport taking) {
    assertThat(stores.adminGuard().beginToLeave(s.schoolId(), taking.id(), Set.of(s.root.id())))
        .isEmpty();
  }

  private static Set<UserId> leaving(SqliteStores stores, Fixtures s) {
    return stores.adminGuard().leave(s.schoolId(), s.bob.id(), before -> before);
  }

  /** A process that opens the file so long after the first. */
  private SqliteStores at(Duration after) {
    return SqliteStores.open(
        directory.resolve("homeroom.db"),
        SqliteLimits.DEFAULT,
        Migrations.OF_THIS_PROGRAM,
        Clock.fixed(Fixtures.NOW.plus(after), ZoneOffset.UTC));
  }
}
