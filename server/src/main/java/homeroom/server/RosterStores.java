// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Stores;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.imports.VersionedRosterStore;
import homeroom.chat.people.IdentityProvider;
import homeroom.chat.people.SignInWays;
import homeroom.chat.policy.Rules;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.roster.User;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.chat.session.FactorStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

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

  /**
   * @param providers those that the server knows; if none are said, every account counts as a way
   *     to sign in
   */
  RosterImports imports(List<IdentityProvider> providers, Clock clock) {
    FactorStore factors = stores().factors();
    return imports(
        stores(),
        providers.isEmpty()
            ? SignInWays.ofAnyProvider(factors, clock)
            : new SignInWays(factors, stores().roster(), providers, clock),
        clock);
  }

  /** Brings in what was applied, to stores that nobody else reads rosters from meanwhile. */
  static void takeUpAlone(Stores stores, Clock clock) {
    Predicate<User> unasked = _ -> false;
    var _ = imports(stores, unasked, clock).takeUpAlone(ImportProgress.NONE);
  }

  private static RosterImports imports(
      Stores stores, Predicate<User> signsInElsewhere, Clock clock) {
    var rosters = new VersionedRosterStore(stores.roster());
    var rules = new Rules(stores.settings(), new Roster(rosters));
    return new RosterImports(
        rosters,
        stores.rosterImports(),
        new SchoolAdmins(rosters, signsInElsewhere, stores.adminGuard()),
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
