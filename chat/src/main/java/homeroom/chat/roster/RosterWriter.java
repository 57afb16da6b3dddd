// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import java.util.List;

/** Changes rosters so that the running chat follows. */
public interface RosterWriter {

  /**
   * Applies the changes, all or none. Once they are applied, the roster answers accordingly and the
   * running chat has followed before this returns. Blocks on the store; safe for many threads.
   */
  RosterResult apply(List<RosterChange> changes);
}
