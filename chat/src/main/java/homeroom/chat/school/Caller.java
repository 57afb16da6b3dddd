// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks and from where, as the roster knows them at the moment of asking; never taken from a
 * token's claims. Every rule and every store call starts from the caller's school.
 *
 * @param connection the socket the call came on; null for a call over REST
 * @param signedInAt when their token was issued, in whole seconds; {@link Instant#EPOCH} if nobody
 *     knows
 */
public record Caller(
    UserId userId,
    SchoolId schoolId,
    Role role,
    @Nullable ConnectionId connection,
    Instant signedInAt) {

  /** The same, with a token issued then. */
  public Caller signedIn(Instant at) {
    return new Caller(userId, schoolId, role, connection, at);
  }
}
