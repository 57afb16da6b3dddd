// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is told from a whole one, and neither is changed by looking. */
class StoreCheckTest {

  private static final int PAGE = 4096;

  @TempDir private Path folder = Path.of("");

  private Path file = Path.of("");

  @BeforeEach
  void make() {
    file = folder.resolve("homeroom.db");
    SqliteStores.open(file, SqliteLimits.DEFAULT).close();
  }

  @Test
  void aStoreThatNothingHappenedToIsWhole() throws Exception {
    byte[] before = Files.readAllBytes(file);
    StoreCheck check = StoreCheck.of(file);
    assertThat(check.damages()).isEmpty();
    assertThat(check.version()).isEqualTo(check.newest());
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void itMayBeLookedAtWhileAServerRunsOnIt() {
    try (SqliteStores stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      assertThat(stores.waitingWrites()).isZero();
      assertThat(StoreCheck.of(file).isWhole()).isTrue();
    }
  }

  @Test
  void flippedBitsInAPageAreFoundAndThePageIsNamed() throws Exception {
    try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(3 * PAGE);
      int kind = raw.read();
      raw.seek(3 * PAGE);
      raw.write(kind ^ 0xff);
    }
    StoreCheck check = StoreCheck.of(file);
    assertThat(check.isWhole()).isFalse();
    assertThat(check.damages()).anyMatch(damage -> damage.matches(".*(page|Tree|malformed).*"));
  }

  @Test
  void whatIsNoStoreIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "not a database");
    assertThatThrownBy(() -> StoreCheck.of(text)).isInstanceOf(SqliteFault.class);
  }
}
