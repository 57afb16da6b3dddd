// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** Tokens that nobody was given, and things of others that somebody asks for. */
class AbuseOfTokensTest extends OnAbuseStage {

  /** How many ask at once, over connections that are kept for a while. */
  private static final int LINES = 12;

  @SuppressWarnings("NullAway.Init")
  AbuseOfTokensTest() {}

  @Test
  void aTokenThatNobodyWasGivenIsNone() throws Exception {
    Person admin = Person.signedIn(stage.server, "admin");
    String right = String.valueOf(admin.rest().token());
    byte[] secret = Files.readString(stage.data().resolve("secret")).strip().getBytes(UTF_8);
    List<String> tokens = forgeries(right, admin.id(), secret);
    assertThat(tokens).hasSizeGreaterThan(20);
    stage.attackedInTurns(
        Attack.FORGED_TOKENS,
        LINES,
        number -> {
          String token = tokens.get(number / 3 % tokens.size());
          return switch (number % 3) {
            case 0 -> String.valueOf(new Rest(url, token).get("/users").status());
            case 1 ->
                String.valueOf(
                    new Rest(url, null)
                        .post("/authentication", Map.of("strategy", "jwt", "accessToken", token))
                        .status());
            default -> onSocket(token);
          };
        });
  }

  /** The status that a socket is refused with. */
  private String onSocket(String token) throws Exception {
    try (HostileLine line = HostileLine.webSocket(url, "")) {
      line.sendText("40" + Rest.JSON.writeValueAsString(Map.of("token", token)));
      String refused = line.awaitText("44{", "42[\"connected\"");
      int code = refused.indexOf("\"code\":");
      return code < 0 ? "let in" : refused.substring(code + 7, code + 10);
    }
  }

