// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a file to the newest version of the tables, in one transaction: it has all steps or none,
 * whatever fails or is killed in between. {@code user_version} of the file counts the steps it has;
 * {@code application_id} says that it is ours. A store that holds something is copied beside itself
 * first, see {@link CopyBeside}. Of several processes that open a file at once the first does it,
 * and the others wait.
 */
final class Migrations {

  /** Version 1 is release 0.1.0. A release that was published never changes its steps. */
  static final Migrations OF_THIS_PROGRAM =
      new Migrations(
          List.of(
              Migration.script("0001-the-whole-store.sql"),
              new Migration("words and keys", WordsAndKeys::apply),
              AuditChaining.STEP,
              Migration.script("0004-epoch.sql"),
              Migration.script("0005-probe.sql"),
              Migration.script("0006-sign-ins.sql"),
              Migration.script("0007-user-names.sql"),
              Migration.script("0008-activity.sql"),
              Migration.script("0009-factors.sql"),
              Migration.script("0010-rules.sql"),
              Migration.script("0011-roster-imports.sql"),
              ReceiptsByConversation.STEP,
              Migration.script("0013-words-in-their-time.sql"),
              Migration.script("0014-entries-of-people.sql"),
              Migration.script("0015-leaving-admins.sql"),
              Migration.script("0016-leaving-with-an-import.sql")));

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private final List<Migration> steps;

  /**
   * @param steps the first makes version 1 of an empty file
   */
  Migrations(List<Migration> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The same, and one more step. */
  Migrations followedBy(Migration step) {
    return new Migrations(Stream.concat(steps.stream(), Stream.of(step)).toList());
  }

  /** The version this program works with. */
  int newest() {
    return steps.size();
  }

  /**
   * @throws SqliteFault if the file is newer than this program, not a store of Homeroom, or a step
   *     failed: then the file is as it was
   */
  void apply(Path file, Connections connections, Clock clock) throws SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      if (isCurrent(statement)) {
        return;
      }
      // A step that makes a table anew must not delete what refers to it.
      statement.executeUpdate("PRAGMA foreign_keys = OFF");
      statement.executeUpdate("BEGIN IMMEDIATE");
      boolean done = false;
      try {
        apply(statement, new CopyBeside(file, connections, clock));
        done = true;
      } finally {
        if (!done) {
          rollBack(statement);
        }
      }
    }
  }

  /** Asked first, so that opening a store does not wait for another process that writes it. */
  private boolean isCurrent(Statement statement) throws SQLException {
    return number(statement, "PRAGMA user_version") == newest()
        && number(statement, "PRAGMA application_id") == StoreHeader.APPLICATION_ID;
  }

  private void apply(Statement statement, CopyBeside copies) throws SQLException {
    int version = number(statement, "PRAGMA user_version");
    boolean empty = version == 0 && number(statement, "SELECT count(*) FROM sqlite_schema") == 0;
    int application = number(statement, "PRAGMA application_id");
    if (!empty && application != StoreHeader.APPLICATION_ID) {
      throw StoreHeader.ofAnotherProgram();
    }
    if (version > newest()) {
      throw StoreHeader.ofNewerProgram(version, newest());
    }
    @Nullable Path copy =
        version == 0 || version == newest() ? null : copies.make(version, newest());
    String at = "";
    try {
      for (Migration step : steps.subList(version, newest())) {
        at = step.name();
        step.step().apply(statement);
      }
      at = "foreign keys";
      requireWhole(statement, version);
      statement.executeUpdate("PRAGMA application_id = " + StoreHeader.APPLICATION_ID);
      statement.executeUpdate("PRAGMA user_version = " + newest());
      statement.executeUpdate("COMMIT");
    } catch (SQLException | RuntimeException e) {
      throw failed(version, at, copy, e);
    }
    if (copy != null) {
      LOG.info(
          "The store was brought from version {} to {}; as it was before it stands in {}.",
          version,
          newest(),
          copy);
    }
  }

  private static void requireWhole(Statement statement, int version) throws SQLException {
    if (version > 0) {
      try (ResultSet broken = statement.executeQuery("PRAGMA foreign_key_check")) {
        if (broken.next()) {
          throw new SqliteFault(
              "Rows of " + broken.getString(1) + " lost what they refer to", null);
        }
      }
    }
  }

  private SqliteFault failed(int version, String step, @Nullable Path copy, Exception why) {
    String kept = copy == null ? "" : " A copy of it is " + copy + ".";
    return new SqliteFault(
        ("The store could not be brought from version %d to %d (%s: %s). It is as it was:"
                + " the program that ran on it before still does, so start that one again.%s")
            .formatted(version, newest(), step, why.getMessage(), kept),
        why);
  }

  private static void rollBack(Statement statement) {
    try {
      statement.executeUpdate("ROLLBACK");
    } catch (SQLException e) {
      // SQLite rolled back by itself, or will when the connection is closed.
      LOG.debug("There was no transaction to roll back", e);
    }
  }

  private static int number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.getInt(1);
    }
  }
}
