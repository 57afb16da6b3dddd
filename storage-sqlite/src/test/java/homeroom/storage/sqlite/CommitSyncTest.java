// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commits wait for the disk: asked of SQLite itself, 1 is NORMAL and 2 is FULL. */
class CommitSyncTest {

  /** One of the ways to write. */
  private interface Way {
    Long write(Task.Work<Long> work);
  }

  private static long mode(Way way, String pragma) {
    return way.write(session -> session.number(pragma));
  }

  @TempDir Path directory;

  @Test
  void onlyWhatHasToBeDurableWaitsForTheDisk() {
    try (var stores = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      Database database = stores.database();
      // A prepared statement keeps the answer of when it was prepared: each is written otherwise.
      assertThat(mode(database::write, "PRAGMA synchronous")).isEqualTo(2);
      assertThat(mode(database::writeBehind, "PRAGMA main.synchronous")).isEqualTo(1);
      assertThat(mode(database::writeBehind, "PRAGMA synchronous ")).isEqualTo(1);
      assertThat(mode(database::write, "PRAGMA main.synchronous ")).isEqualTo(2);
    }
  }

  @Test
  void afterOneThatFailedTheNextWaits() {
    try (var stores = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      Database database = stores.database();
      assertThatThrownBy(() ->
              database.writeBehind(session -> {
                throw new IllegalStateException("no");
              }))
          .hasMessage("no");
      assertThat(mode(database::write, "PRAGMA synchronous")).isEqualTo(2);
    }
  }

  @Test
  void aStoreThatIsThrownAwayNeverWaits() {
    try (var stores = SqliteStores.temporary()) {
      Database database = stores.database();
      assertThat(mode(database::writeBehind, "PRAGMA synchronous")).isEqualTo(0);
      assertThat(mode(database::write, "PRAGMA main.synchronous")).isEqualTo(0);
    }
  }
}
