// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.api.auth.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An identity provider that does not answer: not everybody who signs in waits for it. */
class ProviderAwayTest {

  private final SettableClock clock = new SettableClock();
  private final PendingSignIn pending =
      new PendingSignIn("hill", "state", "nonce", "v".repeat(43), "/", clock.instant());

  private TestProvider provider;
  private ProviderConnection connection;

  @BeforeEach
  void start() throws IOException {
    provider = new TestProvider();
    connection =
        new ProviderConnection(
            new OidcProvider(
                "hill", provider.issuer(), "client", null, "hill", null, new RosterField.Name()),
            URI.create("https://my.school/callback"),
            clock);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void whoComesSoonAfterIsToldAtOnce() throws Exception {
    provider.setAway(true);
    refused();
    refused();
    assertThat(provider.asked()).isEqualTo(1);
    provider.setAway(false);
    clock.goOn(Duration.ofSeconds(10));
    assertThat(begun()).startsWith(provider.issuer() + "/auth?");
  }

  @Test
  void whatWasKnownOfItStandsUntilItAnswersAgain() throws Exception {
    String known = begun();
    assertThat(provider.asked()).isEqualTo(1);
    provider.setAway(true);
    clock.goOn(Duration.ofMinutes(10));
    assertThat(begun()).isEqualTo(known);
    assertThat(begun()).isEqualTo(known);
    assertThat(provider.asked()).isEqualTo(2);
    clock.goOn(Duration.ofSeconds(10));
    assertThat(begun()).isEqualTo(known);
    assertThat(provider.asked()).isEqualTo(3);
  }

  private String begun() throws OidcFailure {
    return connection.authorizationRequest(pending).toString();
  }

  private void refused() {
    assertThatThrownBy(this::begun).isInstanceOf(OidcFailure.class);
  }
}
