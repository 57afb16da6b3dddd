package homeroom.chat.presence;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Set;

/**
 * One open connection of a user and what the roster said when it was opened.
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
}
