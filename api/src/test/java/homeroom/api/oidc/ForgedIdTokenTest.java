// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that answers with whatever ID token an attacker would like. */
class ForgedIdTokenTest {

  private static final String SECRET = "a secret of thirty-two characters";
  private static final RSAKey KEY = newKey();
  private static final RSAKey OTHER_KEY = newKey();

  private HttpServer server;
  private String issuer;
  private String idToken = "";
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
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    issuer = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange,
                """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token",
                "jwks_uri":"%1$s/jwks","response_types_supported":["code"],
                "subject_types_supported":["public"],
                "id_token_signing_alg_values_supported":["RS256"]}\
                """
                    .formatted(issuer)));
    server.createContext(
        "/jwks", exchange -> answer(exchange, new JWKSet(KEY).toPublicJWKSet().toString()));
    server.createContext(
        "/token",
        exchange ->
            answer(
                exchange,
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}"
                    .formatted(idToken)));
    server.start();
    var provider = new OidcProvider("hill", issuer, "client", SECRET, "hill", null);
    connection =
        new ProviderConnection(
            provider, URI.create("https://my.school/callback"), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anHonestOneIsTaken() throws Exception {
    idToken = signed(honest().build(), KEY);
    assertThat(connection.exchange("code", pending).subject()).isEqualTo("ada");
  }

  @Test
  void oneThatIsForSomebodyElseIsRefused() throws Exception {
    refused(signed(honest().audience("another client").build(), KEY));
    refused(signed(honest().issuer("https://other.example").build(), KEY));
    refused(signed(honest().claim("nonce", "of somebody else").build(), KEY));
    refused(signed(honest().claim("nonce", null).build(), KEY));
    refused(
        signed(honest().audience(List.of("client", "other")).claim("azp", "other").build(), KEY));
  }

  @Test
  void oneThatIsOverIsRefused() throws Exception {
    refused(
        signed(honest().expirationTime(Date.from(Instant.now().minusSeconds(600))).build(), KEY));
    refused(signed(honest().expirationTime(null).build(), KEY));
  }

  @Test
  void oneThatTheProviderDidNotSignIsRefused() throws Exception {
    refused(signed(honest().build(), OTHER_KEY));
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
            new OidcProvider("hill", issuer + "/", "client", SECRET, "hill", null),
            URI.create("https://my.school/callback"),
            Clock.systemUTC());
    assertThatThrownBy(() -> other.authorizationRequest(pending)).isInstanceOf(OidcFailure.class);
  }

  @Test
  void theRequestHasAllThatBindsTheAnswerToIt() throws Exception {
    assertThat(connection.authorizationRequest(pending).toString())
        .startsWith(issuer + "/auth?")
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
    idToken = forged;
    assertThatThrownBy(() -> connection.exchange("code", pending))
        .isInstanceOf(OidcFailure.class)
        .hasMessageNotContaining("eyJ");
  }

  private JWTClaimsSet.Builder honest() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject("ada")
        .audience("client")
        .claim("nonce", pending.nonce())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(), claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("key").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
