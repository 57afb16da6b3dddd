// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
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

  /** The claim of the generation. */
  private static final String GENERATION = "gen";

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
    return issue(user, now, AccessToken.NO_GENERATION, lifetime);
  }

  /** The same, issued at {@code at}, in whole seconds, and of that generation. */
  AccessToken issue(UserId user, Instant at, long generation, Duration lifetime) {
    var claims =
        new JWTClaimsSet.Builder()
            .subject(user.value())
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .issueTime(Date.from(at))
            .expirationTime(Date.from(at.plus(lifetime)))
            .jwtID(ids.next());
    if (generation != AccessToken.NO_GENERATION) {
      claims.claim(GENERATION, generation);
    }
    try {
      var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
      jwt.sign(new MACSigner(secret));
      return token(jwt);
    } catch (JOSEException | ParseException e) {
      throw new IllegalStateException("The token could not be signed.", e);
    }
  }

  /**
   * Checks a token that names HS256: signature, issuer, audience, time.
   *
   * @throws Rejection 401, with one wording for every forgery
   */
  AccessToken check(SignedJWT jwt) throws ParseException {
    AccessToken token = issued(jwt);
    if (!clock.instant().isBefore(token.expiresAt())) {
      throw TokenCheck.expired();
    }
    return token;
  }

  /**
   * The token, whose time may be over, if it is one of these.
   *
   * @throws Rejection 401, with one wording for every forgery
   */
  AccessToken issued(SignedJWT jwt) throws ParseException {
    if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
      throw TokenCheck.invalid();
    }
    try {
      if (!jwt.verify(new MACVerifier(secret))) {
        throw TokenCheck.invalid();
      }
    } catch (JOSEException e) {
      throw TokenCheck.invalid();
    }
    return token(jwt);
  }

  private static AccessToken token(SignedJWT jwt) throws ParseException {
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    String subject = claims.getSubject();
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    @Nullable Long generation = claims.getLongClaim(GENERATION);
    if (subject == null
        || !IdFormat.matches(subject)
        || issued == null
        || expires == null
        || !ISSUER.equals(claims.getIssuer())
        || !claims.getAudience().contains(AUDIENCE)) {
      throw TokenCheck.invalid();
    }
    return new AccessToken(
        jwt.serialize(),
        AccessToken.keyOf(jwt),
        new UserId(subject),
        issued.toInstant(),
        generation == null ? AccessToken.NO_GENERATION : generation,
        AUDIENCE,
        expires.toInstant());
  }
}
