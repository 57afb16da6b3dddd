// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How the log is written where no file of logback's says otherwise. Written as such a file, the
 * same would take a tenth of the work of a start. Found by name, in {@code META-INF/services}.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext logs) {
    if (hasFile()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var outOfMemory = new OutOfMemory();
    outOfMemory.start();
    logs.addTurboFilter(outOfMemory);
    logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(standardError(logs));
    logs.getLogger("homeroom").setLevel(Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Whether there is one where logback looks. */
  private static boolean hasFile() {
    String named = System.getProperty("logback.configurationFile");
    return (named != null && isThere(named))
        || Stream.of("logback-test.xml", "logback.xml")
            .anyMatch(name -> ClassLoader.getSystemResource(name) != null);
  }

  /** Without it logback would write everything that libraries say. */
  private static boolean isThere(String file) {
    return file.contains("://")
        || Files.exists(Path.of(file))
        || ClassLoader.getSystemResource(file) != null;
  }

  private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext logs) {
    var lines = new LogFormat.Chosen();
    lines.setContext(logs);
    lines.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(logs);
    encoder.setLayout(lines);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(logs);
    appender.setName("STDERR");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
