// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every event is one line, and that line is JSON, whatever is in it. */
class LogJsonTest {

  private static final String ODD = "a \"quoted\\ \r\n\u2028 \u0000 \ud800 😀 ليلى";

  @Test
  void aLineHasWhatProgramsSearchBy() {
    LoggingEvent event = event("{} failed", "message:send");
    event.setKeyValuePairs(List.of(new KeyValuePair("reference", "r1")));
    event.setMDCPropertyMap(Map.of("user", "u1", "school", "s1"));
    JsonNode line = read(new LogJson().doLayout(event));
    assertThat(line.get("level").stringValue()).isEqualTo("WARN");
    assertThat(line.get("message").stringValue()).isEqualTo("message:send failed");
    assertThat(line.get("reference").stringValue()).isEqualTo("r1");
    assertThat(line.get("user").stringValue()).isEqualTo("u1");
    assertThat(line.get("school").stringValue()).isEqualTo("s1");
    assertThat(line.get("time").stringValue()).endsWith("Z");
  }

  @Test
  void textsOfEveryKindStayInTheirPlace() {
    var fault = new IllegalStateException(ODD, new IllegalArgumentException(ODD));
    var event =
        new LoggingEvent(Logger.FQCN, logger(), Level.WARN, "{}", fault, new Object[] {ODD});
    String text = new LogJson().doLayout(event);
    assertThat(text.lines()).hasSize(1);
    JsonNode line = read(text);
    assertThat(line.get("message").stringValue()).startsWith("a \"quoted\\ \r\n").endsWith("ليلى");
    assertThat(line.get("fault")).hasSize(2);
    assertThat(line.get("fault").get(1).get("class").stringValue())
        .isEqualTo("java.lang.IllegalArgumentException");
  }

  @Test
  void aTextHasAnEnd() {
    assertThat(new LogJson().doLayout(event("{}", "😀".repeat(100_000)))).hasSizeLessThan(5_000);
  }

  private static LoggingEvent event(String message, String argument) {
    return new LoggingEvent(
        Logger.FQCN, logger(), Level.WARN, message, null, new Object[] {argument});
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(LogJsonTest.class);
  }

  private static JsonNode read(String line) {
    return JsonMapper.shared().readTree(line);
  }
}
