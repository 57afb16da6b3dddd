// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.IdFormat;
import homeroom.chat.school.UserId;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Checks access tokens of an external issuer: JWTs (RFC 7519) signed with one of the configured
 * algorithms and a key of the issuer's JWK set (RFC 7517), for our audience, and not too old or too
 * new, give or take {@link AuthLimits#clockSkew}. {@code sub} is the id of a user of ours; whatever
 * else the token claims counts for nothing. Safe for many threads; may block on the issuer.
 */
public final class IssuerTokens {

  private final Issuer issuer;
  private final IssuerKeys keys;
  private final AuthLimits limits;
  private final Clock clock;

  public IssuerTokens(Issuer issuer, AuthLimits limits, Clock clock) {
    this.issuer = issuer;
    this.keys = new IssuerKeys(KeySource.of(issuer.keys(), limits), limits, clock);
    this.limits = limits;
    this.clock = clock;
  }

  /** Asks for the issuer's keys; keeps the old ones if there is no answer. */
  public boolean refreshKeys() {
    return keys.refresh();
  }

  /**
   * Checks a token.
   *
   * @throws Rejection 401, with one wording for every forgery
   * @throws homeroom.chat.school.StoreUnavailable if the issuer never gave us its keys
   */
  AccessToken check(SignedJWT jwt) throws ParseException {
    JWSHeader header = jwt.getHeader();
    if (!issuer.algorithms().contains(header.getAlgorithm())
        || header.getCriticalParams() != null) {
      throw TokenCheck.invalid();
    }
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    String subject = claims.getSubject();
    if (subject == null
        || !IdFormat.matches(subject)
        || !issuer.name().equals(claims.getIssuer())
        || !claims.getAudience().contains(issuer.audience())) {
      throw TokenCheck.invalid();
    }
    JWK key = keys.find(header).orElseThrow(TokenCheck::invalid);
    if (!Signatures.verify(jwt, key)) {
      throw TokenCheck.invalid();
    }
    Date issued = claims.getIssueTime();
    return new AccessToken(
        jwt.serialize(),
        AccessToken.keyOf(jwt),
        new UserId(subject),
        issued == null ? Instant.EPOCH : issued.toInstant(),
        AccessToken.NO_GENERATION,
        issuer.audience(),
        end(claims.getNotBeforeTime(), claims.getExpirationTime()));
  }

  /** When the token is over for us, a little later than it says. */
  private Instant end(@Nullable Date notBefore, @Nullable Date expires) {
    Instant now = clock.instant();
    if (expires == null
        || (notBefore != null && now.plus(limits.clockSkew()).isBefore(notBefore.toInstant()))) {
      throw TokenCheck.invalid();
    }
    Instant end = expires.toInstant().plus(limits.clockSkew());
    if (!now.isBefore(end)) {
      throw TokenCheck.expired();
    }
    return end;
  }
}
