// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of one event: a line, and for a fault one more per cause and place, indented.
 * Whatever comes from outside stays within its line: control characters and separators of lines are
 * written as their numbers, and a text has an end. Safe for many threads.
 */
public final class LogLine extends LayoutBase<ILoggingEvent> {

  /** UTF-16 units of a message. */
  private static final int MAX_TEXT = 4_000;

  private static final int MAX_CAUSES = 5;

  /** Lines of a stack trace, of each cause. */
  private static final int MAX_PLACES = 30;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

  @Override
  public String doLayout(ILoggingEvent event) {
    String logger = event.getLoggerName();
    var line = new StringBuilder(200);
    TIME.formatTo(event.getInstant(), line);
    line.append(' ').append(event.getLevel());
    line.append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
    write(event.getFormattedMessage(), line);
    line.append('\n');
    @Nullable IThrowableProxy thrown = event.getThrowableProxy();
    for (int i = 0; i < MAX_CAUSES && thrown != null; i++) {
      write(thrown, i == 0 ? "" : "caused by ", line);
      thrown = thrown.getCause();
    }
    return line.toString();
  }

  private static void write(IThrowableProxy thrown, String before, StringBuilder line) {
    line.append("  ").append(before).append(thrown.getClassName()).append(": ");
    write(thrown.getMessage(), line);
    line.append('\n');
    StackTraceElementProxy[] places = thrown.getStackTraceElementProxyArray();
    for (int i = 0; i < Math.min(places.length, MAX_PLACES); i++) {
      line.append("    ").append(places[i].getSTEAsString()).append('\n');
    }
    if (places.length > MAX_PLACES) {
      line.append("    and ").append(places.length - MAX_PLACES).append(" more\n");
    }
  }

  private static void write(@Nullable String text, StringBuilder line) {
    if (text == null) {
      return;
    }
    for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
      char c = text.charAt(i);
      if (isWritable(c)) {
        line.append(c);
      } else {
        line.append("\\u").append(String.format("%04x", (int) c));
      }
    }
    if (text.length() > MAX_TEXT) {
      line.append(" … and ").append(text.length() - MAX_TEXT).append(" characters more");
    }
  }

  /** Nor what turns the direction of a line, or is no character by itself. */
  private static boolean isWritable(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
