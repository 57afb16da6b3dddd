// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of one installation: the {@code secret} that signs access tokens, and {@code
 * homeroom.db} unless the store is elsewhere. Readable by its owner only.
 *
 * @param store where the store is
 */
record DataDirectory(Path path, StoreAddress store) {

  /** The directory of a real school unless told otherwise. */
  static final Path SCHOOL = Path.of("data", "school");

  /** The directory of the demo unless told otherwise. */
  static final Path DEMO = Path.of("data", "demo");

  /** The name of the store in it. */
  static final String STORE = "homeroom.db";

  /** The name of the file that the one server on a store holds, beside the store. */
  static final String LOCK = "lock";

  /** The name of the file with the secret. */
  static final String SECRET = "secret";

  /** The name of the file with the token for the metrics. */
  static final String METRICS_TOKEN = "metrics-token";

  /** The folder of the rosters that admins upload, until they are applied or given up. */
  static final String UPLOADS = "uploads";

  /** With the store in it. */
  static DataDirectory open(Path path) throws IOException {
    return open(path, new SqliteAddress(path.resolve(STORE)));
  }

  static DataDirectory open(Path path, StoreAddress store) throws IOException {
    if (!Files.isDirectory(path)) {
      if (Files.exists(path)) {
        throw new NotDirectoryException(path.toString());
      }
      Files.createDirectories(path);
      OwnerOnly.restrict(path, "rwx------");
    }
    return new DataDirectory(path, store);
  }

  /** Where what people write is, for people; has no password. */
  String place() {
    return hasStore() ? path.toString() : store.toString();
  }

  /** Whether the store is in it. */
  boolean hasStore() {
    return store.equals(new SqliteAddress(path.resolve(STORE)));
  }

  /** The secret, made on first use. */
  byte[] secret() throws IOException {
    return SecretFile.readOrMake(path.resolve(SECRET));
  }

  /** What opens {@code /metrics} on the main port, made on first use; an operator may choose it. */
  String metricsToken() throws IOException {
    return SecretFile.textOrMake(path.resolve(METRICS_TOKEN));
  }

  /** Permissions where the file system has them. */
  static final class OwnerOnly {
    private OwnerOnly() {}

    /**
     * Refuses a file that others on this machine may read or change.
     *
     * @throws IOException that says what to run
     */
    static void demand(Path file) throws IOException {
      if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
        return;
      }
      var permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IOException(
            "Every user of this machine can read or change "
                + file
                + ", and with it act as anybody. Run: "
                + Program.shell("chmod 600", file));
      }
    }

    static void restrict(Path path, String permissions) throws IOException {
      if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
      }
    }
  }
}
