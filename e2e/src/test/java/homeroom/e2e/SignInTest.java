// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Who gets in, by password or with a token of an identity provider, and who has tried too often.
 */
class SignInTest extends SharedServer {

  private static final String ISSUER = "https://id.demo.school";

  private static final RSAKey KEY = newKey("first");
  private static volatile JWKSet published = new JWKSet(KEY);
  private static final HttpServer PROVIDER = provider();

  @AfterAll
  static void stop() {
    PROVIDER.stop(0);
  }

  @Override
  protected String[] options() {
    return new String[] {
      "--sign-in-failures", "3",
      "--sockets-per-user", "2",
      "--trusted-proxy", "127.0.0.1",
      "--jwks", "http://127.0.0.1:" + PROVIDER.getAddress().getPort() + "/",
      "--jwks-issuer", ISSUER,
      "--jwks-audience", "homeroom"
    };
  }

  @Test
  void failuresSlowTheAccountThereAndNeverLockIt() throws Exception {
    failOften("student1", "203.0.113.1");
    assertThat(signIn("student1", "homeroom", "203.0.113.1").status())
        .as("a right password, when its turn comes")
        .isEqualTo(201);
    assertThat(signIn("student1", "homeroom", "203.0.113.2").status()).isEqualTo(201);
    assertThat(signIn("student2", "homeroom", "203.0.113.1").status()).isEqualTo(201);
  }

