// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import homeroom.api.auth.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An identity provider that does not answer: not everybody who signs in waits for it. */
class ProviderAwayTest {

  private final SettableClock clock = new SettableClock();
  private final AtomicInteger asked = new AtomicInteger();
  private final PendingSignIn pending =
      new PendingSignIn("hill", "state", "nonce", "v".repeat(43), "/", clock.instant());

  private HttpServer server;
  private String issuer;
  private ProviderConnection connection;
  private volatile boolean away;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    issuer = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext("/.well-known/openid-configuration", this::answer);
    server.start();
    connection =
        new ProviderConnection(
            new OidcProvider("hill", issuer, "client", null, "hill", null),
            URI.create("https://my.school/callback"),
            clock);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whoComesSoonAfterIsToldAtOnce() throws Exception {
    away = true;
    refused();
    refused();
    assertThat(asked).hasValue(1);
    away = false;
    clock.goOn(Duration.ofSeconds(10));
    assertThat(begun()).startsWith(issuer + "/auth?");
  }

  @Test
  void whatWasKnownOfItStandsUntilItAnswersAgain() throws Exception {
    String known = begun();
    assertThat(asked).hasValue(1);
    away = true;
    clock.goOn(Duration.ofMinutes(10));
    assertThat(begun()).isEqualTo(known);
    assertThat(begun()).isEqualTo(known);
    assertThat(asked).hasValue(2);
    clock.goOn(Duration.ofSeconds(10));
    assertThat(begun()).isEqualTo(known);
    assertThat(asked).hasValue(3);
  }

  private String begun() throws OidcFailure {
    return connection.authorizationRequest(pending).toString();
  }

  private void refused() {
    assertThatThrownBy(this::begun).isInstanceOf(OidcFailure.class);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    byte[] document =
        """
        {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token",
        "jwks_uri":"%1$s/jwks","response_types_supported":["code"],
        "subject_types_supported":["public"],
        "id_token_signing_alg_values_supported":["RS256"]}\
        """
            .formatted(issuer)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(away ? 503 : 200, document.length);
    try (exchange) {
      exchange.getResponseBody().write(document);
    }
  }
}
