// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.school.AuditEntry;
import homeroom.chat.school.AuditLog;
import homeroom.chat.school.SchoolId;
import java.util.Comparator;
import java.util.List;

/** The audit log in memory. */
record InMemoryAuditLog(View view) implements AuditLog {

  @Override
  public void record(AuditEntry entry) {
    view.in(memory -> memory.audit().add(entry));
  }

  @Override
  public List<AuditEntry> newest(SchoolId school, int limit) {
    return view.in(memory ->
        memory.audit().reversed().stream()
            .filter(entry -> entry.schoolId().equals(school))
            .sorted(Comparator.comparing(AuditEntry::at).reversed())
            .limit(limit)
            .toList());
  }
}
