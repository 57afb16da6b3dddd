// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One event as one line of JSON: {@code time} in UTC, {@code level}, {@code logger}, {@code
 * thread}, {@code message}, what the event names beside it, such as {@code request}, {@code user}
 * and {@code school}, and of a fault its causes with their first places. Texts have an end. Safe
 * for many threads.
 */
final class LogJson extends LayoutBase<ILoggingEvent> {

  /** UTF-16 units of a text. */
  private static final int MAX_TEXT = 4_000;

  private static final int MAX_CAUSES = 5;
  private static final int MAX_PLACES = 30;

  @Override
  public String doLayout(ILoggingEvent event) {
    var line = new StringBuilder(256);
    line.append("{\"time\":");
    quote(DateTimeFormatter.ISO_INSTANT.format(event.getInstant()), line);
    field("level", event.getLevel().toString(), line);
    field("logger", event.getLoggerName(), line);
    field("thread", event.getThreadName(), line);
    field("message", event.getFormattedMessage(), line);
    List<KeyValuePair> named = event.getKeyValuePairs();
    if (named != null) {
      named.forEach(pair -> field(pair.key, String.valueOf(pair.value), line));
    }
    event.getMDCPropertyMap().forEach((name, value) -> field(name, value, line));
    fault(event.getThrowableProxy(), line);
    return line.append("}\n").toString();
  }

  private static void fault(@Nullable IThrowableProxy first, StringBuilder line) {
    if (first == null) {
      return;
    }
    line.append(",\"fault\":[");
    @Nullable IThrowableProxy thrown = first;
    for (int i = 0; i < MAX_CAUSES && thrown != null; i++) {
      line.append(i == 0 ? "{\"class\":" : ",{\"class\":");
      quote(thrown.getClassName(), line);
      field("message", String.valueOf(thrown.getMessage()), line);
      line.append(",\"at\":[");
      StackTraceElementProxy[] places = thrown.getStackTraceElementProxyArray();
      for (int j = 0; j < Math.min(places.length, MAX_PLACES); j++) {
        line.append(j == 0 ? "" : ",");
        quote(places[j].getStackTraceElement().toString(), line);
      }
      line.append("]}");
      thrown = thrown.getCause();
    }
    line.append(']');
  }

  private static void field(String name, String value, StringBuilder line) {
    line.append(',');
    quote(name, line);
    line.append(':');
    quote(value, line);
  }

  private static void quote(String text, StringBuilder line) {
    line.append('"');
    for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || c == '\u007f' || c == '\u2028' || c == '\u2029' || isAlone(text, i)) {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  /** Half of a character, which UTF-8 cannot write. */
  private static boolean isAlone(String text, int at) {
    char c = text.charAt(at);
    return (Character.isHighSurrogate(c)
            && (at + 1 >= Math.min(text.length(), MAX_TEXT)
                || !Character.isLowSurrogate(text.charAt(at + 1))))
        || (Character.isLowSurrogate(c)
            && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1))));
  }
}