  /** Those that the server itself would take if it were careless in one point. */
  private static List<String> forgeries(String right, String user, byte[] secret) throws Exception {
    String[] parts = right.split("\\.", -1);
    RSAKey rsa = new RSAKeyGenerator(2_048).keyID("k").generate();
    byte[] other = "another secret that is as long as the right one is".getBytes(UTF_8);
    Instant now = Instant.now();
    var tokens = new ArrayList<String>();
    for (String none : List.of("none", "None", "NONE", "nOnE", "HS256")) {
      tokens.add(part("{\"alg\":\"" + none + "\",\"typ\":\"JWT\"}") + "." + parts[1] + ".");
    }
    tokens.add(parts[0] + "." + parts[1] + ".");
    tokens.add(parts[0] + "." + parts[1] + "." + "A".repeat(43));
    tokens.add(parts[0] + "." + parts[1]);
    tokens.add(parts[0] + "." + part("{\"sub\":\"" + user + "\"}") + "." + parts[2]);
    tokens.add(right + "x");
    tokens.add("." + parts[1] + ".");
    tokens.add("...");
    tokens.add("a".repeat(20_000));
    tokens.add(signed(new JWSHeader(JWSAlgorithm.HS256), claims(user, now, 3_600), other));
    tokens.add(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("../../../../dev/null").build(),
            claims(user, now, 3_600),
            new byte[32]));
    tokens.add(
        signed(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID("x' UNION SELECT 'a")
                .type(JOSEObjectType.JWT)
                .build(),
            claims(user, now, 3_600),
            other));
    tokens.add(
        signed(
            new JWSHeader(JWSAlgorithm.HS256),
            claims(user, now, 3_600),
            rsa.toPublicJWK().toRSAPublicKey().getEncoded()));
    tokens.add(signed(new JWSHeader(JWSAlgorithm.HS512), claims(user, now, 3_600), longer(other)));
    tokens.add(rsa(new JWSHeader.Builder(JWSAlgorithm.RS256), claims(user, now, 3_600), rsa));
    tokens.add(
        rsa(
            new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(rsa.toPublicJWK()),
            claims(user, now, 3_600),
            rsa));
    tokens.add(
        rsa(
            new JWSHeader.Builder(JWSAlgorithm.RS256).jwkURL(URI.create("http://127.0.0.1:1/keys")),
            claims(user, now, 3_600),
            rsa));
    tokens.addAll(ofTheRightKey(user, now, secret));
    return tokens;
  }

  /** Rightly signed, and yet not to be taken: over, of the future, of nobody, not complete. */
  private static List<String> ofTheRightKey(String user, Instant now, byte[] secret)
      throws JOSEException {
    var header = new JWSHeader(JWSAlgorithm.HS256);
    return List.of(
        signed(header, claims(user, now.minusSeconds(7_200), 3_600), secret),
        signed(header, claims("f".repeat(24), now, 3_600), secret),
        signed(header, new JWTClaimsSet.Builder().subject(user).build(), secret),
        signed(header, new JWTClaimsSet.Builder().build(), secret));
  }

  private static JWTClaimsSet claims(String user, Instant from, long seconds) {
    return new JWTClaimsSet.Builder()
        .subject(user)
        .issuer("homeroom")
        .audience("homeroom")
        .jwtID("id")
        .issueTime(Date.from(from))
        .expirationTime(Date.from(from.plusSeconds(seconds)))
        .build();
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims, byte[] key)
      throws JOSEException {
    var token = new SignedJWT(header, claims);
    token.sign(new MACSigner(key));
    return token.serialize();
  }

  private static String rsa(JWSHeader.Builder header, JWTClaimsSet claims, RSAKey key)
      throws JOSEException {
    var token = new SignedJWT(header.keyID(key.getKeyID()).build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static byte[] longer(byte[] key) {
    return (new String(key, UTF_8) + new String(key, UTF_8)).getBytes(UTF_8);
  }

  private static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @Test
  void thingsOfAnotherSchoolAreThingsOfNobody() throws Exception {
    Person student = Person.signedIn(stage.server, "student1");
    Things theirs =
        Things.of(
            Person.signedIn(stage.server, "teacher1@other.school"),
            Person.signedIn(stage.server, "student1@other.school"),
            Person.signedIn(stage.server, "admin@other.school").rest(),
            List.of());
    List<AccessTable.Row> rows =
        AccessTable.rows().stream()
            .filter(row -> row.whose().equals("other school's") && !row.toUser())
            .filter(row -> !row.service().equals("authentication"))
            .toList();
    List<String> events = events(theirs);
    try (ChatClient socket = student.connect()) {
      stage.attackedInTurns(
          Attack.FOREIGN_IDS,
          LINES,
          number -> {
            int row = number % (rows.size() + events.size());
            return row < rows.size()
                ? overRest(rows.get(row), theirs, student)
                : onSocket(socket, events.get(row - rows.size()));
          });
    }
  }

  private static String overRest(AccessTable.Row row, Things theirs, Person student)
      throws Exception {
    AccessCall.Answer answer = AccessCall.of(row, theirs).overRest(student.rest());
    String told = answer.like(row.expected("student"));
    boolean right = told.equals(row.expected("student"));
    return right ? String.valueOf(answer.status()) : row + " was told " + told;
  }

  private static List<String> events(Things theirs) {
    String conversation = "{\"conversationId\":\"" + theirs.conversation() + "\"";
    String message = "{\"messageId\":\"" + theirs.message() + "\"";
    return List.of(
        "message:send " + conversation + ",\"text\":\"a\"}",
        "message:send {\"to\":\"" + theirs.user() + "\",\"text\":\"a\"}",
        "message:edit " + message + ",\"text\":\"a\"}",
        "message:delete " + message + "}",
        "message:delivered " + conversation + ",\"seq\":1}",
        "message:read " + conversation + ",\"seq\":1}",
        "typing:start " + conversation + "}",
        "typing:stop " + conversation + "}");
  }

  private static String onSocket(ChatClient socket, String event) throws Exception {
    int space = event.indexOf(' ');
    var answer =
        socket
            .callWith(
                event.substring(0, space),
                new Object[] {new JSONObject(event.substring(space + 1))})
            .getFirst();
    return answer.path("error").path("code").asString("let in");
  }
}
