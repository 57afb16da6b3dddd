// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Copies a store that is in use. Each copy has a platform thread and a connection of its own. */
final class Backup {

  private final Connections connections;

  Backup(Path file, SqliteLimits limits) {
    this.connections = new Connections(file, limits.lockWait(), true);
  }

  void to(Path copy) {
    if (Files.exists(copy)) {
      throw new SqliteFault("The copy would overwrite " + copy + "; name a new file.", null);
    }
    var task = new Task<>(session -> writeMarked(session, copy));
    Thread.ofPlatform().name("sqlite-backup").daemon().start(() -> run(task));
    task.await();
  }

  private void run(Task<?> task) {
    try (var session = new StatementCache(connections.open(), 1)) {
      task.run(session);
    } catch (SQLException e) {
      task.failedWith(SqliteErrors.translate(e));
    } catch (RuntimeException e) {
      task.failedWith(e);
    }
    task.release();
  }

  /** Writes the copy, which bears its name once it is whole and says what it is. */
  private static boolean writeMarked(StatementCache session, Path copy) throws SQLException {
    Path unfinished = copy.resolveSibling(copy.getFileName() + ".unfinished");
    try {
      Files.deleteIfExists(unfinished);
      write(session, unfinished);
      mark(unfinished);
      Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
      StoreFile.force(copy.toAbsolutePath().resolveSibling("."));
      return true;
    } catch (IOException e) {
      throw new SqliteFault("The copy cannot be written: " + copy, e);
    }
  }

  /** Has a whole copy say that it is one; durable when this returns. */
  static void mark(Path copy) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + copy.toAbsolutePath());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = FULL");
      statement.executeUpdate(SqliteEpochStore.MARK);
    }
  }

  /** Writes the copy, a file that is not there or empty; it is durable when this returns. */
  static boolean write(StatementCache session, Path copy) throws SQLException {
    StoreFile.prepare(copy);
    session.update("VACUUM INTO ?", copy.toAbsolutePath());
    try (FileChannel file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      file.force(true);
      StoreFile.force(copy.toAbsolutePath().resolveSibling("."));
      return true;
    } catch (IOException e) {
      throw new SqliteFault("The copy cannot be written: " + copy, e);
    }
  }
}
