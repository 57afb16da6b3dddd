// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs of this machine. */
final class Programs {

  private Programs() {}

  /** Whether a program of this name is on the PATH. */
  static boolean has(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Runs a program to its end.
   *
   * @param folder where, or null for the current one
   * @return all that it said
   * @throws IOException with all that it said, if it fails
   */
  static String run(List<String> command, @Nullable Path folder)
      throws IOException, InterruptedException {
    return run(command, folder, Map.of());
  }

  /** The same with more variables in its environment. */
  static String run(List<String> command, @Nullable Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("'" + String.join(" ", command) + "' failed:\n" + said);
    }
    return said;
  }

  /** Ends a process, by force if it takes longer than that or this thread is interrupted. */
  static void end(Process process, int seconds) {
    process.destroy();
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
