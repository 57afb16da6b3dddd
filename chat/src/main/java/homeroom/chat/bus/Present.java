// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.util.Set;

/**
 * Somebody who is online on a node.
 *
 * @param classIds of a teacher the classes taught, of a student those attended, of an admin none
 * @param connections that the user has there; 1 also for a moment after the last one closed
 */
public record Present(UserId user, Role role, Set<ClassId> classIds, int connections) {

  public Present {
    classIds = Set.copyOf(classIds);
  }
}
