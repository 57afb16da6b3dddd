// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The room on the disk of a store.
 *
 * @param folder that the store is in
 * @param store how many bytes the store takes, its write-ahead log included
 * @param free how many more this user may write
 */
record DiskRoom(Path folder, long store, long free) {

  private static final long ALMOST_FULL = 100L << 20;
  private static final long LITTLE = 1L << 30;

  /** Of the store in that file, which need not be there yet. */
  static DiskRoom of(Path file) throws IOException {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    long store = size(file) + size(file.resolveSibling(file.getFileName() + "-wal"));
    return new DiskRoom(folder, store, Files.getFileStore(folder).getUsableSpace());
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  Finding finding() {
    String said = "%d MB are free for a store of %d MB".formatted(free >> 20, store >> 20);
    if (free < ALMOST_FULL) {
      return Finding.broken(said + ".", "df -h " + folder);
    }
    return free < Math.max(LITTLE, store)
        ? Finding.warning(said + "; an upgrade copies it.", "df -h " + folder)
        : Finding.fine(said + ".");
  }
}
