// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.StoreUnavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.ProgressHandler;

/**
 * Reads all of a store that is in use, and finds pages that are damaged. Each look has a platform
 * thread and a connection of its own, and ends when this is closed. While it reads, SQLite keeps
 * the write-ahead log for it from its beginning: so each table has a look of its own, which breaks
 * off when the log grows too long.
 */
final class Integrity implements AutoCloseable {

  /** How many steps of SQLite's machine pass until it is asked whether to go on. */
  private static final int STEPS = 20_000;

  /** Bytes by which the log may grow during a look. */
  private static final long LOG_GROWTH = 256L << 20;

  private static final long LATER_MILLIS = 3_600_000;

  private final Connections connections;
  private final Path log;
  private final long growth;
  private volatile boolean closing;

  Integrity(Path file, SqliteLimits limits) {
    this(file, limits, LOG_GROWTH);
  }

  /**
   * @param growth bytes by which the log may grow during a look
   */
  Integrity(Path file, SqliteLimits limits, long growth) {
    this.connections = new Connections(file, limits.lockWait(), true);
    this.log = OpenFiles.log(file);
    this.growth = growth;
  }

  /**
   * Sentences of SQLite that name the page or the table; none if the store is whole.
   *
   * @throws StoreUnavailable if so much is written meanwhile that it has to be done later
   */
  List<String> damages() {
    var damages = new ArrayList<String>();
    for (String table : look(session -> session.list(StoreCheck.TABLES, row -> row.text(1)))) {
      for (String line : structure(table, damages)) {
        if (!line.equals(StoreCheck.WHOLE) && damages.size() < StoreCheck.MOST) {
          damages.add(StoreCheck.line(line));
        }
      }
    }
    return damages;
  }

  /** What is known to be damaged is said, whatever cannot be read any more. */
  private List<String> structure(String table, List<String> damages) {
    String structure = StoreCheck.structureOf(table);
    try {
      return look(session -> session.list(structure, row -> row.text(1)));
    } catch (StoreUnavailable e) {
      if (damages.isEmpty()) {
        throw e;
      }
      return List.of();
    }
  }

  /**
   * Whoever looks gets an answer or a fault, whatever happens.
   *
   * @throws StoreUnavailable if the log grew too long meanwhile
   */
  <T> T look(Task.Work<T> work) {
    var task = new Task<>(work);
    Thread.ofPlatform().name("sqlite-check").daemon().start(() -> run(task));
    return task.await();
  }

  private void run(Task<?> task) {
    var bounds = new Bounds();
    try (Connection connection = connections.openForReading()) {
      ProgressHandler.setHandler(connection, STEPS, bounds);
      task.run(new StatementCache(connection, 1));
    } catch (SQLException e) {
      if (bounds.logGrew) {
        task.fail(
            new StoreUnavailable(
                "So much is written that the log grew too long.", LATER_MILLIS, e));
      } else if (SqliteErrors.isDamage(e)) {
        task.fail(new SqliteFault(String.valueOf(e.getMessage()), e));
      } else {
        task.fail(SqliteErrors.translate(e));
      }
    } catch (RuntimeException e) {
      task.fail(e);
    } catch (Error e) {
      task.fail(new SqliteFault("The store failed.", e));
    }
    task.release();
  }

  @Override
  public void close() {
    closing = true;
  }

  /** Ends a look when the store closes or its log grew too long. Used by the look's thread. */
  private final class Bounds extends ProgressHandler {

    private final long before = log.toFile().length();
    private boolean logGrew;

    @Override
    protected int progress() {
      logGrew = log.toFile().length() - before > growth;
      return closing || logGrew ? 1 : 0;
    }
  }
}
