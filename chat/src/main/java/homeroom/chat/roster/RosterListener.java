// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import java.util.List;

/** Hears of changes of the roster, on the thread that made them, before it goes on. */
public interface RosterListener {

  /**
   * The changes are stored, and the roster answers accordingly.
   *
   * @param before the users that are updated, as they were
   */
  void changed(List<RosterChange> changes, List<User> before);
}
