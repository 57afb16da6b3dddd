// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory with backups, each a directory named by its time in UTC; what is not named so is
 * nobody's business here. What a stopped backup left begins with a dot, and goes with the next one.
 */
record BackupFolder(Path path) {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'homeroom-'uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String UNFINISHED = ".unfinished-";

  /** When the newest was made; none if there is none, or the directory is not there. */
  Optional<Instant> newest() throws IOException {
    List<Path> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(time(all.getLast()));
  }

  /**
   * Makes one that is there wholly or not at all.
   *
   * @return where it is
   * @throws IOException if it cannot be written, or the copy is not whole
   */
  Path make(BackupCopy copy, Instant now) throws IOException {
    DataDirectory.open(path);
    for (Path left : matching(UNFINISHED)) {
      delete(left);
    }
    Path unfinished = path.resolve(UNFINISHED + NAME.format(now));
    Path finished = path.resolve(NAME.format(now));
    copy.to(unfinished);
    return Files.move(unfinished, finished);
  }

  /** Deletes the oldest beyond {@code keep}. */
  void retain(int keep) throws IOException {
    List<Path> all = all();
    for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
      delete(old);
    }
  }

  /** Oldest first. */
  List<Path> all() throws IOException {
    return matching("homeroom-").stream().filter(BackupFolder::isNamedByTime).toList();
  }

  private List<Path> matching(String start) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .sorted()
          .toList();
    }
  }

  private static boolean isNamedByTime(Path backup) {
    try {
      return time(backup).isAfter(Instant.MIN);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Instant time(Path backup) {
    return NAME.parse(backup.getFileName().toString(), Instant::from);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
