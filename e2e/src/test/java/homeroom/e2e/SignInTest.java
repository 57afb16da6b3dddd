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
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
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
  void afterTooManyFailuresNotEvenTheRightPasswordHelps() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(signIn("student1", "wrong", "203.0.113.1").status()).isEqualTo(401);
    }
    Rest.Answer refused = signIn("student1", "homeroom", "203.0.113.1");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body().get("name").stringValue()).isEqualTo("TooManyRequests");
    assertThat(SignOutTest.code(refused.body())).isEqualTo("sign-in-rate");
    assertThat(refused.body().get("data").get("retryAfterMs").longValue()).isBetween(1L, 900_000L);
    assertThat(refused.raw().headers().firstValue("retry-after")).isPresent();
    assertThat(signIn("student1", "homeroom", "203.0.113.2").status()).isEqualTo(201);
    assertThat(signIn("student2", "homeroom", "203.0.113.1").status()).isEqualTo(201);
  }

  @Test
  void anUnknownAccountIsShutLikeAKnownOne() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(signIn("nobody", "wrong", "203.0.113.1").status()).isEqualTo(401);
    }
    assertThat(signIn("nobody", "wrong", "203.0.113.1").status()).isEqualTo(429);
  }

  @Test
  void socketsAndRestCountTogether() throws Exception {
    try (ChatClient client = ChatClient.open(server, Map.of())) {
      for (int i = 0; i < 3; i++) {
        assertThat(signIn(client, "student3", "wrong").get("code").intValue()).isEqualTo(401);
      }
      JsonNode refused = signIn(client, "student3", "homeroom");
      assertThat(refused.get("code").intValue()).isEqualTo(429);
      assertThat(refused.get("data").has("retryAfterMs")).isTrue();
      assertThat(Rest.anonymous(server).signIn("student3@demo.school", "homeroom").status())
          .isEqualTo(429);
    }
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
  void manyTriesAtOnceAreLimitedToo() throws Exception {
    var answers = new ArrayList<Integer>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 12; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            try {
              int status = signIn("student5", "wrong", "203.0.113.5").status();
              synchronized (answers) {
                answers.add(status);
              }
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    int hashingThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    assertThat(answers).hasSize(12).containsOnly(401, 429);
    assertThat(answers).filteredOn(status -> status == 401).hasSizeLessThan(3 + hashingThreads);
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
      JsonNode error = three.awaitEvent("connect_error");
      assertThat(SignOutTest.code(error.get("data"))).isEqualTo("too-many-sockets");
      JsonNode refused = signIn(anonymous, "student9", "homeroom");
      assertThat(refused.get("code").intValue()).isEqualTo(429);
      two.socket().close();
      org.awaitility.Awaitility.await()
          .until(() -> signIn(anonymous, "student9", "homeroom").isNull());
      assertThat(one.all("disconnect")).isEmpty();
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
