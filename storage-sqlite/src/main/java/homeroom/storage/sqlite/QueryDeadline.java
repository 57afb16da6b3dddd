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

  private final long nanos;
  private long startedAt;

  private QueryDeadline(Duration time) {
    this.nanos = time.toNanos();
  }

  static QueryDeadline on(Connection connection, Duration time) throws SQLException {
    var deadline = new QueryDeadline(time);
    deadline.start();
    setHandler(connection, STEPS, deadline);
    return deadline;
  }

  void start() {
    startedAt = System.nanoTime();
  }

  @Override
  protected int progress() {
    return System.nanoTime() - startedAt > nanos ? 1 : 0;
  }
}
