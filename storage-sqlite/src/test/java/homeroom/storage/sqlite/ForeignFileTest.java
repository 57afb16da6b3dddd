// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not ours is refused before a byte of it, or a file beside it, changes. */
class ForeignFileTest {

  @TempDir Path directory;

  @Test
  void aDatabaseOfAnotherProgram() throws Exception {
    write("CREATE TABLE recipes (name TEXT)");
    isLeftAsItIs("another program");
  }

  @Test
  void oneThatHasALog() throws Exception {
    write("PRAGMA journal_mode = WAL", "CREATE TABLE recipes (name TEXT)");
    isLeftAsItIs("another program");
  }

  @Test
  void oneThatCountsVersionsAndHasNoTablesYet() throws Exception {
    write("PRAGMA user_version = 1");
    isLeftAsItIs("another program");
    write("PRAGMA user_version = 0", "PRAGMA application_id = 7");
    isLeftAsItIs("another program");
  }

  @Test
  void oneWhoseTablesStandInItsLogOnly() throws Exception {
    leftBehind("CREATE TABLE recipes (name TEXT)");
    isLeftAsItIs("another program");
  }

  @Test
  void aTextAndATinyFile() throws Exception {
    for (String text : new String[] {"not a database ".repeat(100), "x", "SQLite format 3\0"}) {
      Files.writeString(directory.resolve("file.db"), text);
      isLeftAsItIs("not a database");
    }
  }

  @Test
  void aStoreWhoseTablesStandInItsLogOnlyIsOurs() throws Exception {
    Path open = directory.resolve("open.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + open);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
      SqliteStores.open(open, SqliteLimits.DEFAULT).close();
      killed(open);
    }
    assertThat(Files.size(directory.resolve("file.db"))).isEqualTo(4096);
    SqliteStores.open(directory.resolve("file.db"), SqliteLimits.DEFAULT).close();
  }

  private void isLeftAsItIs(String why) throws IOException {
    Map<String, String> before = files();
    assertThatThrownBy(() -> SqliteStores.open(directory.resolve("file.db"), SqliteLimits.DEFAULT))
        .isInstanceOf(SqliteFault.class)
        .hasMessageContaining(why);
    assertThat(files()).isEqualTo(before);
  }

  private void write(String... sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("file.db"));
        var statement = connection.createStatement()) {
      for (String each : sql) {
        statement.execute(each);
      }
    }
  }

  /** As a process leaves it that is killed before the log was copied into the file. */
  private void leftBehind(String sql) throws Exception {
    Path open = directory.resolve("open.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + open);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute(sql);
      killed(open);
    }
  }

  private void killed(Path open) throws IOException {
    for (String end : new String[] {"", "-wal"}) {
      Files.copy(Path.of(open + end), directory.resolve("file.db" + end));
    }
  }

  /** Every file by its name, in hexadecimal digits. */
  private Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path each : all.toList()) {
        files.put(each.toString(), HexFormat.of().formatHex(Files.readAllBytes(each)));
      }
    }
    return files;
  }
}
