// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.contracts.KeptAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a store of one version becomes one of the next, which only this test knows. */
class MigrationsTest {

  /** Adds a column and fills it. */
  static final Migration NICKNAMES =
      new Migration(
          "nicknames",
          statement ->
              statement.executeUpdate(
                  "ALTER TABLE users ADD COLUMN nickname TEXT; UPDATE users SET nickname = name"));

  private static final List<String> ANSWERS = KeptAnswers.kept("0.1.0");
  private static final int VERSION = Migrations.OF_THIS_PROGRAM.newest();
  private static final String COPY = "homeroom.db.version-" + VERSION + "-20261127T081530Z";

  @TempDir Path directory;

  private Path file = Path.of("");
  private Instant now = Instant.parse("2026-11-27T08:15:30.999Z");

  @BeforeEach
  void keptStore() throws IOException {
    file = KeptStore.of("0.1.0", directory);
    SqliteStores.open(file, SqliteLimits.DEFAULT).close();
    for (String name : names()) {
      if (!name.equals("homeroom.db")) {
        Files.delete(directory.resolve(name));
      }
    }
  }

  @Test
  void aStepIsDoneOnceAndKeepsWhatWasStored() throws Exception {
    var done = new AtomicInteger();
    var counted =
        new Migration(
            "counted",
            statement -> {
              NICKNAMES.step().apply(statement);
              done.incrementAndGet();
            });
    open(withNext(counted)).close();
    open(withNext(counted)).close();
    assertThat(done).hasValue(1);
    assertThat(number(file, "PRAGMA user_version")).isEqualTo(VERSION + 1);
    assertThat(number(file, "SELECT count(*) FROM users WHERE nickname IS NULL")).isZero();
    try (var stores = open(withNext(counted))) {
      assertThat(KeptAnswers.of(stores, stores.transfer())).isEqualTo(ANSWERS);
    }
  }

  @Test
  void theStoreAsItWasStandsBesideItForItsOwnerOnly() throws Exception {
    open(withNext(NICKNAMES)).close();
    assertThat(names()).containsExactly("homeroom.db", COPY);
    Path copy = directory.resolve(COPY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThat(number(copy, "PRAGMA user_version")).isEqualTo(VERSION);
    assertThat(KeptStore.answers(copy)).isEqualTo(ANSWERS);
  }

  @Test
  void aStoreThatIsMadeOrCurrentIsNotCopied() throws Exception {
    Files.delete(file);
    open(withNext(NICKNAMES)).close();
    open(withNext(NICKNAMES)).close();
    assertThat(names()).containsExactly("homeroom.db");
  }

  @Test
  void aStepThatFailsLeavesEveryByteOfTheStoreAndSaysWhatToDo() throws Exception {
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> open(withNext(failing())))
        .isInstanceOf(SqliteFault.class)
        .hasMessageContaining(
            "could not be brought from version %d to %d (failing: ".formatted(VERSION, VERSION + 1))
        .hasMessageContaining("no such table: nowhere")
        .hasMessageContaining("It is as it was")
        .hasMessageContaining("start that one again")
        .hasMessageContaining(COPY);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(KeptStore.answers(file)).isEqualTo(ANSWERS);
  }

  @Test
  void aStepThatLosesWhatARowRefersToFails() throws Exception {
    var forgetful =
        new Migration(
            "forgetful",
            statement -> statement.executeUpdate("DELETE FROM users WHERE id = 'hill-tom'"));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> open(withNext(forgetful)))
        .isInstanceOf(SqliteFault.class)
        .hasMessageContaining("lost what they refer to");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void anUpgradeThatFailsAgainAndAgainKeepsOneCopy() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> open(withNext(failing()))).isInstanceOf(SqliteFault.class);
      now = now.plusSeconds(1);
    }
    assertThat(names()).containsExactly("homeroom.db", COPY.replace("30Z", "32Z"));
  }

  @Test
  void withoutRoomForTheCopyNothingIsBegun() throws Exception {
    Files.createDirectories(
        directory.resolve("homeroom.db.version-" + VERSION + ".unfinished/in-the-way"));
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> open(withNext(NICKNAMES)))
        .isInstanceOf(SqliteFault.class)
        .hasMessageContaining("could not be copied beside itself first")
        .hasMessageContaining("Make room");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void whatACopyThatWasKilledLeftIsInNobodysWay() throws Exception {
    Files.writeString(
        directory.resolve("homeroom.db.version-" + VERSION + ".unfinished"), "half a copy");
    open(withNext(NICKNAMES)).close();
    assertThat(names()).containsExactly("homeroom.db", COPY);
  }

  @Test
  void anUpgradeThatIsKilledLeavesTheOldStoreAndCanBeDoneAgain() throws Exception {
    assertThat(killedUpgrade()).isEqualTo(137);
    assertThat(Files.size(directory.resolve("homeroom.db-wal"))).isPositive();
    assertThat(KeptStore.answers(file)).isEqualTo(ANSWERS);
    assertThat(killedUpgrade()).isEqualTo(137);
    open(withNext(NICKNAMES)).close();
    assertThat(KeptStore.answers(directory.resolve(COPY))).isEqualTo(ANSWERS);
    assertThat(number(file, "PRAGMA user_version")).isEqualTo(VERSION + 1);
    assertThat(number(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'filler'")).isZero();
    try (var stores = open(withNext(NICKNAMES))) {
      assertThat(KeptAnswers.of(stores, stores.transfer())).isEqualTo(ANSWERS);
    }
  }

  @Test
  void ofTwoThatOpenItAtOnceOneDoesTheStep() throws Exception {
    var done = new AtomicInteger();
    var begun = new CompletableFuture<Void>();
    var slow =
        new Migration(
            "slow",
            statement -> {
              begun.complete(null);
              NICKNAMES.step().apply(statement);
              done.incrementAndGet();
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> open(withNext(slow)).close());
      begun.join();
      open(withNext(slow)).close();
      one.get();
    }
    assertThat(done).hasValue(1);
  }

  @Test
  void theProgramOfTheVersionBeforeRefusesTheNewStoreAndLeavesItsBytes() throws Exception {
    open(withNext(NICKNAMES)).close();
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> SqliteStores.open(file, SqliteLimits.DEFAULT))
        .isInstanceOf(SqliteFault.class)
        .hasMessageContaining(
            "version %d, this program knows up to %d".formatted(VERSION + 1, VERSION));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(names()).containsExactly("homeroom.db", COPY);
  }

  static Migrations withNext(Migration next) {
    return Migrations.OF_THIS_PROGRAM.followedBy(next);
  }

  private static Migration failing() {
    return new Migration(
        "failing",
        statement -> {
          NICKNAMES.step().apply(statement);
          statement.executeUpdate("INSERT INTO nowhere VALUES (1)");
        });
  }

  private SqliteStores open(Migrations migrations) {
    return SqliteStores.open(
        file, SqliteLimits.DEFAULT, migrations, Clock.fixed(now, ZoneOffset.UTC));
  }

  private int killedUpgrade() throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                UpgradeKilled.class.getName(),
                file.toString()));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(each -> Objects.requireNonNull(each.getFileName()).toString())
          .filter(name -> !name.endsWith("-wal") && !name.endsWith("-shm"))
          .sorted()
          .toList();
    }
  }

  private static int number(Path file, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      return result.getInt(1);
    }
  }
}
