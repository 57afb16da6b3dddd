// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory that ran out ends the process, whoever caught it. */
class OutOfMemoryTest {

  private final List<String> ended = new ArrayList<>();
  private final LoggerContext logs = new LoggerContext();

  OutOfMemoryTest() {
    logs.addTurboFilter(new OutOfMemory(ended::add));
  }

  @Test
  void whatIsLoggedOfItEndsTheProcess() {
    logs.getLogger("io.netty").warn("Unexpected exception.", new OutOfMemoryError("Direct buffer"));
    assertThat(ended)
        .containsExactly(
            "Homeroom ends, to be started again: it ran out of memory"
                + " (java.lang.OutOfMemoryError: Direct buffer).");
  }

  @Test
  void soDoesWhatWouldNotBeWritten() {
    logs.getLogger("homeroom").setLevel(Level.OFF);
    logs.getLogger("homeroom").debug("closed", new IllegalStateException(new OutOfMemoryError()));
    logs.getLogger("homeroom").error("{} of {} failed", 1, 2, new OutOfMemoryError());
    assertThat(ended).hasSize(2);
  }

  @Test
  void whatTheNetworkThrowsIsOfThisKind() {
    assertThat(OutOfMemoryError.class).isAssignableFrom(OutOfDirectMemoryError.class);
  }

  @Test
  void otherFaultsDoNot() {
    logs.getLogger("homeroom").error("x", new StackOverflowError());
    logs.getLogger("homeroom").error("x", new IllegalStateException(new RuntimeException()));
    assertThat(ended).isEmpty();
  }
}
