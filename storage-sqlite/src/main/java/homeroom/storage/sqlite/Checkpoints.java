// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies into the file what stands in the log, on a thread and a connection of its own, so that no
 * write waits for it. Only a log that grows faster than it is copied is left to the writer, see
 * {@link Connections}.
 */
final class Checkpoints implements AutoCloseable {

  /** How many pages of the log are worth copying: those that many commits share are copied once. */
  private static final int PAGES = 4_000;

  /**
   * The same while much is written behind people, who wait for what the disk does meanwhile: it is
   * more in all then, and never much at once.
   */
  private static final int PAGES_BEHIND = 1_000;

  /** How often to try for all of it: only then does the log begin anew. */
  private static final int ROUNDS = 4;

  /** How long after one look at the log the next one comes at the earliest. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** The same while much is written behind people. */
  private static final long LOOK_BEHIND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final StatementCache session;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private boolean committed;
  private boolean behind;
  private boolean closing;

  /** Whether the last copy failed, which is said once; of the thread. */
  private boolean failing;

  Checkpoints(StatementCache session) {
    this.session = session;
    this.thread = Thread.ofPlatform().name("sqlite-checkpoint").daemon().start(this::run);
  }

  /**
   * There may be more in the log now. For any thread; never waits for a checkpoint.
   *
   * @param isBehind whether it was written behind people
   */
  void committed(boolean isBehind) {
    lock.lock();
    try {
      behind |= isBehind;
      if (!committed) {
        committed = true;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    Uninterrupted.run(thread::join);
  }

  private void run() {
    while (awaitCommit()) {
      try {
        copy(isBehind() ? PAGES_BEHIND : PAGES);
        failing = false;
      } catch (SQLException e) {
        if (!failing) {
          LOG.warn("The log could not be copied into the file; it is tried again.", e);
        }
        failing = true;
      }
    }
    Connections.close(session);
  }

  /** Waits for a commit, and a little longer for more; false once it is closed. */
  private boolean awaitCommit() {
    lock.lock();
    try {
      while (!committed && !closing) {
        changed.awaitUninterruptibly();
      }
      awaitMore();
      committed = false;
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything was since it was asked last. */
  private boolean isBehind() {
    lock.lock();
    try {
      boolean was = behind;
      behind = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  private void awaitMore() {
    long left = behind ? LOOK_BEHIND_NANOS : LOOK_NANOS;
    try {
      while (left > 0 && !closing) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(int pages) throws SQLException {
    if (left("PRAGMA wal_checkpoint(NOOP)") >= pages) {
      long left = 1;
      for (int i = 0; i < ROUNDS && left > 0; i++) {
        left = left("PRAGMA wal_checkpoint(PASSIVE)");
      }
    }
  }

  /** How many pages stand in the log only. */
  private long left(String checkpoint) throws SQLException {
    return session.first(checkpoint, row -> row.number(2) - row.number(3)).orElse(0L);
  }
}
