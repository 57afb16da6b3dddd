// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a user signs in with beside the password, or with it. Nobody can sign in with what
 * is stored of it alone.
 *
 * @param key unique among those of its kind
 * @param value what else is to be kept of it; empty if nothing
 * @param expiresAt from then on it counts for nothing; null if never
 */
public record Factor(
    FactorKind kind,
    String key,
    SchoolId schoolId,
    UserId userId,
    String value,
    Instant createdAt,
    @Nullable Instant expiresAt) {

  /** Unique in the store. */
  public String id() {
    return id(kind, key);
  }

  /** Of the one of that kind and key. */
  public static String id(FactorKind kind, String key) {
    return kind.text() + ":" + key;
  }

  /** Whether it still counts. */
  public boolean isValid(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }

  /** Without the value, which may be a secret. */
  @Override
  public String toString() {
    return "Factor[" + kind.text() + " of " + userId + "]";
  }
}
