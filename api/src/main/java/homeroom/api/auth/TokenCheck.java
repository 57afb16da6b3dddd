// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.Rejection;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks whatever access token a client brings: one of the server's own, or one of the configured
 * issuer. The algorithm that the token names only says which of the two has to check it, and each
 * knows its own algorithms and keys: a token signed with HS256 and an issuer's public key as the
 * secret is checked with our secret, and refused.
 */
public final class TokenCheck {

  private final AccessTokens own;
  private final @Nullable IssuerTokens issuer;
  private final AuthLimits limits;

  public TokenCheck(AccessTokens own, @Nullable IssuerTokens issuer, AuthLimits limits) {
    this.own = own;
    this.issuer = issuer;
    this.limits = limits;
  }

  /**
   * Checks form, algorithm, signature, issuer, audience and time.
   *
   * @throws Rejection 401, with one wording for every forgery
   */
  AccessToken check(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw Rejection.of(ErrorCode.TOKEN_MISSING, "Sign in first: an access token is needed.");
    }
    if (text.length() > limits.tokenLength()) {
      throw invalid();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(text);
      if (JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
        return own.check(jwt);
      }
      IssuerTokens theirs = issuer;
      if (theirs == null) {
        throw invalid();
      }
      return theirs.check(jwt);
    } catch (ParseException e) {
      throw invalid();
    }
  }

  /**
   * The token if this server issued it, be it over or ended: it shows that the client was its
   * user's once, and opens nothing. Empty for all else.
   */
  Optional<AccessToken> holder(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > limits.tokenLength()) {
      return Optional.empty();
    }
    try {
      return Optional.of(own.issued(SignedJWT.parse(text)));
    } catch (ParseException | Rejection notOurs) {
      return Optional.empty();
    }
  }

  static Rejection invalid() {
    return Rejection.of(
        ErrorCode.TOKEN_INVALID,
        "The access token is none that this server accepts; sign in again.");
  }

  static Rejection expired() {
    return Rejection.of(ErrorCode.TOKEN_EXPIRED, "The access token has expired; sign in again.");
  }
}
