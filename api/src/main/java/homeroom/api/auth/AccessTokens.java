package homeroom.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import homeroom.api.wire.ErrorName;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.IdFormat;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.UserId;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Issues and checks the server's own access tokens: JWTs (RFC 7519) signed with HS256 and the
 * server's secret. A token proves who its holder is and nothing else: role and school come from the
 * roster.
 */
public final class AccessTokens {

  /** The shortest secret, in bytes: as long as the hash (RFC 7518, section 3.2). */
  public static final int MIN_SECRET_BYTES = 32;

  private static final String ISSUER = "homeroom";
  private static final String AUDIENCE = "homeroom";

  private final byte[] secret;
  private final Clock clock;
  private final IdSource ids;

  public AccessTokens(byte[] secret, Clock clock, IdSource ids) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException("A secret has at least " + MIN_SECRET_BYTES + " bytes.");
    }
    this.secret = secret.clone();
    this.clock = clock;
    this.ids = ids;
  }

  /** A new token of the user that ends after {@code lifetime}. */
  public AccessToken issue(UserId user, Duration lifetime) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(user.value())
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(ids.next())
            .build();
    try {
      var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      jwt.sign(new MACSigner(secret));
      return checked(jwt.serialize(), claims);
    } catch (JOSEException e) {
      throw new IllegalStateException("The token could not be signed.", e);
    }
  }

  /**
   * Checks a token: form, algorithm, signature, issuer, audience, time.
   *
   * @throws Rejection 401, with one wording for every forgery
   */
  public AccessToken check(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw Rejection.of(
          ErrorName.NOT_AUTHENTICATED,
          "token-missing",
          "Sign in first: an access token is needed.");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(text);
      if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
          || !jwt.verify(new MACVerifier(secret))) {
        throw invalid();
      }
      return unexpired(checked(text, jwt.getJWTClaimsSet()));
    } catch (ParseException | JOSEException e) {
      throw invalid();
    }
  }

  private AccessToken checked(String text, JWTClaimsSet claims) {
    String subject = claims.getSubject();
    Date expires = claims.getExpirationTime();
    if (subject == null
        || !IdFormat.matches(subject)
        || expires == null
        || !ISSUER.equals(claims.getIssuer())
        || !claims.getAudience().contains(AUDIENCE)) {
      throw invalid();
    }
    return new AccessToken(text, new UserId(subject), expires.toInstant(), wireClaims(claims));
  }

  private AccessToken unexpired(AccessToken token) {
    if (!clock.instant().isBefore(token.expiresAt())) {
      throw Rejection.of(
          ErrorName.NOT_AUTHENTICATED,
          "token-expired",
          "The access token has expired; sign in again.");
    }
    return token;
  }

  private static Map<String, Object> wireClaims(JWTClaimsSet claims) {
    var wire = new HashMap<String, Object>(claims.toJSONObject());
    wire.put("aud", AUDIENCE);
    return Map.copyOf(wire);
  }

  private static Rejection invalid() {
    return Rejection.of(
        ErrorName.NOT_AUTHENTICATED,
        "token-invalid",
        "The access token is not one of this server; sign in again.");
  }
}
