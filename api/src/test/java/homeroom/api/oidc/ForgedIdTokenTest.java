// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that answers with whatever ID token an attacker would like. */
class ForgedIdTokenTest {

  private static final String SECRET = "a secret of thirty-two characters";
  private static final RSAKey OTHER_KEY = TestProvider.newKey();

  private TestProvider server;
  private ProviderConnection connection;

  private final PendingSignIn pending =
      new PendingSignIn(
          "hill",
          "state",
          "the nonce",
          "a verifier of at least forty-three characters, as PKCE"
              .replace(' ', '-')
              .replace(',', '.'),
          "/",
          Instant.MAX);

  @BeforeEach
  void start() throws IOException {
    server = new TestProvider();
    var provider =
        new OidcProvider(
            "hill", server.issuer(), "client", SECRET, "hill", null, new RosterField.Name());
    connection =
        new ProviderConnection(
            provider, URI.create("https://my.school/callback"), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anHonestOneIsTaken() throws Exception {
    server.give(TestProvider.signed(honest().build()));
    assertThat(connection.exchange("code", pending).subject()).isEqualTo("ada");
  }

  @Test
  void oneThatIsForSomebodyElseIsRefused() {
    refused(TestProvider.signed(honest().audience("another client").build()));
    refused(TestProvider.signed(honest().issuer("https://other.example").build()));
    refused(TestProvider.signed(honest().claim("nonce", "of somebody else").build()));
    refused(TestProvider.signed(honest().claim("nonce", null).build()));
    refused(
        TestProvider.signed(
            honest().audience(List.of("client", "other")).claim("azp", "other").build()));
  }

  @Test
  void oneThatIsOverIsRefused() {
    refused(
        TestProvider.signed(
            honest().expirationTime(Date.from(Instant.now().minusSeconds(600))).build()));
    refused(TestProvider.signed(honest().expirationTime(null).build()));
  }

  @Test
  void oneThatTheProviderDidNotSignIsRefused() throws Exception {
    refused(TestProvider.signed(honest().build(), OTHER_KEY));
    refused(new PlainJWT(honest().build()).serialize());
    var hmac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), honest().build());
    hmac.sign(new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)));
    refused(hmac.serialize());
    refused("nonsense");
    refused("");
  }

  @Test
  void aProviderThatCallsItselfOtherwiseIsNotAsked() {
    var other =
        new ProviderConnection(
            new OidcProvider(
                "hill",
                server.issuer() + "/",
                "client",
                SECRET,
                "hill",
                null,
                new RosterField.Name()),
            URI.create("https://my.school/callback"),
            Clock.systemUTC());
    assertThatThrownBy(() -> other.authorizationRequest(pending)).isInstanceOf(OidcFailure.class);
  }

  @Test
  void theRequestHasAllThatBindsTheAnswerToIt() throws Exception {
    assertThat(connection.authorizationRequest(pending).toString())
        .startsWith(server.issuer() + "/auth?")
        .contains(
            "response_type=code",
            "code_challenge_method=S256",
            "code_challenge=",
            "state=state",
            "nonce=the+nonce",
            "redirect_uri=https%3A%2F%2Fmy.school%2Fcallback")
        .doesNotContain(pending.verifier());
  }

  private void refused(String forged) {
    server.give(forged);
    assertThatThrownBy(() -> connection.exchange("code", pending))
        .isInstanceOf(OidcFailure.class)
        .hasMessageNotContaining("eyJ");
  }

  private JWTClaimsSet.Builder honest() {
    return server.honest("ada", pending.nonce());
  }
}
