// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files, connections included, a process may have open. */
public final class OpenFiles {

  private static final String LIMIT = "Max open files";

  private OpenFiles() {}

  /** The soft limit of this process, which the JVM has raised to the hard one. */
  public static long allowed() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
      return lines
          .filter(line -> line.startsWith(LIMIT))
          .map(line -> line.substring(LIMIT.length()).strip().split("\\s+", -1)[0])
          .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
          .findFirst()
          .orElse(Long.MAX_VALUE);
    }
  }
}
