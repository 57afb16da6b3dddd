// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * What a look at the whole file of a store found. It changes no byte, and may run beside a server.
 *
 * @param version the one the store has
 * @param newest the one this program works with; a store of a lower one is brought to it when it is
 *     opened
 * @param damages sentences of SQLite that name the page or the table, at most {@value #MOST}; none
 *     if the store is whole
 */
public record StoreCheck(int version, int newest, List<String> damages) {

  static final int MOST = 20;

  /** The names of all tables. */
  static final String TABLES =
      """
      SELECT 'sqlite_schema' UNION ALL SELECT name FROM sqlite_schema WHERE type = 'table'\
      """;

  /** Reads every page, and answers with damages or {@link #WHOLE}. */
  static final String INTEGRITY = "PRAGMA integrity_check(" + MOST + ")";

  static final String WHOLE = "ok";

  public StoreCheck {
    damages = List.copyOf(damages);
  }

  /**
   * Reads every page of the file, which takes as long as that.
   *
   * @throws SqliteFault if it is not a store of Homeroom, or one of a newer program
   */
  public static StoreCheck of(Path file) {
    int newest = Migrations.OF_THIS_PROGRAM.newest();
    StoreHeader.require(file, newest);
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout((int) SqliteLimits.DEFAULT.lockWait().toMillis());
    var damages = new ArrayList<String>();
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        Statement statement = connection.createStatement()) {
      int version = version(statement);
      look(statement, damages);
      return new StoreCheck(version, newest, damages);
    } catch (SQLException e) {
      damages.add(String.valueOf(e.getMessage()));
      return new StoreCheck(0, newest, damages);
    }
  }

  /**
   * Reads every page of a table and its indexes, as {@link #INTEGRITY} does, without asking whether
   * the indexes have what the table has, nor whether another table uses the same pages: cheap.
   */
  static String structureOf(String table) {
    return "PRAGMA quick_check('" + table.replace("'", "''") + "')";
  }

  public boolean isWhole() {
    return damages.isEmpty();
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
      return found.getInt(1);
    }
  }

  /** A damage on one line. */
  static String line(String damage) {
    return damage.replace('\n', ' ').strip();
  }

  private static void look(Statement statement, List<String> damages) throws SQLException {
    try (ResultSet found = statement.executeQuery(INTEGRITY)) {
      while (found.next()) {
        String line = found.getString(1);
        if (!line.equals(WHOLE)) {
          damages.add(line(line));
        }
      }
    }
  }
}
