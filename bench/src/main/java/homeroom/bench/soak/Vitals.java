// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import homeroom.bench.server.DemoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a server's process holds.
 *
 * @param process the how manieth since the beginning, from 1
 * @param ageSeconds since it was ready
 * @param residentBytes of it in memory
 * @param threads of the system
 * @param files open, connections among them
 * @param dataBytes in its data directory
 */
record Vitals(
    int process, int ageSeconds, long residentBytes, int threads, int files, long dataBytes) {

  static Vitals of(DemoServer server, int process, int ageSeconds) {
    Path proc = Path.of("/proc/" + server.pid());
    return new Vitals(
        process,
        ageSeconds,
        server.residentBytes(),
        entries(proc.resolve("task")),
        entries(proc.resolve("fd")),
        size(server.folder()));
  }

  private static int entries(Path folder) {
    try (var entries = Files.list(folder)) {
      return (int) entries.count();
    } catch (IOException gone) {
      throw new UncheckedIOException("the server's process is gone", gone);
    }
  }

  /** Files come and go while a store works. */
  private static long size(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException gone) {
      throw new UncheckedIOException("the data directory cannot be read", gone);
    }
  }
}
