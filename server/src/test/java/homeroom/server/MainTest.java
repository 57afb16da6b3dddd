// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo", "roster"})
  void aCommandThatIsMadeWithoutTheOthersSaysTheSameOfItself(String name) {
    CommandLine alone = Main.alone(name, Clock.systemUTC()).orElseThrow();
    assertThat(Main.all(Clock.systemUTC()).getSubcommands())
        .extractingByKey(name)
        .extracting(CommandLine::getUsageMessage)
        .isEqualTo(alone.getUsageMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "--help", "sreve", ""})
  void whateverElseIsAskedIsAskedOfAllCommands(String name) {
    assertThat(Main.alone(name, Clock.systemUTC())).isEmpty();
  }
}
