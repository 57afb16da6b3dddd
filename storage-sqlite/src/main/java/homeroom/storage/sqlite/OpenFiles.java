// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The database and its write-ahead log, as they were when they were opened. A process goes on
 * writing into files that were deleted, and all of it goes with them; so nothing counts as stored
 * unless the files still bear their names. Safe for many threads.
 */
final class OpenFiles {

  private static final long RETRY_MILLIS = 10_000;

  /** By path, what the file system knows the file by; empty where it knows files by name alone. */
  private final Map<Path, Optional<Object>> keys = new HashMap<>();

  private OpenFiles() {}

  /** Of a database that is open. */
  static OpenFiles of(Path file) {
    var open = new OpenFiles();
    Path absolute = file.toAbsolutePath();
    open.add(absolute);
    open.add(log(absolute));
    return open;
  }

  /** The write-ahead log of a store, which is there while the store is open. */
  static Path log(Path file) {
    Path target = target(file.toAbsolutePath());
    return target.resolveSibling(target.getFileName() + "-wal");
  }

  /** SQLite follows links, and keeps the log beside the file that they lead to. */
  private static Path target(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }

  private void add(Path path) {
    try {
      keys.put(path, key(path));
    } catch (IOException e) {
      // There is no log, or nobody may look: then it is not looked for.
      return;
    }
  }

  /**
   * Makes sure that they are where they were.
   *
   * @throws StoreUnavailable if not
   */
  void demand() {
    for (Map.Entry<Path, Optional<Object>> file : keys.entrySet()) {
      if (!isThere(file.getKey(), file.getValue())) {
        throw new StoreUnavailable(
            "The store's file "
                + file.getKey().getFileName()
                + " was moved, deleted or replaced while it was open. Put it back, or stop the"
                + " server and go back to a backup.",
            RETRY_MILLIS);
      }
    }
  }

  private static boolean isThere(Path path, Optional<Object> key) {
    try {
      return key(path).equals(key);
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Object> key(Path path) throws IOException {
    return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }
}
