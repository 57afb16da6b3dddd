// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of a process is in memory. */
public final class Resident {

  private static final String NOW = "VmRSS:";
  private static final String PEAK = "VmHWM:";

  private Resident() {}

  /** Bytes of the process now. */
  public static long bytes(long pid) {
    return field(pid, NOW);
  }

  /** The most bytes the process ever had. */
  static long peakBytes(long pid) {
    return field(pid, PEAK);
  }

  private static long field(long pid, String name) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("process " + pid + " is gone"));
    } catch (IOException gone) {
      throw new UncheckedIOException("process " + pid + " is gone", gone);
    }
  }
}
