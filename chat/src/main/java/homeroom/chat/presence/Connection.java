// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Set;

/**
 * One open connection of a user and what the roster says of that user.
 *
 * @param classIds of a teacher the classes taught, of a student those attended, of an admin none
 * @param socket what carries events to it
 */
public record Connection<S>(
    ConnectionId id,
    UserId userId,
    SchoolId schoolId,
    Role role,
    Set<ClassId> classIds,
    Instant connectedAt,
    S socket) {

  public Connection {
    classIds = Set.copyOf(classIds);
  }

  /** The same connection of somebody of whom the roster says something else now. */
  Connection<S> as(Role newRole, Set<ClassId> newClassIds) {
    return new Connection<>(id, userId, schoolId, newRole, newClassIds, connectedAt, socket);
  }

  OnlineUser user() {
    return new OnlineUser(userId, role);
  }
}
