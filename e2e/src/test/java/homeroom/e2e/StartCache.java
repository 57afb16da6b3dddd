// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The AOT cache that the processes of a whole run start from, as those of an installation do: half
 * the work of a start. {@code -Dhomeroom.e2e.cache} names the file. The first process of tests that
 * needs one makes it, by a rehearsal; others go without until it is there, and all do if that
 * failed, which is said. A cache has only classes of jars, so that without one, as in {@code
 * ./homeroom dev test}, folders are on the class path.
 */
final class StartCache {

  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final List<String> REHEARSAL =
      List.of("homeroom.server.Main", "rehearse", "--students", "30");

  private static final int LONGEST_MINUTES = 2;

  private static final @Nullable Path CACHE = made();

  private StartCache() {}

  /** What starts {@code homeroom}, without its arguments. */
  static List<String> command() {
    var command = new ArrayList<>(JAVA);
    if (CACHE == null) {
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    } else {
      if (Files.exists(CACHE)) {
        command.add("-XX:AOTCache=" + CACHE);
      }
      command.addAll(List.of("-cp", jars()));
    }
    command.add("homeroom.server.Main");
    return command;
  }

  private static @Nullable Path made() {
    String name = System.getProperty("homeroom.e2e.cache");
    if (name == null) {
      return null;
    }
    Path cache = Path.of(name);
    try (FileChannel file =
            FileChannel.open(
                Path.of(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock != null && !isNew(cache)) {
        make(cache);
      }
      return cache;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void make(Path cache) throws IOException, InterruptedException {
    Files.deleteIfExists(cache);
    Path unfinished = Path.of(cache + ".new");
    var command = new ArrayList<>(JAVA);
    command.addAll(List.of("-XX:AOTCacheOutput=" + unfinished, "-cp", jars()));
    command.addAll(REHEARSAL);
    Path log = Path.of(cache + ".log");
    Process rehearsal =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (rehearsal.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) && rehearsal.exitValue() == 0) {
      Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
    } else {
      rehearsal.destroyForcibly();
      System.err.println("Servers start without a cache: the rehearsal failed, see " + log);
    }
  }

  /** Whether it is of the jars as they are. */
  private static boolean isNew(Path cache) {
    long made = cache.toFile().lastModified();
    return Stream.of(jars().split(File.pathSeparator, -1))
        .allMatch(jar -> new File(jar).lastModified() < made);
  }

  private static String jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
