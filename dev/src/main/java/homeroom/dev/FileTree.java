// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Folders with all that is in them, as packages have them: the same bytes give the same file. */
final class FileTree {

  /** The time of every file, that of the build's own jars; whole seconds, as archives keep them. */
  static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private FileTree() {}

  static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes the folder that a file will be in. */
  static void makeParent(Path file) {
    Checkout.create(Objects.requireNonNull(file.getParent(), "below a folder"));
  }

  static void copyAll(Path from, Path to) throws IOException {
    makeParent(to);
    for (Path file : walk(from)) {
      Path copy = to.resolve(from.relativize(file));
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Checkout.create(copy);
      } else {
        copy(file, copy);
      }
    }
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Gives everything the same time, and the permissions that everybody may read it with. */
  static void fixTimes(Path folder) throws IOException {
    for (Path file : walk(folder).reversed()) {
      if (!Files.isSymbolicLink(file)) {
        boolean runs = Files.isDirectory(file) || Files.isExecutable(file);
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
        Files.setLastModifiedTime(file, TIME);
      }
    }
  }

  static long bytes(Path folder) throws IOException {
    long sum = 0;
    for (Path file : walk(folder)) {
      sum += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return sum;
  }

  static String megabytes(Path file) {
    try {
      return String.format(Locale.ROOT, "%.1f MB", Files.size(file) / 1e6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code sha256sum --check} reads them. */
  static void writeChecksums(Path folder, List<Path> files) throws IOException {
    var lines = new StringBuilder();
    for (Path file : files) {
      byte[] digest = sha256().digest(Files.readAllBytes(file));
      lines.append(HexFormat.of().formatHex(digest)).append("  ").append(file.getFileName());
      lines.append('\n');
    }
    Files.writeString(folder.resolve("SHA256SUMS"), lines);
  }

  static void deleteAll(Path folder) {
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        for (Path file : walk(folder).reversed()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folders before what is in them. */
  static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
