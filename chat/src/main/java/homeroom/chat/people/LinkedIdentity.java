// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An account at an identity provider by which somebody signs in, or is to. One of an issuer and
 * subject is there once in each school.
 *
 * @param provider as the server called it when the account was linked
 * @param subject as the issuer calls the account; of an expected one what the claim of the provider
 *     will say
 * @param expected whether the account has not signed in yet, so that nobody knows how the issuer
 *     calls it
 */
public record LinkedIdentity(
    SchoolId schoolId,
    UserId userId,
    String provider,
    String issuer,
    String subject,
    boolean expected,
    Instant createdAt) {

  /** In bytes: of the hash that names it. */
  private static final int ID_LENGTH = 16;

  /** Names it; unlike any of another school. */
  public String id() {
    return expected ? expectedId(schoolId, issuer, subject) : id(schoolId, issuer, subject);
  }

  static String id(SchoolId school, String issuer, String subject) {
    return hash(school.value() + '\n' + issuer + '\n' + subject);
  }

  /** Of one that is expected: addresses and names that are the same are one. */
  static String expectedId(SchoolId school, String issuer, String claimed) {
    return hash(school.value() + '\n' + issuer + "\nexpected\n" + claimKey(claimed));
  }

  /** The same for all writings of an address or name; empty of what is none. */
  static String claimKey(String claimed) {
    return EmailAddress.isValid(EmailAddress.canonical(claimed))
        ? EmailAddress.key(claimed)
        : UserName.key(claimed);
  }

  private static String hash(String named) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Factor factor() {
    return new Factor(
        expected ? FactorKind.EXPECTED_IDENTITY : FactorKind.IDENTITY,
        id(),
        schoolId,
        userId,
        provider + '\n' + issuer + '\n' + subject,
        createdAt,
        null);
  }

  static Optional<LinkedIdentity> of(Factor factor) {
    String[] lines = factor.value().split("\n", 3);
    boolean expected = factor.kind() == FactorKind.EXPECTED_IDENTITY;
    return (expected || factor.kind() == FactorKind.IDENTITY) && lines.length == 3
        ? Optional.of(
            new LinkedIdentity(
                factor.schoolId(),
                factor.userId(),
                lines[0],
                lines[1],
                lines[2],
                expected,
                factor.createdAt()))
        : Optional.empty();
  }

  /** Without the account. */
  @Override
  public String toString() {
    return "LinkedIdentity[" + userId + " at " + provider + "]";
  }
}
