// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.TimeOrderedIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an identity provider, whose keys a real web server or a file publishes. */
class IssuerTokensTest {

  private static final String ISSUER = "https://id.hill.example";
  private static final String AUDIENCE = "homeroom-hill";
  private static final AuthLimits LIMITS = AuthLimits.DEFAULT;

  private static RSAKey rsa;
  private static RSAKey nextRsa;
  private static RSAKey weakRsa;
  private static ECKey ec;
  private static KeyPair ed;

  private final SettableClock clock = new SettableClock();
  private final AccessTokens own =
      new AccessTokens(new byte[32], clock, new TimeOrderedIds(clock, new SecureRandom()));
  private KeyServer server;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").keyUse(KeyUse.SIGNATURE).generate();
    nextRsa = new RSAKeyGenerator(2048).keyID("next").generate();
    weakRsa = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @BeforeEach
  void serve() throws IOException {
    server = new KeyServer(rsa, ec, edJwk());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tokensOfEveryAlgorithmAreAccepted() throws Exception {
    TokenCheck check = check(Issuer.ALL);
    for (String token : new String[] {rs256(rsa, claims()), es256(claims()), eddsa(claims())}) {
      AccessToken checked = check.check(token);
      assertThat(checked.userId().value()).isEqualTo("ada");
      assertThat(checked.expiresAt())
          .isEqualTo(clock.instant().plus(Duration.ofMinutes(5)).plus(LIMITS.clockSkew()));
    }
    assertThat(server.asked()).isEqualTo(1);
  }

  @Test
  void whateverElseATokenClaimsIsNotRepeated() throws Exception {
    String token = rs256(rsa, new JWTClaimsSet.Builder(claims()).claim("role", "admin").build());
    assertThat(check(Issuer.ALL).check(token).claims())
        .containsOnlyKeys("sub", "iss", "aud", "exp");
  }

  @Test
  void onlyConfiguredAlgorithmsAreAccepted() throws Exception {
    TokenCheck check = check(Set.of(JWSAlgorithm.ES256));
    assertThat(check.check(es256(claims())).userId().value()).isEqualTo("ada");
    assertInvalid(check, rs256(rsa, claims()));
    assertInvalid(check, eddsa(claims()));
    assertThatThrownBy(() -> Issuer.algorithms(Set.of("HS256")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Issuer.algorithms(Set.of("none")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTokenWithoutASignatureIsRefused() throws Exception {
    assertInvalid(check(Issuer.ALL), new PlainJWT(claims()).serialize());
    String[] parts = rs256(rsa, claims()).split("\\.", -1);
    assertInvalid(check(Issuer.ALL), parts[0] + "." + parts[1] + ".");
    String none = Base64URL.encode("{\"alg\":\"none\"}").toString();
    assertInvalid(check(Issuer.ALL), none + "." + parts[1] + ".");
    assertInvalid(check(Issuer.ALL), none + "." + parts[1] + "." + parts[2]);
  }

  @Test
  void aPublicKeyIsNoSecretOfHs256() throws Exception {
    TokenCheck check = check(Issuer.ALL);
    for (byte[] secret :
        new byte[][] {
          rsa.toRSAPublicKey().getEncoded(),
          rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
          rsa.getModulus().decode()
        }) {
      var jwt =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), claims());
      jwt.sign(new MACSigner(secret));
      assertInvalid(check, jwt.serialize());
    }
  }

  @Test
  void anotherKeyOfTheSameNameIsRefused() throws Exception {
    RSAKey forged = new RSAKey.Builder(nextRsa).keyID("rsa").build();
    assertInvalid(check(Issuer.ALL), rs256(forged, claims()));
    assertInvalid(check(Issuer.ALL), tampered(rs256(rsa, claims())));
    assertInvalid(check(Issuer.ALL), tampered(es256(claims())));
    assertInvalid(check(Issuer.ALL), tampered(eddsa(claims())));
  }

  @Test
  void aKeyIsUsedForItsOwnAlgorithmOnly() throws Exception {
    RSAKey named = new RSAKey.Builder(rsa).keyID("ec").build();
    assertInvalid(check(Issuer.ALL), rs256(named, claims()));
  }

  @Test
  void weakKeysAndKeysForEncryptionAreNotUsed() throws Exception {
    RSAKey encrypts = new RSAKey.Builder(nextRsa).keyUse(KeyUse.ENCRYPTION).build();
    server.publish(rsa, weakRsa, encrypts);
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("weak").build();
    assertInvalid(
        check(Issuer.ALL), signed(header, claims(), "SHA256withRSA", weakRsa.toPrivateKey()));
    assertInvalid(check(Issuer.ALL), rs256(nextRsa, claims()));
  }

  @Test
  void withoutANameTheOnlyKeyOfTheAlgorithmIsUsed() throws Exception {
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims());
    jwt.sign(new RSASSASigner(rsa));
    assertThat(check(Issuer.ALL).check(jwt.serialize()).userId().value()).isEqualTo("ada");
    server.publish(rsa, nextRsa);
    assertInvalid(check(Issuer.ALL), jwt.serialize());
  }

  @Test
  void aTokenForSomebodyElseOrOfSomebodyElseIsRefused() throws Exception {
    TokenCheck check = check(Issuer.ALL);
    assertInvalid(
        check, rs256(rsa, new JWTClaimsSet.Builder(claims()).issuer("https://evil").build()));
    assertInvalid(check, rs256(rsa, new JWTClaimsSet.Builder(claims()).issuer(null).build()));
    assertInvalid(check, rs256(rsa, new JWTClaimsSet.Builder(claims()).audience("other").build()));
    assertInvalid(check, rs256(rsa, new JWTClaimsSet.Builder(claims()).subject(null).build()));
    assertInvalid(check, rs256(rsa, new JWTClaimsSet.Builder(claims()).subject("a b").build()));
    assertInvalid(
        check, rs256(rsa, new JWTClaimsSet.Builder(claims()).expirationTime(null).build()));
  }

  @Test
  void timesAreCheckedGiveOrTakeTheSkewOfClocks() throws Exception {
    TokenCheck check = check(Issuer.ALL);
    assertThat(check.check(until(-29)).userId().value()).isEqualTo("ada");
    Rejection expired = catchThrowableOfType(Rejection.class, () -> check.check(until(-30)));
    assertThat(expired.error().data()).containsEntry("code", "token-expired");
    assertThat(check.check(notBefore(30)).userId().value()).isEqualTo("ada");
    assertInvalid(check, notBefore(31));
  }

  @Test
  void aTokenThatDemandsWhatWeDoNotKnowIsRefused() throws Exception {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa")
            .criticalParams(Set.of("exp"))
            .build();
    var jwt = new SignedJWT(header, claims());
    jwt.sign(new RSASSASigner(rsa));
    assertInvalid(check(Issuer.ALL), jwt.serialize());
  }

  @Test
  void aTokenLongerThanAnyIsNotEvenRead() throws Exception {
    String token =
        rs256(rsa, new JWTClaimsSet.Builder(claims()).claim("x", "y".repeat(9000)).build());
    assertInvalid(check(Issuer.ALL), token);
    assertThat(server.asked()).isZero();
  }

  @Test
  void aNewKeyIsAskedForWhenATokenNamesItButNotTooOften() throws Exception {
    TokenCheck check = check(Issuer.ALL);
    check.check(rs256(rsa, claims()));
    assertInvalid(check, rs256(nextRsa, claims()));
    assertThat(server.asked()).isEqualTo(1);
    server.publish(nextRsa);
    assertInvalid(check, rs256(nextRsa, claims()));
    assertThat(server.asked()).isEqualTo(1);
    clock.goOn(LIMITS.keySetAgain());
    assertThat(check.check(rs256(nextRsa, claims())).userId().value()).isEqualTo("ada");
    assertThat(server.asked()).isEqualTo(2);
    clock.goOn(LIMITS.keySetAgain());
    assertInvalid(check, rs256(rsa, claims()));
  }

  @Test
  void whileTheIssuerIsAwayItsOldKeysStay() throws Exception {
    var tokens = tokens(server.url(), LIMITS);
    assertThat(tokens.refreshKeys()).isTrue();
    var check = new TokenCheck(own, tokens, LIMITS);
    server.answerWith(exchange -> KeyServer.send(exchange, 500, "away"));
    assertThat(tokens.refreshKeys()).isFalse();
    server.answerWith(exchange -> KeyServer.send(exchange, 200, "{\"keys\":[]}"));
    assertThat(tokens.refreshKeys()).isFalse();
    server.answerWith(exchange -> KeyServer.send(exchange, 200, "<html>"));
    assertThat(tokens.refreshKeys()).isFalse();
    server.close();
    assertThat(tokens.refreshKeys()).isFalse();
    assertThat(check.check(rs256(rsa, claims())).userId().value()).isEqualTo("ada");
  }

  @Test
  void withoutAnyKeysNobodyCanSay() throws Exception {
    server.answerWith(exchange -> KeyServer.send(exchange, 404, "none"));
    TokenCheck check = check(Issuer.ALL);
    String token = rs256(rsa, claims());
    assertThatThrownBy(() -> check.check(token)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> check.check(token)).isInstanceOf(StoreUnavailable.class);
    assertThat(server.asked()).isEqualTo(1);
  }

  @Test
  void anEndlessOrHugeOrForwardedKeySetIsNotTaken() throws Exception {
    var impatient =
        new AuthLimits(
            LIMITS.slowing(),
            LIMITS.secondFactors(),
            LIMITS.allSecondFactors(),
            LIMITS.tokenLength(),
            20,
            4096,
            Duration.ofMillis(300),
            LIMITS.keySetRefresh(),
            LIMITS.keySetAgain(),
            LIMITS.clockSkew());
    var tokens = tokens(server.url(), impatient);
    assertThat(tokens.refreshKeys()).isTrue();
    String keys = KeyServer.text(rsa);
    server.answerWith(exchange -> KeyServer.send(exchange, 200, " ".repeat(5000) + keys));
    assertThat(tokens.refreshKeys()).isFalse();
    server.answerWith(exchange -> {
      exchange.getResponseHeaders().add("location", server.url());
      exchange.sendResponseHeaders(302, -1);
    });
    assertThat(tokens.refreshKeys()).isFalse();
    var never = new java.util.concurrent.CountDownLatch(1);
    server.answerWith(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    assertThat(tokens.refreshKeys()).isFalse();
    never.countDown();
  }

  @Test
  void keysMayBeInAFileThatIsReadAgain(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("jwks.json");
    Files.writeString(file, KeyServer.text(rsa));
    var tokens = tokens(file.toString(), LIMITS);
    var check = new TokenCheck(own, tokens, LIMITS);
    assertThat(check.check(rs256(rsa, claims())).userId().value()).isEqualTo("ada");
    Files.writeString(file, KeyServer.text(nextRsa));
    assertThat(tokens.refreshKeys()).isTrue();
    assertThat(check.check(rs256(nextRsa, claims())).userId().value()).isEqualTo("ada");
    assertInvalid(check, rs256(rsa, claims()));
  }

  @Test
  void withoutAnIssuerOnlyOurOwnTokensAreAccepted() throws Exception {
    var check = new TokenCheck(own, null, LIMITS);
    var user = new homeroom.chat.school.UserId("ada");
    assertThat(check.check(own.issue(user, Duration.ofHours(1)).text()).userId()).isEqualTo(user);
    assertInvalid(check, rs256(rsa, claims()));
  }

  @Test
  void allSpellingsOfATokenHaveOneKey() throws Exception {
    var check = new TokenCheck(own, null, LIMITS);
    String text = own.issue(new homeroom.chat.school.UserId("ada"), Duration.ofHours(1)).text();
    AccessToken token = check.check(text);
    char last = text.charAt(text.length() - 1);
    var spelled = new java.util.HashSet<String>();
    for (char other :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      try {
        AccessToken again = check.check(text.substring(0, text.length() - 1) + other);
        assertThat(again.key()).isEqualTo(token.key());
        spelled.add(again.text());
      } catch (Rejection e) {
        assertThat(other).isNotEqualTo(last);
      }
    }
    assertThat(spelled).isNotEmpty();
  }

  private TokenCheck check(Set<JWSAlgorithm> algorithms) {
    var issuer = new Issuer(server.url(), ISSUER, AUDIENCE, algorithms);
    return new TokenCheck(own, new IssuerTokens(issuer, LIMITS, clock), LIMITS);
  }

  private IssuerTokens tokens(String keys, AuthLimits limits) {
    return new IssuerTokens(new Issuer(keys, ISSUER, AUDIENCE, Issuer.ALL), limits, clock);
  }

  private JWTClaimsSet claims() {
    return new JWTClaimsSet.Builder()
        .subject("ada")
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
        .build();
  }

  private String until(int seconds) throws JOSEException {
    Date end = Date.from(clock.instant().plusSeconds(seconds));
    return rs256(rsa, new JWTClaimsSet.Builder(claims()).expirationTime(end).build());
  }

  private String notBefore(int seconds) throws JOSEException {
    Date begin = Date.from(clock.instant().plusSeconds(seconds));
    return rs256(rsa, new JWTClaimsSet.Builder(claims()).notBeforeTime(begin).build());
  }

  private static String rs256(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    var jwt = new SignedJWT(header, claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  private static String es256(JWTClaimsSet claims) throws JOSEException {
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), claims);
    jwt.sign(new ECDSASigner(ec));
    return jwt.serialize();
  }

  private static String eddsa(JWTClaimsSet claims) throws GeneralSecurityException {
    var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build();
    return signed(header, claims, "Ed25519", ed.getPrivate());
  }

  private static String signed(
      JWSHeader header, JWTClaimsSet claims, String algorithm, PrivateKey key)
      throws GeneralSecurityException {
    String input = header.toBase64URL() + "." + Base64URL.encode(claims.toString());
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64URL.encode(signature.sign());
  }

  private static JWK edJwk() {
    byte[] encoded = ed.getPublic().getEncoded();
    byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID("ed").build();
  }

  /** With one bit of the signature changed. */
  private static String tampered(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = new Base64URL(token.substring(dot + 1)).decode();
    signature[signature.length / 2] ^= 1;
    return token.substring(0, dot + 1) + Base64URL.encode(signature);
  }

  private static void assertInvalid(TokenCheck check, String token) {
    Rejection rejection = catchThrowableOfType(Rejection.class, () -> check.check(token));
    assertThat(rejection).isNotNull();
    assertThat(rejection.error().code()).isEqualTo(401);
    assertThat(rejection.error().data()).containsEntry("code", "token-invalid");
  }
}
