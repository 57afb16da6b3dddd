// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.ProgressHandler;

/**
 * Reads all of a store that is in use, and finds pages that are damaged. Each look has a platform
 * thread and a connection of its own, and ends when this is closed.
 */
final class Integrity implements AutoCloseable {

  /** How many steps of SQLite's machine pass until it is asked whether to go on. */
  private static final int STEPS = 20_000;

  private final Connections connections;
  private volatile boolean closing;

  Integrity(Path file, SqliteLimits limits) {
    this.connections = new Connections(file, limits.lockWait(), true);
  }

  /** Sentences of SQLite that name the page or the table; none if the store is whole. */
  List<String> damages() {
    return look(session ->
        session.list(StoreCheck.STRUCTURE, row -> row.text(1)).stream()
            .filter(line -> !line.equals(StoreCheck.WHOLE))
            .map(StoreCheck::line)
            .toList());
  }

  /** Whoever looks gets an answer or a fault, whatever happens. */
  <T> T look(Task.Work<T> work) {
    var task = new Task<>(work);
    Thread.ofPlatform().name("sqlite-check").daemon().start(() -> run(task));
    return task.await();
  }

  private void run(Task<?> task) {
    try (Connection connection = connections.openForReading()) {
      ProgressHandler.setHandler(connection, STEPS, new WhileOpen());
      task.run(new StatementCache(connection, 1));
    } catch (SQLException e) {
      if (SqliteErrors.isDamage(e)) {
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

  private final class WhileOpen extends ProgressHandler {
    @Override
    protected int progress() {
      return closing ? 1 : 0;
    }
  }
}