  @Test
  void whenTooManyWaitTheNextIsToldWhenToTryAgain() throws Exception {
    failOften("nobody", "203.0.113.1");
    var answers = new LinkedBlockingQueue<Rest.Answer>();
    for (int i = 0; i < 25; i++) {
      Thread.startVirtualThread(() -> answers.add(tryToSignIn("nobody", "203.0.113.1")));
    }
    Rest.Answer refused = answers.take();
    while (refused.status() != 429) {
      assertThat(refused.status()).isEqualTo(401);
      refused = answers.take();
    }
    assertThat(refused.body().get("name").stringValue()).isEqualTo("TooManyRequests");
    assertThat(SignOutTest.code(refused.body())).isEqualTo("sign-in-rate");
    assertThat(refused.body().get("data").get("retryAfterMs").longValue())
        .isBetween(1000L, 10_000L);
    assertThat(refused.raw().headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void whoHasATokenOfTheirsIsNotSlowed() throws Exception {
    Rest before = person("student3").rest();
    failOften("student3", "203.0.113.3");
    var body = Map.of("strategy", "local", "email", "student3@demo.school", "password", "homeroom");
    assertThat(before.post("/authentication", body).status()).isEqualTo(201);
  }

  @Test
  void whoKnowsThePasswordSignsInAsOftenAsTheyLike() throws Exception {
    for (int i = 0; i < 6; i++) {
      assertThat(signIn("student4", "homeroom", "203.0.113.4").status()).isEqualTo(201);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(signIn("student4", "wrong", "203.0.113.4").status()).isEqualTo(401);
    }
    assertThat(signIn("student4", "homeroom", "203.0.113.4").status()).isEqualTo(201);
  }

  @Test
  void aBcryptHashOfAFeathersUserIsAcceptedAndRenewed() throws Exception {
    String email = "student6@demo.school";
    try (var stores = SqliteStores.open(data.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      Credentials known = stores.roster().credentials(email).orElseThrow();
      RosterResult result =
          stores
              .roster()
              .apply(
                  List.of(
                      new RosterChange.SetPassword(
                          known.user().schoolId(),
                          known.user().id(),
                          "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")));
      assertThat(result).isEqualTo(new RosterResult.Applied());
      assertThat(Rest.anonymous(server).signIn(email, "U*V").status()).isEqualTo(401);
      assertThat(Rest.anonymous(server).signIn(email, "U*U").status()).isEqualTo(201);
      assertThat(stores.roster().credentials(email).orElseThrow().passwordHash())
          .startsWith("$argon2id$");
      assertThat(Rest.anonymous(server).signIn(email, "U*U").status()).isEqualTo(201);
    }
  }

  @Test
  void aTokenOfTheIdentityProviderIsASession() throws Exception {
    String ada = person("student7").id();
    String token = providersToken(ada, KEY);
    Rest rest = new Rest(server.url(), token);
    assertThat(rest.get("/users/" + ada).body().get("email").stringValue())
        .isEqualTo("student7@demo.school");
    try (ChatClient client = ChatClient.open(server, Map.of("token", token))) {
      assertThat(client.awaitEvent("connected").get("userId").stringValue()).isEqualTo(ada);
      Rest.Answer jwt =
          rest.post("/authentication", Map.of("strategy", "jwt", "accessToken", token));
      assertThat(jwt.status()).isEqualTo(201);
      assertThat(rest.delete("/authentication").status()).isEqualTo(200);
      assertThat(client.awaitEvent("session:ended").get("reason").stringValue()).isEqualTo("ended");
    }
    assertThat(rest.get("/users").status()).isEqualTo(401);
  }

  @Test
  void aTokenForNobodyOfOursIsNoSession() throws Exception {
    Rest.Answer answer = new Rest(server.url(), providersToken("somebody-else", KEY)).get("/users");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(SignOutTest.code(answer.body())).isEqualTo("user-inactive");
  }

  @Test
  void theProviderMayChangeItsKeys() throws Exception {
    String ada = person("student8").id();
    RSAKey next = newKey("next");
    published = new JWKSet(List.of(KEY, next));
    assertThat(new Rest(server.url(), providersToken(ada, next)).get("/users").status())
        .isEqualTo(200);
  }

  @Test
  void aUserHasSoManySocketsAndNoMore() throws Exception {
    Person ada = person("student9");
    Map<String, String> auth = Map.of("token", String.valueOf(ada.rest().token()));
    try (ChatClient one = ada.connect();
        ChatClient two = ada.connect();
        ChatClient three = ChatClient.open(server, auth);
        ChatClient anonymous = ChatClient.open(server, Map.of())) {
      three.awaitEvent("connect_error"); // its transport is closed, so that it comes again
      three.socket().close();
      JsonNode refused = signIn(anonymous, "student9", "homeroom");
      assertThat(refused.get("code").intValue()).isEqualTo(429);
      two.socket().close();
      org.awaitility.Awaitility.await()
          .until(() -> signIn(anonymous, "student9", "homeroom").isNull());
      assertThat(one.all("disconnect")).isEmpty();
    }
  }

  private void failOften(String name, String from) throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(signIn(name, "wrong", from).status()).isEqualTo(401);
    }
  }

  private Rest.Answer tryToSignIn(String name, String from) {
    try {
      return signIn(name, "wrong", from);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** As from a browser at that address, seen by a proxy on this machine. */
  private Rest.Answer signIn(String name, String password, String from) throws Exception {
    Rest rest = Rest.anonymous(server);
    var body = Map.of("strategy", "local", "email", name + "@demo.school", "password", password);
    return rest.send(
        rest.request("/authentication")
            .header("content-type", "application/json")
            .header("x-forwarded-for", from)
            .POST(HttpRequest.BodyPublishers.ofString(Rest.JSON.writeValueAsString(body))));
  }

  /** The error, or null. */
  private static JsonNode signIn(ChatClient client, String name, String password) throws Exception {
    var data = Map.of("strategy", "local", "email", name + "@demo.school", "password", password);
    return client
        .callWith("create", new Object[] {"authentication", new JSONObject(data)})
        .getFirst();
  }

  private static String providersToken(String user, RSAKey key) throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .subject(user)
            .issuer(ISSUER)
            .audience("homeroom")
            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
            .build();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  private static RSAKey newKey(String name) {
    try {
      return new RSAKeyGenerator(2048).keyID(name).generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpServer provider() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            byte[] keys = published.toPublicJWKSet().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            try (exchange) {
              exchange.getResponseBody().write(keys);
            }
          });
      server.start();
      return server;
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
