// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import homeroom.storage.sqlite.StoreCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the server makes a backup by itself, and which ones it keeps. */
class ScheduledBackupsTest {

  /** Time that passes when a test says so. */
  private static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-11-27T08:15:30Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @TempDir private Path folder = Path.of("");

  private final HandClock clock = new HandClock();
  private BackupFolder backups;
  private SqliteStores store;
  private ScheduledBackups scheduled;

  @SuppressWarnings("NullAway.Init")
  ScheduledBackupsTest() {}

  @BeforeEach
  void install() throws Exception {
    DataDirectory data = DataDirectory.open(folder.resolve("data"));
    assertThat(data.secret()).isNotEmpty();
    store = SqliteStores.open(data.path().resolve(DataDirectory.STORE), SqliteLimits.DEFAULT);
    backups = new BackupFolder(folder.resolve("backups"));
    scheduled =
        new ScheduledBackups(
            backups, new BackupCopy(store, data, clock), Duration.ofHours(24), 2, clock);
  }

  @AfterEach
  void close() {
    scheduled.close();
    store.close();
  }

  @Test
  void theFirstIsMadeAtOnceAndIsAnInstallationOfItsOwn() throws Exception {
    assertThat(scheduled.ageSeconds()).isNaN();
    scheduled.look();
    assertThat(backups.all()).hasSize(1);
    Path backup = backups.all().getFirst();
    assertThat(backup.getFileName()).hasToString("homeroom-20261127T081530Z");
    assertThat(StoreCheck.of(backup.resolve(DataDirectory.STORE)).isWhole()).isTrue();
    assertThat(Files.exists(backup.resolve(DataDirectory.SECRET))).isTrue();
    pass(Duration.ofHours(1));
    assertThat(scheduled.ageSeconds()).isEqualTo(3600);
  }

  @Test
  void theNextComesAfterTheSpanWhateverIsRestarted() throws Exception {
    scheduled.look();
    pass(Duration.ofHours(23));
    scheduled.look();
    assertThat(backups.all()).hasSize(1);
    pass(Duration.ofHours(1));
    scheduled.look();
    assertThat(backups.all()).hasSize(2);
  }

  @Test
  void theOldestGoWhenTheyAreMoreThanAreKeptAndNothingElseDoes() throws Exception {
    Files.createDirectories(backups.path().resolve("homeroom-of-the-head"));
    Files.createDirectories(backups.path().resolve(".unfinished-homeroom-20261126T081530Z"));
    for (int day = 0; day < 4; day++) {
      scheduled.look();
      pass(Duration.ofDays(1));
    }
    assertThat(backups.all())
        .map(backup -> backup.getFileName().toString())
        .containsExactly("homeroom-20261129T081530Z", "homeroom-20261130T081530Z");
    assertThat(backups.path())
        .isDirectoryContaining(file -> file.endsWith("homeroom-of-the-head"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
  }

  @Test
  void oneThatFailsDeletesNoneIsCountedAndIsTriedAgainTenMinutesLater() throws Exception {
    scheduled.look();
    pass(Duration.ofDays(1));
    Path aside = folder.resolve("aside");
    Files.move(backups.path(), aside);
    Files.writeString(backups.path(), "a file where the folder was");
    scheduled.look();
    scheduled.look();
    assertThat(scheduled.failures()).isEqualTo(1);
    Files.delete(backups.path());
    Files.move(aside, backups.path());
    assertThat(backups.all()).hasSize(1);
    pass(Duration.ofMinutes(10));
    scheduled.look();
    assertThat(backups.all()).hasSize(2);
  }

  @Test
  void aClockThatWasSetBackDoesNotStopThem() throws Exception {
    scheduled.look();
    pass(Duration.ofDays(-30));
    scheduled.look();
    assertThat(backups.all()).hasSize(2);
  }

  private void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }
}
