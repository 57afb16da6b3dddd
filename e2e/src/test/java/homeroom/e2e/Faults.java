// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;

/**
 * Faults of disk and clock in one process, by a library that is compiled with gcc and preloaded;
 * without gcc, or elsewhere than on Linux, the test is skipped. They hold as soon as they are set.
 */
final class Faults {

  /** A device that fails; {@code errno.h} of Linux. */
  static final int EIO = 5;

  /** No permission. */
  static final int EACCES = 13;

  /** No room. */
  static final int ENOSPC = 28;

  /** A file system that was mounted anew, for reading only, as Linux does after errors. */
  static final int EROFS = 30;

  /** The fields of {@code struct faults}, in its order. */
  enum Kind {
    WRITE(0),
    SYNC(1),
    SYNC_MILLIS(2),
    READ(3),
    OPEN(4),
    CLOCK_SECONDS(5),
    HURT(6);

    private final int place;

    Kind(int place) {
      this.place = place;
    }
  }

  private final Path library;
  private final Path file;
  private final IntBuffer values;

  private Faults(Path library, Path file, IntBuffer values) {
    this.library = library;
    this.file = file;
    this.values = values;
  }

  static Faults in(Path folder) throws Exception {
    Path source = folder.resolve("faults.c");
    try (InputStream in = Faults.class.getResourceAsStream("faults.c")) {
      Files.copy(Objects.requireNonNull(in), source);
    }
    Path library = folder.resolve("faults.so");
    assumeTrue(compiles(source, library), "no gcc for Linux: faults of the disk are not tested");
    Path file = Files.write(folder.resolve("faults"), new byte[4096]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      IntBuffer values =
          channel
              .map(FileChannel.MapMode.READ_WRITE, 0, 4096)
              .order(ByteOrder.nativeOrder())
              .asIntBuffer();
      return new Faults(library, file, values);
    }
  }

  private static boolean compiles(Path source, Path library) throws InterruptedException {
    try {
      return System.getProperty("os.name").equals("Linux")
          && new ProcessBuilder(
                      "gcc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                  .inheritIO()
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a process is to be started with, so that files below the path have the faults. */
  Map<String, String> environment(Path hurt) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "HOMEROOM_FAULTS", file.toString(),
        "HOMEROOM_FAULTS_PATH", hurt.toString());
  }

  void set(Kind kind, int value) {
    values.put(kind.place, value);
  }

  /** How often something was refused. */
  int hurt() {
    return values.get(Kind.HURT.place);
  }

  /** All is well again. */
  void end() {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.HURT) {
        set(kind, 0);
      }
    }
  }
}
