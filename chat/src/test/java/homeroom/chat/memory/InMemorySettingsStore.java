// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.policy.SettingsStore;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings in memory. */
record InMemorySettingsStore(View view) implements SettingsStore {

  @Override
  public Optional<StoredSettings> newest(SchoolId school) {
    return versions(school, 1).stream().findFirst();
  }

  @Override
  public List<StoredSettings> versions(SchoolId school, int limit) {
    return view.in(memory ->
        memory.settings().getOrDefault(school, List.of()).reversed().stream()
            .limit(limit)
            .toList());
  }

  @Override
  public boolean add(StoredSettings settings, AuditEvent event) {
    return view.in(memory -> {
      List<StoredSettings> all =
          memory.settings().computeIfAbsent(settings.schoolId(), id -> new ArrayList<>());
      boolean next = all.size() + 1 == settings.version();
      if (next) {
        all.add(settings);
        memory.settingsVersion().incrementAndGet();
        new InMemoryAuditLog(view).record(event);
      }
      return next;
    });
  }

  @Override
  public Set<ClassId> closedClasses(SchoolId school) {
    return view.in(memory -> Set.copyOf(memory.closedClasses().getOrDefault(school, Set.of())));
  }

  @Override
  public void close(SchoolId school, ClassId classId, boolean closed) {
    view.in(memory -> {
      Set<ClassId> all = memory.closedClasses().computeIfAbsent(school, id -> new HashSet<>());
      boolean changed = closed ? all.add(classId) : all.remove(classId);
      return changed ? memory.settingsVersion().incrementAndGet() : 0;
    });
  }

  @Override
  public long version() {
    return view.in(memory -> memory.settingsVersion().get());
  }
}
