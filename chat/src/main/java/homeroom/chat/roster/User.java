// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.Caller;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One person of a school.
 *
 * @param email unique in the whole installation, by its key
 * @param active false once deactivated: cannot sign in, is no member, keeps what was written
 */
public record User(
    UserId id,
    SchoolId schoolId,
    Role role,
    String name,
    String email,
    boolean active,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * This person as the one who asks, from {@code connection} or, if null, over REST. Nobody knows
   * since when.
   */
  public Caller asCaller(@Nullable ConnectionId connection) {
    return new Caller(id, schoolId, role, connection, Instant.EPOCH);
  }
}
