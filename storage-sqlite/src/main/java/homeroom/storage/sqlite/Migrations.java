package homeroom.storage.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a file to the newest version of the tables, in one transaction. {@code user_version} of
 * the file counts the migrations it has; {@code application_id} says that it is ours.
 */
final class Migrations {

  /** "HOMR" in ASCII. */
  private static final int APPLICATION_ID = 0x484f_4d52;

  private static final List<String> SCRIPTS =
      List.of("0001-the-whole-store.sql", "0002-ended-tokens.sql");

  private Migrations() {}

  /**
   * @throws SqliteFault if the file is newer than this program, or not a store of Homeroom
   */
  static void apply(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (isCurrent(statement)) {
        return;
      }
      statement.executeUpdate("BEGIN IMMEDIATE");
      try {
        apply(statement);
        statement.executeUpdate("COMMIT");
      } catch (SQLException | RuntimeException e) {
        statement.executeUpdate("ROLLBACK");
        throw e;
      }
    }
  }

  /** Asked first, so that opening a store does not wait for another process that writes it. */
  private static boolean isCurrent(Statement statement) throws SQLException {
    return number(statement, "PRAGMA user_version") == SCRIPTS.size()
        && number(statement, "PRAGMA application_id") == APPLICATION_ID;
  }

  private static void apply(Statement statement) throws SQLException {
    int version = number(statement, "PRAGMA user_version");
    requireOurs(statement, version);
    if (version > SCRIPTS.size()) {
      throw new SqliteFault(
          "The store has version %d, this program knows up to %d; start the newer program."
              .formatted(version, SCRIPTS.size()),
          null);
    }
    for (String script : SCRIPTS.subList(version, SCRIPTS.size())) {
      statement.executeUpdate(text(script));
    }
    statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
    statement.executeUpdate("PRAGMA user_version = " + SCRIPTS.size());
  }

  private static void requireOurs(Statement statement, int version) throws SQLException {
    boolean empty =
        version == 0 && number(statement, "SELECT count(*) FROM sqlite_schema LIMIT 1") == 0;
    if (!empty && number(statement, "PRAGMA application_id") != APPLICATION_ID) {
      throw new SqliteFault("The file is a database of another program.", null);
    }
  }

  private static int number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.getInt(1);
    }
  }

  private static String text(String script) {
    try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + script)) {
      if (in == null) {
        throw new SqliteFault("The program lacks its migration " + script, null);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SqliteFault("The program cannot read its migration " + script, e);
    }
  }
}
