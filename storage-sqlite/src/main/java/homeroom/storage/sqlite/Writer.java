// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves writes in groups: one transaction and one fsync for all that wait. If one of them fails,
 * the group is undone and begun anew with a savepoint for each, so that it does not hurt the
 * others; savepoints for all would cost every write a fifth more. Nobody is answered before the
 * commit: even a refusal may rest on a write of the same group; and nobody unless the files that
 * were written still bear their names. What is written behind others is a group of one, whose
 * commit does not wait for the disk. Owned by the one writer thread.
 */
final class Writer implements WorkQueue.Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private static final long UNKNOWN = -1;

  private final StatementCache session;
  private final CommitSync sync;
  private final OpenFiles files;
  private final AtomicLong commits;
  private final AtomicLong writes;
  private final AtomicLong chats;
  private final Committed committed;
  private final SearchWords words;

  /** What SQLite calls the state that other processes left, when it was last looked at. */
  private long theirVersion = UNKNOWN;

  /** Whether the last group could not be stored, which is said once. */
  private boolean refusing;

  /** Told after each commit and its answers how long it took, and whether it was behind others. */
  @FunctionalInterface
  interface Committed {
    void took(long nanos, boolean behind);
  }

  /**
   * @param sync of the session
   * @param words of the session
   * @param chats counts the commits that were not behind others, and those of other processes that
   *     are found before one that is
   */
  Writer(
      StatementCache session,
      CommitSync sync,
      SearchWords words,
      OpenFiles files,
      AtomicLong commits,
      AtomicLong writes,
      AtomicLong chats,
      Committed committed) {
    this.session = session;
    this.sync = sync;
    this.files = files;
    this.commits = commits;
    this.writes = writes;
    this.chats = chats;
    this.committed = committed;
    this.words = words;
  }

  @Override
  public void serve(List<Task<?>> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    try {
      long before = refusing ? changes() : 0;
      commit(tasks);
      if (refusing && changes() > before) {
        refusing = false;
        LOG.info("The store takes writes again.");
      }
    } catch (SQLException e) {
      refuse(tasks, () -> SqliteErrors.translate(e));
    } catch (StoreUnavailable e) {
      refuse(
          tasks,
          () -> new StoreUnavailable(String.valueOf(e.getMessage()), e.retryAfterMillis(), e));
    } catch (RuntimeException e) {
      rollBack();
      tasks.forEach(task -> task.fail(new SqliteFault("The store failed: " + e, e)));
    } catch (Error e) {
      rollBack();
      tasks.forEach(task -> task.fail(new SqliteFault("The store failed.", e)));
    }
  }

  /** Each waiter throws a fault of its own. */
  private void refuse(List<Task<?>> tasks, Supplier<RuntimeException> fault) {
    rollBack();
    if (!refusing) {
      refusing = true;
      LOG.warn("The store takes no writes: {}", fault.get().getMessage());
    }
    tasks.forEach(task -> task.fail(fault.get()));
  }

  /** How many rows were changed since the session began; a group may change none. */
  private long changes() throws SQLException {
    return session.number("SELECT total_changes()");
  }

  private void commit(List<Task<?>> tasks) throws SQLException {
    long began = System.nanoTime();
    if (refusing) {
      files.demand();
    }
    boolean behind = tasks.getFirst().isBehind();
    if (behind) {
      lookForOthers();
    }
    sync.beforeTransaction(!behind);
    if (!writeAll(tasks)) {
      rollBack();
      writeEach(tasks);
    }
    words.follow(tasks.size());
    session.update("COMMIT");
    files.demand();
    commits.incrementAndGet();
    if (!behind) {
      chats.incrementAndGet();
    }
    writes.addAndGet(tasks.size());
    long took = System.nanoTime() - began;
    tasks.forEach(Task::release);
    committed.took(took, behind);
  }

  /** It says nothing of what this session wrote itself. */
  private void lookForOthers() throws SQLException {
    long version = session.number("PRAGMA data_version");
    if (theirVersion != UNKNOWN && version != theirVersion) {
      chats.incrementAndGet();
    }
    theirVersion = version;
  }

  /** The usual case; false as soon as one fails. */
  private boolean writeAll(List<Task<?>> tasks) throws SQLException {
    session.update("BEGIN IMMEDIATE");
    for (Task<?> task : tasks) {
      try {
        task.run(session);
      } catch (SQLException | RuntimeException e) {
        return false;
      }
    }
    return true;
  }

  private void writeEach(List<Task<?>> tasks) throws SQLException {
    session.update("BEGIN IMMEDIATE");
    for (Task<?> task : tasks) {
      write(task);
    }
  }

  private void write(Task<?> task) throws SQLException {
    session.update("SAVEPOINT write");
    try {
      task.run(session);
    } catch (SQLException e) {
      undo(e);
      task.failedWith(SqliteErrors.translate(e));
    } catch (RuntimeException e) {
      undo();
      task.failedWith(e);
    }
    session.update("RELEASE write");
  }

  /**
   * When SQLite gave up the whole transaction (disk full, for one) nobody is done, for its reason.
   */
  private void undo(SQLException reason) throws SQLException {
    try {
      undo();
    } catch (SQLException e) {
      reason.addSuppressed(e);
      throw reason;
    }
  }

  private void undo() throws SQLException {
    session.update("ROLLBACK TO write");
  }

  private void rollBack() {
    try {
      session.update("ROLLBACK");
    } catch (SQLException e) {
      // There was no transaction left: BEGIN failed, or SQLite rolled back by itself.
      return;
    }
  }

  @Override
  public void close() {
    Connections.close(session);
  }
}
