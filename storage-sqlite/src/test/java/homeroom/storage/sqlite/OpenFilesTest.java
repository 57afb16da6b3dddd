// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.school.StoreUnavailable;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a store that are moved, deleted, replaced or damaged while it is open. */
class OpenFilesTest {

  /** Takes SQLite many steps, and no page. */
  private static final String LONG_READ =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
          + " SELECT count(*) FROM n";

  @TempDir private Path folder = Path.of("");

  private Path data = Path.of("");
  private SqliteStores stores;

  @SuppressWarnings("NullAway.Init")
  OpenFilesTest() {}

  @BeforeEach
  void open() {
    data = folder.resolve("data");
    stores = SqliteStores.open(data.resolve("homeroom.db"), SqliteLimits.DEFAULT);
    stores.probe();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void nothingIsStoredWhileTheDirectoryIsElsewhereAndAllGoesOnWhenItIsBack() throws Exception {
    Path away = folder.resolve("away");
    Files.move(data, away);
    assertThatThrownBy(stores::probe)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("homeroom.db")
        .hasMessageContaining("was moved, deleted or replaced");
    Files.move(away, data);
    assertThatCode(stores::probe).doesNotThrowAnyException();
  }

  @Test
  void nothingIsStoredInFilesThatWereDeleted() throws Exception {
    Files.delete(data.resolve("homeroom.db-wal"));
    assertThatThrownBy(stores::probe)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("homeroom.db-wal was moved, deleted or replaced");
  }

  @Test
  void theLogOfAStoreBehindALinkIsWatchedWhereItIs() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("disk").resolve("it"));
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Files.createFile(disk.resolve("it"));
    try (var linked = SqliteStores.open(link, SqliteLimits.DEFAULT)) {
      linked.probe();
      Files.delete(disk.resolve("it-wal"));
      assertThatThrownBy(linked::probe)
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("it-wal was moved, deleted or replaced");
    }
  }

  @Test
  void nothingIsStoredBesideAnotherFileOfThatName() throws Exception {
    Path file = data.resolve("homeroom.db");
    Path copy = Files.copy(file, folder.resolve("copy"));
    Files.delete(file);
    Files.move(copy, file);
    assertThatThrownBy(stores::probe).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void damageIsFoundWhileTheStoreIsOpen() throws Exception {
    assertThat(stores.damages()).isEmpty();
    stores.close();
    try (var raw = new RandomAccessFile(data.resolve("homeroom.db").toFile(), "rw")) {
      raw.seek(3 * 4096);
      raw.write(0xff);
    }
    stores = SqliteStores.open(data.resolve("homeroom.db"), SqliteLimits.DEFAULT);
    assertThat(stores.damages()).isNotEmpty();
  }

  @Test
  void whoeverLooksForDamageIsAnsweredThoughTheLookBreaksOff() {
    try (var integrity = new Integrity(data.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      assertThatThrownBy(() ->
              integrity.look(session -> {
                throw new OutOfMemoryError("of a test");
              }))
          .isInstanceOf(SqliteFault.class)
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void aLookEndsWhenItKeepsTooLongALog() {
    try (var integrity = new Integrity(data.resolve("homeroom.db"), SqliteLimits.DEFAULT, 0)) {
      assertThat(integrity.damages()).isEmpty();
      assertThatThrownBy(() ->
              integrity.look(session -> {
                session.list(StoreCheck.TABLES, row -> row.text(1));
                stores.probe();
                return session.list(LONG_READ, row -> row.number(1));
              }))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("the log grew too long");
    }
  }
}
