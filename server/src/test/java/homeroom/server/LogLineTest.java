// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Nothing that a client sends makes a line of its own in the log. */
class LogLineTest {

  private static final String FORGED =
      "/a\r\n2026-11-27 ERROR Forged\u001b[2J\u2028x\u202ey\u0085z";

  private final LogLine layout = new LogLine();

  @Test
  void controlCharactersAreWrittenAsTheirNumbers() {
    assertThat(line("GET " + FORGED, null))
        .endsWith(
            " WARN LogLineTest: GET /a\\u000d\\u000a2026-11-27 ERROR Forged\\u001b[2J\\u2028x"
                + "\\u202ey\\u0085z\n")
        .containsOnlyOnce("\n");
  }

  @Test
  void thoseOfAFaultAndItsCausesToo() {
    var fault = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
    assertThat(line("x", fault).lines().skip(1))
        .allMatch(each -> each.startsWith("  "))
        .anyMatch(each -> each.startsWith("  java.lang.IllegalStateException: /a\\u000d"))
        .anyMatch(each -> each.startsWith("  caused by java.lang.IllegalArgumentException: /a"));
  }

  @Test
  void namesOfAllLanguagesStayReadable() {
    assertThat(line("Zoë Çelik 李 ليلى 😀", null)).endsWith("Zoë Çelik 李 ليلى 😀\n");
  }

  @Test
  void aStackThatOverflowedIsAFewLines() {
    var fault = new StackOverflowError();
    var trace = new StackTraceElement[1_024];
    Arrays.fill(trace, new StackTraceElement("homeroom.Some", "method", "Some", 1));
    fault.setStackTrace(trace);
    assertThat(line("x", fault).lines()).hasSizeLessThan(40);
    assertThat(line("x".repeat(100_000), fault)).hasSizeLessThan(8_000);
  }

  private String line(String message, @Nullable Throwable fault) {
    var log = (Logger) LoggerFactory.getLogger(LogLineTest.class);
    return layout.doLayout(
        new LoggingEvent(Logger.FQCN, log, Level.WARN, "{}", fault, new Object[] {message}));
  }
}
