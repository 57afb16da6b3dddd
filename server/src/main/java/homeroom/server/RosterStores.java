// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Stores;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.imports.VersionedRosterStore;
import homeroom.chat.policy.Rules;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.TimeOrderedIds;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Stores that an import works on: alone, so that it brings rosters in itself, or beside a server,
 * which does.
 */
record RosterStores(OpenStores opened, boolean isAlone) implements AutoCloseable {

  /**
   * @param reads whether nothing is to be changed
   */
  static RosterStores open(DataDirectory directory, boolean reads) throws IOException {
    if (reads) {
      return new RosterStores(directory.store().open(), false);
    }
    OpenStores alone;
    try {
      alone = directory.store().openAlone();
    } catch (IOException anotherServer) {
      return new RosterStores(directory.store().open(), false);
    }
    try {
      return new RosterStores(alone.whole(), true);
    } catch (IOException | RuntimeException e) {
      alone.close();
      throw e;
    }
  }

  Stores stores() {
    return opened.stores();
  }

  RosterImports imports(Clock clock) {
    return imports(opened.stores(), clock);
  }

  /** Of stores that nobody else reads rosters from meanwhile. */
  static RosterImports imports(Stores stores, Clock clock) {
    var rosters = new VersionedRosterStore(stores.roster());
    var rules = new Rules(stores.settings(), new Roster(rosters));
    return new RosterImports(
        rosters,
        stores.rosterImports(),
        stores.adminGuard(),
        stores.audit(),
        () -> {},
        one -> rules.of(one).rules().timeZone(),
        clock,
        new TimeOrderedIds(clock, new SecureRandom()));
  }

  /** What another process did not finish. */
  void finishEarlier(RosterImports imports) {
    if (isAlone) {
      var _ = imports.takeUpAlone(ImportProgress.NONE);
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
