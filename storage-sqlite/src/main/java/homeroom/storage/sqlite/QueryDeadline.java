// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.ProgressHandler;

/** Ends what a connection does when it takes too long. Owned by the connection's thread. */
final class QueryDeadline extends ProgressHandler {

  /**
   * How many steps of SQLite's machine pass between two looks at the clock, about a millisecond.
   */
  private static final int STEPS = 20_000;

  /** How long what is read whole may take: a district on a slow and busy machine. */
  private static final long AT_LENGTH_NANOS = Duration.ofMinutes(2).toNanos();

  private final long nanos;
  private long startedAt;
  private long left;

  private QueryDeadline(Duration time) {
    this.nanos = time.toNanos();
  }

  static QueryDeadline on(Connection connection, Duration time) throws SQLException {
    var deadline = new QueryDeadline(time);
    deadline.start(false);
    setHandler(connection, STEPS, deadline);
    return deadline;
  }

  /**
   * @param atLength whether it is something that is read whole
   */
  void start(boolean atLength) {
    startedAt = System.nanoTime();
    left = atLength ? AT_LENGTH_NANOS : nanos;
  }

  @Override
  protected int progress() {
    return System.nanoTime() - startedAt > left ? 1 : 0;
  }
}
