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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A row for each who begins to leave, until that ended: SQLite puts writers of whatever process one
 * after the other, so that of two at once the second knows of the first. A row that nobody removed
 * counts for a minute, which no change takes; one of an import for as long as that is staged or
 * current. Any thread may call; the threads of {@link Database} do the work.
 */
final class SqliteAdminGuard implements AdminGuard {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(SqliteAdminGuard.class);

  /** Whom an import was to take when it was tried before. */
  static final String FORGET_EARLIER_TRY = "DELETE FROM leaving_admins WHERE import = ?";

  /** As {@link SqliteRosterImportStore#drop} does it: such a one becomes current no more. */
  private static final String DROP_ABANDONED =
      """
      UPDATE roster_imports SET done = -1
      WHERE state = 'staged'
      AND id IN (SELECT l.import FROM leaving_admins l WHERE l.at < ?)\
      """;

  private static final String FORGET_ENDED =
      """
      DELETE FROM leaving_admins
      WHERE CASE WHEN import IS NULL THEN at < ?
      ELSE NOT EXISTS (SELECT 1 FROM roster_imports i WHERE i.id = leaving_admins.import
        AND (i.state = 'current' OR (i.state = 'staged' AND i.done >= 0))) END\
      """;

  /** Where the last of some stands, and who stood there before. */
  private record Begun(long place, Set<UserId> before) {}

  private final Database database;
  private final Clock clock;

  SqliteAdminGuard(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public <T> T leave(SchoolId school, UserId admin, Function<Set<UserId>, T> change) {
    Begun begun = begin(school, null, Set.of(admin));
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
  public Set<UserId> beginToLeave(SchoolId school, String importId, Set<UserId> admins) {
    Set<UserId> before = begin(school, importId, admins).before();
    before.removeAll(admins);
    return before;
  }

  private Begun begin(SchoolId school, @Nullable String importId, Set<UserId> admins) {
    Instant now = clock.instant();
    Instant over = now.minus(LONGEST);
    return database.write(session -> {
      if (importId != null) {
        session.update(FORGET_EARLIER_TRY, importId);
      }
      session.update(DROP_ABANDONED, over);
      session.update(FORGET_ENDED, over);
      List<UserId> before =
          session.list(
              "SELECT user_id FROM leaving_admins WHERE school_id = ?",
              row -> new UserId(row.text(1)),
              school);
      for (UserId admin : admins) {
        session.update(
            "INSERT INTO leaving_admins (school_id, user_id, import, at) VALUES (?, ?, ?, ?)",
            school,
            admin,
            importId,
            now);
      }
      long place = session.first("SELECT last_insert_rowid()", row -> row.number(1)).orElseThrow();
      return new Begun(place, new HashSet<>(before));
    });
  }
}
