// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import homeroom.api.auth.DerivedKey;
import homeroom.chat.SchoolDay;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.time.Timer;
import homeroom.http.Headers;
import homeroom.http.HttpRequest;
import homeroom.http.HttpResponse;
import homeroom.http.Requester;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way back from an identity provider. */
class OidcRoutesTest {

  private static final RSAKey KEY = newKey();
  private static final InetSocketAddress BROWSER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final SchoolDay day = new SchoolDay();
  private final FailingStores stores = new FailingStores(day.stores);
  private HttpServer server;
  private String issuer;
  private OidcRoutes routes;

  /** That of the request that the provider answers. */
  private volatile String nonce = "";

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
                    .formatted(idToken())));
    server.start();
    routes =
        new OidcRoutes(
            List.of(
                new OidcProvider("hill", issuer, "client", null, day.hill.value(), "email"),
                new OidcProvider("other", issuer, "client", null, day.dale.value(), "email")),
            "https://my.school",
            stores.roster(),
            stores.factors(),
            day.chat.audit(),
            DerivedKey.ofBrowsers(new byte[32]),
            Clock.systemUTC(),
            Timer.on(new ScheduledThreadPoolExecutor(0)));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aPersonOfTheSchoolComesBackWithACode() {
    assertThat(signedIn("hill")).startsWith("https://my.school/chat#code=");
  }

  @Test
  void theProviderOfAnotherSchoolLetsNobodyIn() {
    assertThat(signedIn("other")).isEqualTo("https://my.school/chat#error=oidc-no-account");
    assertThat(day.stores.factors().of(day.tom.id())).isEmpty();
  }

  @Test
  void aStoreThatDoesNotAnswerSendsTheBrowserBackToBeginAgain() {
    stores.failNext("schools", FailingStores.When.BEFORE);
    assertThat(signedIn("hill")).isEqualTo("https://my.school/chat#error=oidc-failed");
    assertThat(signedIn("hill")).startsWith("https://my.school/chat#code=");
  }

  /** Where the browser ends up. */
  private String signedIn(String provider) {
    String path = OidcRoutes.PATH + "/" + provider;
    HttpResponse begun = routes.handle(get(path, "return=/chat", ""));
    String cookie = begun.headers().first("set-cookie").orElseThrow().split(";", 2)[0];
    String there = location(begun);
    nonce = parameter(there, "nonce");
    String state = parameter(there, "state");
    return location(routes.handle(get(path + "/callback", "code=c&state=" + state, cookie)));
  }

  private static HttpRequest get(String path, String query, String cookie) {
    return new HttpRequest(
        "id",
        "GET",
        path,
        query,
        Map.of(),
        Headers.of("cookie", cookie),
        new byte[0],
        BROWSER,
        new Requester());
  }

  private static String location(HttpResponse answer) {
    assertThat(answer.status()).isEqualTo(302);
    return answer.headers().first("location").orElseThrow();
  }

  private static String parameter(String url, String name) {
    Matcher found = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(url);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private String idToken() {
    Instant now = Instant.now();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("tom there")
                .audience("client")
                .claim("nonce", nonce)
                .claim("email", "tom@hill")
                .claim("email_verified", true)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .build());
    try {
      jwt.sign(new RSASSASigner(KEY));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
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
