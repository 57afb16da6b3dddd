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
 * @param email unique in the whole installation, by its key; null if there is none
 * @param username unique in the school, by its key; null if there is none
 * @param active false once deactivated: cannot sign in, is no member, keeps what was written
 */
public record User(
    UserId id,
    SchoolId schoolId,
    Role role,
    String name,
    @Nullable String email,
    @Nullable String username,
    boolean active,
    Instant createdAt,
    Instant updatedAt) {

  /** Somebody without a user name. */
  public User(
      UserId id,
      SchoolId schoolId,
      Role role,
      String name,
      String email,
      boolean active,
      Instant createdAt,
      Instant updatedAt) {
    this(id, schoolId, role, name, email, null, active, createdAt, updatedAt);
  }

  /** Whether it is an admin who is not deactivated. */
  public boolean activeAdmin() {
    return active && role == Role.ADMIN;
  }

  /** What to call the person who signs in, for those who run the server; their id if need be. */
  public String signInName() {
    return email != null ? email : username != null ? username : id.value();
  }

  /**
   * This person as the one who asks, from {@code connection} or, if null, over REST. Nobody knows
   * since when.
   */
  public Caller asCaller(@Nullable ConnectionId connection) {
    return new Caller(id, schoolId, role, connection, Instant.EPOCH);
  }
}
