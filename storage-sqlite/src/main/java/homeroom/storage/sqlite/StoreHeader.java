// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Whose a file is, by the bytes of its first page: SQLite itself writes into a file and beside it
 * before it can be asked. Reads only.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html">the format</a>, sections 1.3 and 4
 */
final class StoreHeader {

  /** "HOMR" in ASCII. */
  static final int APPLICATION_ID = 0x484f_4d52;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** The header of the file, and that of the tree of its tables, in bytes. */
  private static final int LENGTH = 108;

  private static final int WAL_HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final byte LEAF = 0x0d;

  private StoreHeader() {}

  /**
   * Refuses what is not a store that this program can open. A file that is empty, or a database
   * without tables, may become one. Never of a file that this process has open already: closing it
   * here would release the locks that SQLite has on it.
   *
   * @param newest the newest version that this program knows
   */
  static void require(Path file, int newest) {
    try {
      ByteBuffer page = read(file, 0);
      if (page.limit() == 0) {
        return;
      }
      if (!isDatabase(page)) {
        throw new SqliteFault("The file is not a database: " + file, null);
      }
      if (!isOurs(page)) {
        ByteBuffer newer = newestInLog(file.resolveSibling(file.getFileName() + "-wal"));
        page = newer.hasRemaining() ? newer : page;
      }
      if (!isOurs(page) && !isWithoutTables(page)) {
        throw ofAnotherProgram();
      }
      if (isOurs(page) && version(page) > newest) {
        throw ofNewerProgram(version(page), newest);
      }
    } catch (IOException e) {
      throw new SqliteFault("The store's file cannot be read: " + file, e);
    }
  }

  static SqliteFault ofAnotherProgram() {
    return new SqliteFault("The file is a database of another program.", null);
  }

  static SqliteFault ofNewerProgram(int version, int newest) {
    return new SqliteFault(
        ("The store has version %d, this program knows up to %d and leaves it as it is; start the"
                + " newer program.")
            .formatted(version, newest),
        null);
  }

  private static boolean isDatabase(ByteBuffer page) {
    var magic = new byte[MAGIC.length];
    page.get(0, magic, 0, Math.min(magic.length, page.limit()));
    return page.limit() == LENGTH && Arrays.equals(magic, MAGIC);
  }

  private static boolean isOurs(ByteBuffer page) {
    return page.getInt(68) == APPLICATION_ID;
  }

  private static int version(ByteBuffer page) {
    return page.getInt(60);
  }

  /** As SQLite makes it when it is told no more than to have a log. */
  private static boolean isWithoutTables(ByteBuffer page) {
    return page.getInt(68) == 0
        && version(page) == 0
        && page.get(100) == LEAF
        && page.getShort(103) == 0;
  }

  /** The first page as it was last committed to the log; empty if the log does not have it. */
  private static ByteBuffer newestInLog(Path log) throws IOException {
    long found = 0;
    if (Files.exists(log)) {
      try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
        ByteBuffer header = read(channel, 0, WAL_HEADER);
        long step = header.limit() < WAL_HEADER ? 0 : FRAME_HEADER + header.getInt(8);
        long last = 0;
        for (long at = WAL_HEADER; step > FRAME_HEADER && at + step <= channel.size(); at += step) {
          ByteBuffer frame = read(channel, at, FRAME_HEADER);
          if (frame.getLong(8) != header.getLong(16)) {
            break; // Left from an earlier round of the log: the salts differ.
          }
          last = frame.getInt(0) == 1 ? at : last;
          found = frame.getInt(4) == 0 ? found : last;
        }
      }
    }
    return found == 0 ? ByteBuffer.allocate(0) : read(log, found + FRAME_HEADER);
  }

  private static ByteBuffer read(Path file, long at) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, at, LENGTH);
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    long next = at;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, next);
      if (read < 0) {
        break;
      }
      next += read;
    }
    return bytes.flip();
  }
}
