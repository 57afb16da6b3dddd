// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.bus.NodeId;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of SQLite. Its server holds the file {@code lock} beside it. */
record SqliteAddress(Path file) implements StoreAddress {

  static final String SCHEME = "sqlite:";

  private static final Logger LOG = LoggerFactory.getLogger(SqliteAddress.class);

  @Override
  public OpenStores open() {
    return open(() -> {});
  }

  @Override
  public OpenStores openAlone() throws IOException {
    Path directory = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    DataDirectory.open(directory);
    FileLock lock = lock(directory);
    try {
      return open(() -> unlock(lock));
    } catch (RuntimeException e) {
      unlock(lock);
      throw e;
    }
  }

  @Override
  public OpenStores openAsNode(NodeId node, byte[] secret) throws IOException {
    throw new IOException(
        "Several nodes need a database that they can share: --cluster goes with --store"
            + " mongodb://HOST/DATABASE, not with a file of SQLite.");
  }

  private OpenStores open(Runnable unlocking) {
    SqliteStores stores = SqliteStores.open(file, SqliteLimits.DEFAULT);
    return new OpenStores(
        stores,
        stores.transfer(),
        Hold.FIRM,
        () -> {
          stores.close();
          unlocking.run();
        },
        null);
  }

  private static FileLock lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(DataDirectory.LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new IOException(
          "Another Homeroom server runs on " + directory + "; stop it, or choose another --data.");
    }
    return lock;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void unlock(FileLock lock) {
    try {
      lock.close();
      lock.acquiredBy().close();
    } catch (IOException e) {
      LOG.warn("The lock of the store's file could not be given back.", e);
    }
  }

  @Override
  public String toString() {
    return SCHEME + file;
  }
}
