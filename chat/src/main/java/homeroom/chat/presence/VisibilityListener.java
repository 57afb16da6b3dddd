// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.SchoolId;

/**
 * Hears that the roster says something else of somebody online, on the thread that noticed it,
 * after everybody who sees them appear or disappear was told.
 */
@FunctionalInterface
public interface VisibilityListener {

  void changed(SchoolId school, VisibilityChange change);
}
