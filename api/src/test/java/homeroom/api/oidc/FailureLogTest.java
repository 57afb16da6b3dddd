// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.TestTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever has sign-ins fail fills no log. */
class FailureLogTest {

  private final TestTime time = new TestTime();
  private final FailureLog log = new FailureLog(time);

  @Test
  void aReasonIsSaidOnceAndThenCounted() {
    assertThat(log.line("hill", new OidcFailure("the state is another one")))
        .contains("A sign-in with hill came to nothing: the state is another one.");
    for (int i = 0; i < 1_000; i++) {
      assertThat(log.line("hill", new OidcFailure("the state is another one"))).isEmpty();
    }
    assertThat(log.line("hill", new OidcFailure("the answer came before"))).isPresent();
    assertThat(log.line("dale", new OidcFailure("the state is another one"))).isPresent();
    time.pass(Duration.ofSeconds(10));
    assertThat(log.line("hill", new OidcFailure("the state is another one")).orElseThrow())
        .endsWith("the state is another one, as 1000 more since that was last said.");
    time.pass(Duration.ofSeconds(10));
    assertThat(log.line("hill", new OidcFailure("the state is another one")).orElseThrow())
        .endsWith("the state is another one.");
  }
}
