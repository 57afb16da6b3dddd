// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Copies of a store beside it, from before its tables changed: {@code
 * homeroom.db.version-1-20261127T081530Z}, a store that the program of that version can run on,
 * readable by this user only. The newest is kept, so that an upgrade that fails again and again
 * does not fill the disk.
 */
final class CopyBeside {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Who goes back to a copy of an earlier version tells it by {@code ./homeroom epoch new}. */
  private static final int FIRST_WITH_EPOCH = 4;

  private final Path file;
  private final Connections connections;
  private final Clock clock;

  CopyBeside(Path file, Connections connections, Clock clock) {
    this.file = file.toAbsolutePath();
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * Copies the store as it was last committed, while the caller keeps others from writing it. The
   * copy is whole and durable when this returns, and bears its name only then.
   *
   * @throws SqliteFault if there is no room for it, or it cannot be written
   */
  Path make(int version, int newest) {
    Path copy = beside(".version-%d-%s".formatted(version, TIME.format(clock.instant())));
    Path unfinished = beside(".version-%d.unfinished".formatted(version));
    try {
      Files.deleteIfExists(unfinished);
      try (var session = new StatementCache(connections.open(), 1)) {
        Backup.write(session, unfinished);
      }
      if (version >= FIRST_WITH_EPOCH) {
        Backup.mark(unfinished);
      }
      Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
      StoreFile.force(copy.resolveSibling("."));
      deleteAllBut(copy);
      return copy;
    } catch (SQLException | IOException | SqliteFault | StoreUnavailable e) {
      discard(unfinished);
      throw new SqliteFault(
          ("The store was not brought from version %d to %d, since it could not be copied beside"
                  + " itself first (%s). It is as it was. Make room for a copy of it, then start"
                  + " again.")
              .formatted(version, newest, e.getMessage()),
          e);
    }
  }

  private void deleteAllBut(Path copy) throws IOException {
    Pattern name =
        Pattern.compile(Pattern.quote(file.getFileName() + ".version-") + "\\d+-\\d{8}T\\d{6}Z");
    try (Stream<Path> files = Files.list(copy.resolveSibling("."))) {
      List<Path> older =
          files
              .filter(each -> name.matcher(each.getFileName().toString()).matches())
              .filter(each -> !each.getFileName().equals(copy.getFileName()))
              .toList();
      for (Path each : older) {
        Files.delete(each);
      }
    }
  }

  private static void discard(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      // The next attempt deletes it.
      return;
    }
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
