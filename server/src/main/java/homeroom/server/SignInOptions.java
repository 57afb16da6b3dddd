// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AuthLimits;
import homeroom.api.auth.Issuer;
import homeroom.api.auth.SlowingLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be chosen about signing in. */
final class SignInOptions {

  @Option(
      names = "--sign-in-failures",
      defaultValue = "10",
      description =
          "Failed sign-ins to one account from one network in 15 minutes, after which later tries"
              + " take turns, one a second at first (default: 10).")
  int failuresPerAccount;

  @Option(
      names = "--sockets-per-user",
      defaultValue = "20",
      description = "Sockets that one user may have open at once (default: 20).")
  int socketsPerUser;

  @Option(
      names = "--jwks",
      paramLabel = "FILE_OR_URL",
      description =
          "The public keys (a JWK set) of an identity provider whose access tokens are accepted"
              + " too; their 'sub' is the id of a user. Needs --jwks-issuer and --jwks-audience.")
  @Nullable String jwks;

  @Option(
      names = "--jwks-issuer",
      paramLabel = "ISSUER",
      description = "What the provider's tokens have as 'iss'.")
  @Nullable String jwksIssuer;

  @Option(
      names = "--jwks-audience",
      paramLabel = "AUDIENCE",
      description = "What the provider's tokens for this server have in 'aud'.")
  @Nullable String jwksAudience;

  @Option(
      names = "--jwks-algorithm",
      paramLabel = "ALG",
      split = ",",
      description =
          "What the provider's tokens may be signed with: RS256, ES256, EdDSA (default: all of"
              + " them).")
  List<String> jwksAlgorithms = new ArrayList<>();

  /**
   * The bounds.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  AuthLimits limits() {
    if (failuresPerAccount < 1) {
      throw new IllegalArgumentException("--sign-in-failures is at least 1.");
    }
    return AuthLimits.DEFAULT
        .withSlowing(SlowingLimits.DEFAULT.withFailures(failuresPerAccount))
        .withSocketsPerUser(socketsPerUser);
  }

  /**
   * The identity provider; null if there is none.
   *
   * @throws IllegalArgumentException if only a part of it is given
   */
  @Nullable Issuer issuer() {
    if (jwks == null) {
      return null;
    }
    if (jwksIssuer == null || jwksAudience == null) {
      throw new IllegalArgumentException("--jwks needs --jwks-issuer and --jwks-audience.");
    }
    return new Issuer(
        jwks,
        jwksIssuer,
        jwksAudience,
        jwksAlgorithms.isEmpty() ? Issuer.ALL : Issuer.algorithms(jwksAlgorithms));
  }
}
