// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/** Opens connections to the store's file with the settings that its promises need. */
final class Connections {

  private final String url;
  private final List<String> settings;
  private final boolean durable;

  /**
   * @param durable whether a commit survives a loss of power; only a store that is thrown away
   *     after use does without
   */
  Connections(Path file, Duration lockWait, boolean durable) {
    this.durable = durable;
    this.url = "jdbc:sqlite:" + file.toAbsolutePath();
    this.settings =
        List.of(
            "PRAGMA busy_timeout = " + lockWait.toMillis(),
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = " + (durable ? "FULL" : "OFF"),
            "PRAGMA foreign_keys = ON",
            "PRAGMA trusted_schema = OFF",
            "PRAGMA temp_store = MEMORY",
            "PRAGMA cache_size = -16384", // KiB
            "PRAGMA wal_autocheckpoint = 16000", // pages, where Checkpoints do not keep up
            "PRAGMA journal_size_limit = 67108864"); // bytes
  }

  boolean isDurable() {
    return durable;
  }

  Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(url, options());
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings) {
        statement.execute(setting);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The driver would ask for the newest key after each insert, which nobody wants to know. */
  private static Properties options() {
    var config = new SQLiteConfig();
    config.setGetGeneratedKeys(false);
    return config.toProperties();
  }

  Connection openForReading() throws SQLException {
    Connection connection = open();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      statement.execute(
          "PRAGMA cache_size = -4096"); // KiB; what is behind it, the system keeps once
    }
    return connection;
  }

  static void close(StatementCache session) {
    try {
      session.close();
    } catch (SQLException e) {
      LoggerFactory.getLogger(Connections.class).warn("A connection did not close", e);
    }
  }
}
