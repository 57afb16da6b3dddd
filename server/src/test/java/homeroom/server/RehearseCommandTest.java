// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RehearseCommandTest {

  /** As the launchers run it, with fewer people: each call in it has to be answered well. */
  @Test
  void whatIsRehearsedIsWhatTheServerDoes() {
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    assertThat(new CommandLine(new RehearseCommand(clock)).execute("--students", "30")).isZero();
  }
}
