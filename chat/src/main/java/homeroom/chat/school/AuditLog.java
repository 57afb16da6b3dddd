// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.util.List;

/** Where uses of power are written down; nothing is ever changed or removed. */
public interface AuditLog {

  /** Writes it down; durable when it returns. */
  void record(AuditEntry entry);

  /** The newest entries of the school, newest first, at most {@code limit}. */
  List<AuditEntry> newest(SchoolId school, int limit);
}
