// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One step from a version of the tables to the next. It adds what the new release needs and leaves
 * what the release before uses, which may run beside it for a while; only a later step removes
 * that.
 *
 * @param name for people
 */
record Migration(String name, Step step) {

  /** Runs within the transaction of all steps, where foreign keys are checked at its end only. */
  @FunctionalInterface
  interface Step {
    void apply(Statement statement) throws SQLException;
  }

  /** The statements of a file among this program's resources. */
  static Migration script(String file) {
    return new Migration(file, statement -> statement.executeUpdate(text(file)));
  }

  private static String text(String file) {
    try (InputStream in = Migration.class.getResourceAsStream("migrations/" + file)) {
      if (in == null) {
        throw new SqliteFault("The program lacks its migration " + file, null);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SqliteFault("The program cannot read its migration " + file, e);
    }
  }
}
