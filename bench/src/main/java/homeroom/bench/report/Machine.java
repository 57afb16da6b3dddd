// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Where and when something was measured.
 *
 * @param date in UTC
 * @param processor as the kernel names it
 * @param processors how many this process may use
 * @param memoryGib of the machine
 * @param kernel its name and version
 * @param java the version of this JVM, and of the servers on it
 */
public record Machine(
    LocalDate date, String processor, int processors, long memoryGib, String kernel, String java) {

  /** This machine, today. */
  public static Machine here() throws IOException {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC),
        valueOf("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(valueOf("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) >> 20,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
  }

  private static String valueOf(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0");
    }
  }

  /** One sentence. */
  public String sentence() {
    return "Measured on %s, on %d processors (%s), %d GiB of memory, %s, %s."
        .formatted(date, processors, processor, memoryGib, kernel, java);
  }
}
