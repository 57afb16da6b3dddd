// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Set;

/**
 * Hears that the roster says something else of somebody online, on the thread that noticed it,
 * after everybody who sees them appear or disappear was told.
 */
@FunctionalInterface
public interface VisibilityListener {

  /**
   * The user came into these classes, or left them; which of both is asked for now. Called again if
   * it threw.
   */
  void changed(SchoolId school, UserId user, Set<ClassId> classIds);
}
