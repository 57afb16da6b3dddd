// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.SchoolId;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The times of changes of conversations. Of two changes in one school the later one never has the
 * earlier time: where the clock was set back meanwhile, times go on from the newest by
 * milliseconds, until the clock has caught up. Within one write of the store.
 */
final class Activity {

  private static final String NEXT =
      """
      INSERT INTO activity (school_id, at) VALUES (?, ?) ON CONFLICT (school_id) DO UPDATE
      SET at = CASE WHEN excluded.at >= activity.at THEN excluded.at ELSE activity.at + 1 END
      RETURNING at\
      """;

  private Activity() {}

  /**
   * When something changes.
   *
   * @param at as the clock has it
   */
  static Instant next(StatementCache session, SchoolId school, Instant at) throws SQLException {
    return session.first(NEXT, row -> row.time(1), school, at).orElseThrow();
  }

  /** A conversation that changed then was copied into the store. */
  static void copied(StatementCache session, SchoolId school, Instant at) throws SQLException {
    session.update(
        """
        INSERT INTO activity (school_id, at) VALUES (?, ?) ON CONFLICT (school_id) DO UPDATE
        SET at = max(activity.at, excluded.at)\
        """,
        school,
        at);
  }
}
