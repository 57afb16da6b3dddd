// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.sql.SQLException;
import java.util.List;

/** Serves reads, each on one state of the store. Owned by one thread of its lane. */
final class Reader implements WorkQueue.Worker {

  private final StatementCache session;
  private final QueryDeadline deadline;

  Reader(StatementCache session, QueryDeadline deadline) {
    this.session = session;
    this.deadline = deadline;
  }

  @Override
  public void serve(List<Task<?>> tasks) {
    for (Task<?> task : tasks) {
      read(task);
      task.release();
    }
  }

  private void read(Task<?> task) {
    deadline.start(task.isAtLength());
    try {
      session.update("BEGIN");
      try {
        task.run(session);
      } finally {
        session.update("COMMIT");
      }
    } catch (SQLException e) {
      task.failedWith(SqliteErrors.translate(e));
    } catch (RuntimeException e) {
      task.failedWith(e);
    } catch (Error e) {
      task.failedWith(new SqliteFault("The store failed.", e));
    }
  }

  @Override
  public void close() {
    Connections.close(session);
  }
}
