// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.roster.AdminGuard;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A row for each who begins to leave, until that ended: SQLite puts writers of whatever process one
 * after the other, so that of two at once the second knows of the first. A row that nobody removed
 * counts for a minute, which no change takes. Any thread may call; the threads of {@link Database}
 * do the work.
 */
final class SqliteAdminGuard implements AdminGuard {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(SqliteAdminGuard.class);

  /** Where somebody stands, and who stood there before. */
  private record Begun(long place, Set<UserId> before) {}

  private final Database database;
  private final Clock clock;

  SqliteAdminGuard(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public <T> T leave(SchoolId school, UserId admin, Function<Set<UserId>, T> change) {
    Begun begun = begin(school, admin);
    T result = change.apply(begun.before());
    try {
      var _ =
          database.write(session ->
              session.update("DELETE FROM leaving_admins WHERE place = ?", begun.place()));
    } catch (StoreUnavailable | SqliteFault e) {
      LOG.info("An admin counts as leaving for a minute more ({}).", e.getMessage());
    }
    return result;
  }

  @Override
  public Set<UserId> beginToLeave(SchoolId school, Set<UserId> admins) {
    var before = new HashSet<UserId>();
    for (UserId admin : admins) {
      before.addAll(begin(school, admin).before());
    }
    before.removeAll(admins);
    return before;
  }

  private Begun begin(SchoolId school, UserId admin) {
    Instant now = clock.instant();
    return database.write(session -> {
      session.update("DELETE FROM leaving_admins WHERE at < ?", now.minus(LONGEST));
      List<UserId> before =
          session.list(
              "SELECT user_id FROM leaving_admins WHERE school_id = ?",
              row -> new UserId(row.text(1)),
              school);
      session.update(
          "INSERT INTO leaving_admins (school_id, user_id, at) VALUES (?, ?, ?)",
          school,
          admin,
          now);
      long place = session.first("SELECT last_insert_rowid()", row -> row.number(1)).orElseThrow();
      return new Begun(place, new HashSet<>(before));
    });
  }
}
