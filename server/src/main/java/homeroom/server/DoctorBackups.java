// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether there are backups, and how old the newest is. */
final class DoctorBackups {

  private final BackupOptions options;
  private final boolean isElsewhere;
  private final Clock clock;

  DoctorBackups(BackupOptions options, DataOption data, Clock clock) {
    this.options = options;
    this.isElsewhere = data.storeFile(DataDirectory.SCHOOL) == null;
    this.clock = clock;
  }

  List<Finding> findings() {
    return List.of(isElsewhere ? Finding.fine("MongoDB has backups of its own.") : newest());
  }

  private Finding newest() {
    Path folder = options.directory;
    if (folder == null) {
      return Finding.warning(
          "The server makes no backups.",
          Program.NAME + " serve --backup-dir /var/backups/homeroom");
    }
    try {
      Optional<Instant> newest = new BackupFolder(folder).newest();
      if (newest.isEmpty()) {
        return Finding.warning(
            "There is no backup in " + folder + " yet.", Program.shell("ls -l", folder));
      }
      Duration age = Duration.between(newest.get(), clock.instant());
      String said = "The newest backup in %s is %d hours old".formatted(folder, age.toHours());
      return ScheduledBackups.isLate(age, options.every())
          ? Finding.broken(said + ".", "journalctl -u homeroom | grep -i backup")
          : Finding.fine(said + ".");
    } catch (IOException e) {
      return Finding.broken(
          "The backups cannot be read: " + FailureSentence.of(e), Program.shell("ls -ld", folder));
    }
  }
}
