// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that are needed until a school has come. The JVM compiles what it learned of a class
 * in the rehearsal once the class is initialized: left to the first who comes, that is half a
 * second of a processor while a school waits. So a list of them is kept beside the AOT cache, made
 * by the rehearsal out of what the JVM logs, and a server that is ready has them initialized by a
 * thread of its own. Without the list all works as well.
 */
final class FirstMorning {

  private static final Logger LOG = LoggerFactory.getLogger(FirstMorning.class);

  /** Options of the JVM, which name the files. */
  private static final String CACHE = "-XX:AOTCache=";

  private static final String CACHE_IS_MADE = "-XX:AOTCacheOutput=";

  /** Beside the cache. */
  private static final String LIST = ".classes";

  /** What {@code -Xlog:class+init} wrote, beside the cache, while that is made. */
  private static final String JVM_LOG = ".init";

  /** A class with a name of its own: none that was made while the program ran. */
  private static final Pattern INITIALIZING = Pattern.compile("Initializing '([\\w/$]+)' ");

  private static final Pattern MADE = Pattern.compile("\\$\\$|/\\$Proxy|LambdaForm");

  private FirstMorning() {}

  /**
   * Writes the list of all that was initialized until now, which is the end of a first morning;
   * none if the JVM makes no cache, or does not log what it initializes.
   */
  static void write() throws IOException {
    Optional<String> cache = option(CACHE_IS_MADE);
    if (cache.isPresent() && Files.exists(Path.of(cache.get() + JVM_LOG))) {
      write(Path.of(cache.get() + JVM_LOG), Path.of(cache.get() + LIST));
    }
  }

  static void write(Path log, Path list) throws IOException {
    Files.write(
        list,
        Files.readAllLines(log).stream()
            .map(INITIALIZING::matcher)
            .filter(Matcher::find)
            .map(line -> line.group(1))
            .filter(name -> !MADE.matcher(name).find())
            .map(name -> name.replace('/', '.'))
            .toList());
  }

  /** Has the classes of the list beside the cache initialized, by another thread. */
  static void prepare() {
    option(CACHE)
        .map(cache -> Path.of(cache + LIST))
        .filter(Files::exists)
        .ifPresent(
            list -> Thread.ofPlatform().daemon().name("first-morning").start(() -> prepare(list)));
  }

  static void prepare(Path list) {
    try {
      Files.readAllLines(list).forEach(FirstMorning::initialize);
    } catch (IOException e) {
      LOG.debug("{} is not read", list, e);
    }
  }

  /** One that is not there any more, or does not work here, is for whoever needs it. */
  private static void initialize(String name) {
    try {
      var _ = Class.forName(name, true, FirstMorning.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      LOG.debug("{} is not initialized", name, e);
    }
  }

  private static Optional<String> option(String start) {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith(start))
        .map(option -> option.substring(start.length()))
        .findFirst();
  }
}
