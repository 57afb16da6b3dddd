// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.audit.AuditEvent;
import java.util.List;

/** Changes rosters so that the running chat follows. */
public interface RosterWriter {

  /**
   * Applies the changes, all or none. Once they are applied, the roster answers accordingly and the
   * running chat has followed before this returns. Blocks on the store; safe for many threads.
   */
  default RosterResult apply(List<RosterChange> changes) {
    return apply(changes, List.of());
  }

  /** The same, and writes down in the audit what was done. */
  RosterResult apply(List<RosterChange> changes, List<AuditEvent> events);
}
