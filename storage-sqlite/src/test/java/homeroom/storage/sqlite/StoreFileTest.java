// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.school.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {

  private static final SqliteLimits IMPATIENT =
      new SqliteLimits(1, 1, 16, 16, 16, 16, Duration.ofMillis(50), Duration.ofSeconds(10), 50);

  @TempDir Path directory;

  @Test
  void onlyTheServersUserMayReadTheStoreAndItsCopy() throws Exception {
    Path file = directory.resolve("data/school/homeroom.db");
    try (var stores = SqliteStores.open(file, IMPATIENT)) {
      Fixtures.in(stores);
      stores.copyTo(directory.resolve("copies/copy.db"));
      assertThat(permissions(directory.resolve("data"))).isEqualTo("rwx------");
      assertThat(permissions(directory.resolve("data/school"))).isEqualTo("rwx------");
      assertThat(permissions(file)).isEqualTo("rw-------");
      assertThat(permissions(directory.resolve("data/school/homeroom.db-wal")))
          .isEqualTo("rw-------");
      assertThat(permissions(directory.resolve("copies/copy.db"))).isEqualTo("rw-------");
    }
  }

  @Test
  void aCopyMadeWhileOpenIsAStoreOfItsOwn() {
    Path file = directory.resolve("homeroom.db");
    Path copy = directory.resolve("copy.db");
    Fixtures school;
    Conversation group;
    Message message;
    try (var stores = SqliteStores.open(file, IMPATIENT)) {
      school = Fixtures.in(stores);
      group = school.group("Maths", school.ada, school.bob);
      message = school.send(group, school.ada, "before the copy");
      stores.copyTo(copy);
      school.send(group, school.ada, "after the copy");
      assertThatThrownBy(() -> stores.copyTo(copy))
          .isInstanceOf(SqliteFault.class)
          .hasMessageContaining("would overwrite");
      assertThat(stores.epochs().epoch().copied()).isFalse();
    }
    try (var stores = SqliteStores.open(copy, IMPATIENT)) {
      assertThat(stores.epochs().epoch().copied()).isTrue();
      assertThat(stores.messages().newest(school.schoolId(), group.id(), 10))
          .containsExactly(message);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("notes.txt"), "not a database ".repeat(100));
    assertThatThrownBy(() -> SqliteStores.open(file, IMPATIENT))
        .isInstanceOf(SqliteFault.class)
        .hasMessageContaining("not a database");
    assertThat(file).content().startsWith("not a database");
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefused() throws SQLException {
    Path file = directory.resolve("other.db");
    execute(file, "CREATE TABLE recipes (name TEXT)");
    assertThatThrownBy(() -> SqliteStores.open(file, IMPATIENT))
        .isInstanceOf(SqliteFault.class)
        .hasMessageContaining("another program");
  }

  @Test
  void aStoreOfANewerProgramIsRefused() throws SQLException {
    Path file = directory.resolve("homeroom.db");
    SqliteStores.open(file, IMPATIENT).close();
    execute(file, "PRAGMA user_version = 999");
    assertThatThrownBy(() -> SqliteStores.open(file, IMPATIENT))
        .isInstanceOf(SqliteFault.class)
        .hasMessageContaining("version 999")
        .hasMessageContaining("start the newer program");
  }

  @Test
  void migrationsAreAppliedOnceAndCountedInTheFile() throws SQLException {
    Path file = directory.resolve("homeroom.db");
    SqliteStores.open(file, IMPATIENT).close();
    SqliteStores.open(file, IMPATIENT).close();
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement();
        var version = statement.executeQuery("PRAGMA user_version")) {
      assertThat(version.getInt(1)).isEqualTo(Migrations.OF_THIS_PROGRAM.newest());
    }
  }

  @Test
  void aStoreThatAnotherProgramHoldsLockedSaysSo() throws SQLException {
    Path file = directory.resolve("homeroom.db");
    SqliteStores.open(file, IMPATIENT).close();
    try (Connection holder = connect(file);
        Statement statement = holder.createStatement()) {
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.executeUpdate("BEGIN EXCLUSIVE");
      statement.executeUpdate("UPDATE roster_version SET version = version + 1");
      assertThatThrownBy(() -> SqliteStores.open(file, IMPATIENT))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("Another process holds the store");
    }
  }

  @Test
  void aWriteThatFindsAnotherProcessWritingGivesUpAndMayBeRepeated() throws SQLException {
    Path file = directory.resolve("homeroom.db");
    try (var stores = SqliteStores.open(file, IMPATIENT)) {
      Fixtures school = Fixtures.in(stores);
      Conversation group = school.group("Maths", school.ada, school.bob);
      var message = school.newMessage(group, school.ada, "hello");
      try (Connection holder = connect(file);
          Statement statement = holder.createStatement()) {
        statement.executeUpdate("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> stores.messages().append(message))
            .isInstanceOf(StoreUnavailable.class);
        SqliteStores.open(file, IMPATIENT).close();
        assertThat(stores.messages().head(school.schoolId(), group.id())).isZero();
        statement.executeUpdate("ROLLBACK");
      }
      assertThat(stores.messages().append(message).message().rev()).isEqualTo(1);
    }
  }

  @Test
  void aRosterChangedByAnotherProcessHasAnotherVersion() throws SQLException {
    Path file = directory.resolve("homeroom.db");
    try (var stores = SqliteStores.open(file, IMPATIENT)) {
      Fixtures school = Fixtures.in(stores);
      long version = stores.roster().version();
      execute(file, "UPDATE users SET active = 0 WHERE id = '" + school.ada.id() + "'");
      assertThat(stores.roster().version()).isNotEqualTo(version);
      assertThat(stores.roster().userById(school.ada.id()))
          .hasValueSatisfying(ada -> assertThat(ada.active()).isFalse());
    }
  }

  @Test
  void aTemporaryStoreLeavesNothingBehind() throws IOException {
    long before = temporaryStores();
    try (var stores = SqliteStores.temporary()) {
      Fixtures school = Fixtures.in(stores);
      assertThat(stores.roster().userById(school.ada.id())).contains(school.ada);
      assertThat(temporaryStores()).isEqualTo(before + 1);
    }
    assertThat(temporaryStores()).isEqualTo(before);
  }

  private static long temporaryStores() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("homeroom-store-"))
          .count();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }
}
