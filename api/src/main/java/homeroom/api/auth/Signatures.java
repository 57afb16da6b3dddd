// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * Checks signatures of issuers: RS256 (RFC 7518), ES256 (RFC 7518) and EdDSA with Ed25519 (RFC
 * 8037), the last with the JDK, since the JOSE library would need another one for it.
 */
final class Signatures {

  private static final int SMALLEST_RSA_BITS = 2048;
  private static final int ED25519_BYTES = 32;

  /** What stands before the 32 bytes of a key in its X.509 form (RFC 8410, section 4). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Signatures() {}

  /** Whether the key is of the kind that the algorithm needs, and strong enough. */
  static boolean fit(JWK key, JWSAlgorithm algorithm) {
    Algorithm own = key.getAlgorithm();
    if (own != null && !own.getName().equals(algorithm.getName())) {
      return false;
    }
    return switch (key) {
      case RSAKey rsa -> algorithm.equals(JWSAlgorithm.RS256) && rsa.size() >= SMALLEST_RSA_BITS;
      case ECKey ec -> algorithm.equals(JWSAlgorithm.ES256) && ec.getCurve().equals(Curve.P_256);
      case OctetKeyPair pair ->
          algorithm.equals(JWSAlgorithm.EdDSA) && pair.getCurve().equals(Curve.Ed25519);
      default -> false;
    };
  }

  /** Whether the token was signed with the private half of the key, which fits its algorithm. */
  static boolean verify(SignedJWT jwt, JWK key) {
    try {
      return switch (key) {
        case RSAKey rsa -> jwt.verify(new RSASSAVerifier(rsa));
        case ECKey ec -> jwt.verify(new ECDSAVerifier(ec));
        case OctetKeyPair pair -> verify(jwt, pair);
        default -> false;
      };
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean verify(SignedJWT jwt, OctetKeyPair pair) throws GeneralSecurityException {
    byte[] x = pair.getX().decode();
    if (x.length != ED25519_BYTES) {
      return false;
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + ED25519_BYTES];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update(jwt.getSigningInput());
    return signature.verify(jwt.getSignature().decode());
  }
}
