// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process once memory has run out, wherever whoever caught that reports it: a server that
 * goes on has lost threads and connections at random, and whatever started it starts it again. The
 * JVM does so by itself for what it throws ({@code -XX:+ExitOnOutOfMemoryError}); this is for what
 * libraries throw, such as the network's memory outside the heap. It looks at whatever is handed to
 * a logger, at every level, and at what no thread caught.
 */
public final class OutOfMemory extends TurboFilter {

  /** What a process ends with that the JVM ends for this reason. */
  private static final int EXIT_CODE = 3;

  private static final int MAX_CAUSES = 10;

  private final Consumer<String> end;

  /** As the configuration of the log makes it, also one in a file. */
  public OutOfMemory() {
    this(why -> {
      System.err.println(why);
      Runtime.getRuntime().halt(EXIT_CODE);
    });
  }

  /**
   * @param end told why the process ends
   */
  OutOfMemory(Consumer<String> end) {
    this.end = end;
  }

  /** Has threads end the process that end by an error of this kind. */
  static void watchThreads() {
    var watching = new OutOfMemory();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
      watching.check(thrown);
      LoggerFactory.getLogger(OutOfMemory.class)
          .error("The thread {} ended.", thread.getName(), thrown);
    });
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    check(thrown);
    if (params != null
        && params.length > 0
        && params[params.length - 1] instanceof Throwable last) {
      check(last);
    }
    return FilterReply.NEUTRAL;
  }

  private void check(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof OutOfMemoryError) {
        end.accept("Homeroom ends, to be started again: it ran out of memory (" + cause + ").");
        return;
      }
      cause = cause.getCause();
    }
  }
}
