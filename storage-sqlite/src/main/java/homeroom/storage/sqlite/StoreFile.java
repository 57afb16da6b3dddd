// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Makes files and directories that only the server's own user may enter, where the file system
 * knows permissions. SQLite gives the files beside the database the same ones.
 */
final class StoreFile {

  private StoreFile() {}

  /** Makes the file, empty, and the directories above it, unless they are there. */
  static void prepare(Path file) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null && !Files.isDirectory(directory)) {
        Files.createDirectories(directory, only("rwx------"));
      }
      if (!Files.exists(file)) {
        Files.createFile(file, only("rw-------"));
      }
    } catch (FileAlreadyExistsException e) {
      // Another process made it at the same moment.
      return;
    } catch (IOException e) {
      throw new SqliteFault("The store's file cannot be made: " + file, e);
    }
  }

  /** Makes the names in a directory durable, where the file system can be asked to. */
  static void force(Path directory) throws IOException {
    if (isPosix()) {
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /** Deletes the directory and the files in it. */
  static void deleteAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new SqliteFault("A temporary store was not deleted: " + directory, e);
    }
  }

  private static FileAttribute<?>[] only(String permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
