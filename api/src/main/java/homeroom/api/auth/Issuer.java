// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * An identity provider whose access tokens are accepted.
 *
 * @param keys the file or the {@code http(s)} URL of its public keys, a JWK set
 * @param name what its tokens have as {@code iss}
 * @param audience what they have in {@code aud}
 * @param algorithms those its tokens may be signed with
 */
public record Issuer(String keys, String name, String audience, Set<JWSAlgorithm> algorithms) {

  /** Every algorithm there is a check for. */
  public static final Set<JWSAlgorithm> ALL =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

  public Issuer {
    algorithms = Set.copyOf(algorithms);
  }

  /**
   * Algorithms by name.
   *
   * @throws IllegalArgumentException for one that there is no check for
   */
  public static Set<JWSAlgorithm> algorithms(Collection<String> names) {
    var algorithms = new HashSet<JWSAlgorithm>();
    for (String name : names) {
      JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
      if (!ALL.contains(algorithm)) {
        throw new IllegalArgumentException(
            "Tokens of an issuer are signed with RS256, ES256 or EdDSA, not '" + name + "'.");
      }
      algorithms.add(algorithm);
    }
    return algorithms;
  }
}
