// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.storage.sqlite.SqliteFault;
import homeroom.storage.sqlite.StoreCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The data directory and who can read it; the store, wherever it is, and its disk. */
final class DoctorData {

  /** From here on a disk is slow. */
  static final Duration SLOW_FSYNC = Duration.ofMillis(30);

  private static final int FSYNCS = 11;

  private final Path directory;

  private final Path secret;

  /** Null if the store is no file. */
  private final @Nullable Path file;

  /** Null if the store is a file. */
  private final @Nullable MongoAddress mongo;

  private final Clock clock;

  /**
   * @param secretFile of the options; null for the one in the directory
   */
  DoctorData(DataOption data, @Nullable Path secretFile, Clock clock) {
    this.directory = data.directory == null ? DataDirectory.SCHOOL : data.directory;
    this.secret = secretFile == null ? directory.resolve(DataDirectory.SECRET) : secretFile;
    this.file = data.storeFile(DataDirectory.SCHOOL);
    this.mongo = data.mongo();
    this.clock = clock;
  }

  List<Finding> findings() {
    if (!Files.isDirectory(directory)) {
      return List.of(
          Finding.broken(
              "There is no directory " + directory + ".", Program.NAME + " user add --help"));
    }
    var findings = new ArrayList<Finding>();
    findings.add(secret());
    if (mongo != null) {
      findings.addAll(new DoctorMongo(mongo, clock).findings());
    } else if (file != null) {
      findings.addAll(disk(file, folderOf(file)));
      findings.add(store(file));
    }
    return findings;
  }

  private static List<Finding> disk(Path file, Path folder) {
    try {
      return List.of(DiskRoom.of(file).finding(), fsync(folder));
    } catch (IOException e) {
      return List.of(
          Finding.broken(
              folder + " cannot be written: " + FailureSentence.of(e),
              Program.shell("ls -ld", folder)));
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
  }

  /** The file with the secret, which need not be there. */
  Path secretFile() {
    return secret;
  }

  /** Whether a server of this machine runs on the store. */
  boolean isServed() {
    Path lock = file == null ? null : file.resolveSibling(DataDirectory.LOCK);
    if (lock == null || !Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock mine = channel.tryLock()) {
      return mine == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Finding secret() {
    try {
      if (Files.exists(secret)) {
        DataDirectory.OwnerOnly.demand(secret);
      }
      return Finding.fine("Nobody else reads the secret in " + secret + ".");
    } catch (IOException e) {
      return Finding.broken(String.valueOf(e.getMessage()), Program.shell("chmod 600", secret));
    }
  }

  /** What every message waits for. */
  private static Finding fsync(Path folder) throws IOException {
    var times = new long[FSYNCS];
    Path file = Files.createTempFile(folder, ".doctor", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < FSYNCS; i++) {
        long began = System.nanoTime();
        channel.write(ByteBuffer.allocate(4096));
        channel.force(false);
        times[i] = System.nanoTime() - began;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(times);
    var median = Duration.ofNanos(times[FSYNCS / 2]);
    String said = "A write is durable after %.1f ms".formatted(median.toNanos() / 1e6);
    return median.compareTo(SLOW_FSYNC) > 0
        ? Finding.warning(said + ", which every message waits for.", "iostat -x 1 5")
        : Finding.fine(said + ".");
  }

  private Finding store(Path file) {
    if (!Files.exists(file)) {
      return Finding.warning(
          "There is no school in " + folderOf(file) + " yet.", Program.NAME + " user add --help");
    }
    try {
      StoreCheck check = StoreCheck.of(file);
      if (!check.isWhole()) {
        return Finding.broken(
            "The store " + file + " is damaged: " + String.join("; ", check.damages()),
            Program.NAME
                + " restore BACKUP    # the server stopped, the damaged directory moved aside");
      }
      if (check.version() < check.newest()) {
        return Finding.warning(
            "The store has version %d; the next start brings it to %d, after a copy."
                .formatted(check.version(), check.newest()),
            Program.NAME + " backup DIR");
      }
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return written.isAfter(clock.instant().plus(Duration.ofMinutes(1)))
          ? Finding.warning(
              "The store was written at " + written + ", which the clock says is to come.",
              "timedatectl")
          : Finding.fine("The store is whole and has version " + check.version() + ".");
    } catch (SqliteFault | IOException e) {
      return Finding.broken(FailureSentence.of(e), Program.shell("file", file));
    }
  }
}
