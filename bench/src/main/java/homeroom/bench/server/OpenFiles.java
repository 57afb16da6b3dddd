// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How many files, connections included, a process may have open. */
public final class OpenFiles {

  private static final String LIMIT = "Max open files";

  /** Beside the connections that are measured. */
  private static final int OTHERS = 500;

  private OpenFiles() {}

  /** Why this process, and thus a server, cannot have so many connections; empty if it can. */
  public static Optional<String> obstacleTo(int connections) throws IOException {
    long needed = connections + (long) OTHERS;
    long allowed = allowed();
    return allowed >= needed
        ? Optional.empty()
        : Optional.of(
            "This needs %d open files, and this shell allows %d. Run 'ulimit -n %d' first."
                .formatted(needed, allowed, needed));
  }

  /** The soft limit of this process, which the JVM has raised to the hard one. */
  private static long allowed() throws IOException {
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
