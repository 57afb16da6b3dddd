// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Brings to the disk what stands in the log, on the thread of the caller and beside the writer.
 * What was committed without waiting for the disk would else have to be waited for by the next
 * commit that does, which is somebody's message. Safe for many threads.
 */
final class LogSync {

  private final Path log;
  private final boolean durable;

  /**
   * @param durable false of a store that is thrown away after use, which needs no disk
   */
  LogSync(Path file, boolean durable) {
    this.log = file.resolveSibling(file.getFileName() + "-wal");
    this.durable = durable;
  }

  /**
   * SQLite has locks on its other files only: those it would lose if one of them was closed here.
   */
  void settle() {
    if (durable) {
      try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
        channel.force(false);
      } catch (IOException e) {
        // Nothing rests on it: the next commit that has to be durable waits by itself.
        return;
      }
    }
  }
}
