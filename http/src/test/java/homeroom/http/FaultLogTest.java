// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import homeroom.http.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A fault that comes again and again is logged once, and counted. */
class FaultLogTest {

  private final Logger log = (Logger) LoggerFactory.getLogger("homeroom.http.FaultLogTest.log");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final ManualTime time = new ManualTime();
  private final FaultLog faults = new FaultLog(time);

  @BeforeEach
  void listen() {
    logged.start();
    log.detachAndStopAllAppenders();
    log.addAppender(logged);
    log.setAdditive(false);
  }

  @Test
  void theSameFaultIsOneLineAndOneCount() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      fail(String.valueOf(i));
    }
    assertThat(lines()).containsExactly("GET / failed, reference 0");
    time.advance(Duration.ofSeconds(FaultLog.SECONDS));
    assertThat(lines()).hasSize(2);
    assertThat(lines().getLast())
        .startsWith("999 faults more like 'GET / failed', reference 0, in 10 s:")
        .contains("java.lang.IllegalStateException at homeroom.http.FaultLogTest.fail");
  }

  @Test
  void whoeverMeetsItIsToldTheReferenceThatStandsInTheLog() {
    assertThat(fail("first")).isEqualTo("first");
    assertThat(fail("second")).isEqualTo("first");
  }

  @Test
  void aSpanWithoutItMakesItNew() throws Exception {
    fail("first");
    time.advance(Duration.ofSeconds(FaultLog.SECONDS));
    assertThat(fail("second")).isEqualTo("second");
    assertThat(lines()).hasSize(2);
  }

  @Test
  void whileItGoesOnEachSpanHasItsCount() throws Exception {
    for (int span = 0; span < 3; span++) {
      fail("a");
      fail("b");
      time.advance(Duration.ofSeconds(FaultLog.SECONDS));
    }
    assertThat(lines()).hasSize(4);
    assertThat(lines().get(1)).startsWith("1 faults more");
    assertThat(lines().get(3)).startsWith("2 faults more");
  }

  @Test
  void anotherKindOrPlaceIsAnotherFault() {
    fail("a");
    assertThat(faults.report(log, "b", "x", new IllegalStateException())).isEqualTo("b");
    assertThat(faults.report(log, "c", "x", new RuntimeException(new ArithmeticException())))
        .isEqualTo("c");
  }

  @Test
  void soManyKindsAreToldApartAndTheRestIsOne() {
    for (int i = 0; i < 3 * FaultLog.MAX_KINDS; i++) {
      var fault = new IllegalStateException();
      fault.setStackTrace(
          new StackTraceElement[] {new StackTraceElement("homeroom.Some", "method", "Some", i)});
      var _ = faults.report(log, String.valueOf(i), "x", fault);
    }
    assertThat(lines()).hasSize(FaultLog.MAX_KINDS + 1);
  }

  private String fail(String reference) {
    return faults.report(log, reference, "GET / failed", new IllegalStateException());
  }

  private List<String> lines() {
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
