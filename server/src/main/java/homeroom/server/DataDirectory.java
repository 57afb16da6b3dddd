package homeroom.server;

import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one installation: {@code homeroom.db}, the {@code secret} that signs access
 * tokens, and the {@code lock} of the server that runs on it. Readable by its owner only.
 */
record DataDirectory(Path path) {

  /** The directory of a real school unless told otherwise. */
  static final Path SCHOOL = Path.of("data", "school");

  /** The directory of the demo unless told otherwise. */
  static final Path DEMO = Path.of("data", "demo");

  /** The name of the store in it. */
  static final String STORE = "homeroom.db";

  /** The name of the file with the secret. */
  static final String SECRET = "secret";

  static DataDirectory open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      OwnerOnly.restrict(path, "rwx------");
    }
    return new DataDirectory(path);
  }

  SqliteStores stores() {
    return SqliteStores.open(path.resolve(STORE), SqliteLimits.DEFAULT);
  }

  byte[] secret() throws IOException {
    return SecretFile.readOrMake(path.resolve(SECRET));
  }

  /**
   * Makes sure that this is the only server on the directory, until it is closed.
   *
   * @throws IOException if another one runs
   */
  FileLock lock() throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new IOException(
          "Another Homeroom server runs on " + path + "; stop it, or choose another --data.");
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

  /** Permissions where the file system has them. */
  static final class OwnerOnly {
    private OwnerOnly() {}

    static void restrict(Path path, String permissions) throws IOException {
      if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
      }
    }
  }
}
