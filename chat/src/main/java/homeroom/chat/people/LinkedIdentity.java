// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An account at an identity provider by which somebody signs in. One of an issuer and subject is
 * there once in each school.
 *
 * @param provider as the server called it when the account was linked
 * @param subject as the issuer calls the account
 */
public record LinkedIdentity(
    SchoolId schoolId,
    UserId userId,
    String provider,
    String issuer,
    String subject,
    Instant createdAt) {

  /** In bytes: of the hash that names it. */
  private static final int ID_LENGTH = 16;

  /** Names it; unlike any of another school. */
  public String id() {
    return id(schoolId, issuer, subject);
  }

  static String id(SchoolId school, String issuer, String subject) {
    String named = school.value() + '\n' + issuer + '\n' + subject;
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
        FactorKind.IDENTITY,
        id(),
        schoolId,
        userId,
        provider + '\n' + issuer + '\n' + subject,
        createdAt,
        null);
  }

  static Optional<LinkedIdentity> of(Factor factor) {
    String[] lines = factor.value().split("\n", 3);
    return factor.kind() == FactorKind.IDENTITY && lines.length == 3
        ? Optional.of(
            new LinkedIdentity(
                factor.schoolId(),
                factor.userId(),
                lines[0],
                lines[1],
                lines[2],
                factor.createdAt()))
        : Optional.empty();
  }

  /** Without the account. */
  @Override
  public String toString() {
    return "LinkedIdentity[" + userId + " at " + provider + "]";
  }
}
