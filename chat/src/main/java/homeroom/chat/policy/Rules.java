// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of every school, remembered between changes: as new as the last {@link #refresh} or
 * change through {@link Settings}. Safe for many threads; blocks on the store for what it does not
 * remember.
 */
public final class Rules {

  /**
   * The rules of a school now.
   *
   * @param version 0 if the school never decided anything
   * @param closed the classes that a teacher closed for now
   * @param free the roles that answer everybody, everywhere, at any time: most of them, mostly
   */
  public record Current(SchoolRules rules, long version, Set<ClassId> closed, Set<Role> free) {

    public Current {
      closed = Set.copyOf(closed);
    }

    /** Whether nobody is ever to be quiet. */
    public boolean isNeverQuiet() {
      return rules.quiet().isEmpty() && rules.holidays().isEmpty();
    }

    /** These rules, as if they were those of that version. */
    public static Current of(SchoolRules rules, long version, Set<ClassId> closed) {
      var free = EnumSet.noneOf(Role.class);
      boolean quiet = !rules.quiet().isEmpty() || !rules.holidays().isEmpty();
      for (Role role : Role.values()) {
        boolean posts =
            role != Role.STUDENT
                || (rules.studentsPost() == StudentsPost.ALWAYS && closed.isEmpty());
        if (!quiet && posts && rules.supervision().isEmpty() && rules.isOpen(Action.REPLY, role)) {
          free.add(role);
        }
      }
      return new Current(rules, version, closed, free);
    }
  }

  private static final Map<SchoolSettings, Current> NEVER_DECIDED = new ConcurrentHashMap<>();

  private final SettingsStore store;
  private final Roster roster;
  private final Consumer<SchoolId> changed;
  private volatile Memory memory;

  /** Nobody else need know of what is changed through it. */
  public Rules(SettingsStore store, Roster roster) {
    this(store, roster, school -> {});
  }

  /**
   * The same.
   *
   * @param changed is told of each school whose rules were changed through it, once that is durable
   */
  public Rules(SettingsStore store, Roster roster, Consumer<SchoolId> changed) {
    this.store = store;
    this.roster = roster;
    this.changed = changed;
    this.memory = new Memory(store.version());
  }

  /** Those of the school now. */
  public Current of(SchoolId school) {
    Read read = memory.of(school, store);
    Current decided = read.decided;
    return decided == null ? undecided(school, read.closed) : decided;
  }

  /** A school that never decided anything has the flags of its roster. */
  private Current undecided(SchoolId school, Set<ClassId> closed) {
    SchoolSettings flags =
        roster.school(school).map(School::settings).orElse(SchoolSettings.DEFAULT);
    Current known = NEVER_DECIDED.get(flags);
    if (known == null) {
      known =
          NEVER_DECIDED.computeIfAbsent(flags, key -> Current.of(SchoolRules.of(key), 0, Set.of()));
    }
    return closed.isEmpty() ? known : Current.of(known.rules(), 0, closed);
  }

  /** Closes a class for now, or opens it; the answers follow before this returns. */
  public void close(SchoolId school, ClassId classId, boolean closed) {
    store.close(school, classId, closed);
    refresh();
    changed.accept(school);
  }

  /** The last versions of the school, the newest first. */
  public List<StoredSettings> versions(SchoolId school, int limit) {
    return store.versions(school, limit);
  }

  /** Keeps the next version; the answers follow before this returns. */
  boolean add(StoredSettings settings, AuditEvent event) {
    boolean added = store.add(settings, event);
    refresh();
    if (added) {
      changed.accept(settings.schoolId());
    }
    return added;
  }

  /** Differs after each change that was noticed here. */
  public long version() {
    return memory.version;
  }

  /**
   * Forgets what is remembered if another process changed it since.
   *
   * @return whether there was a change
   */
  public boolean refresh() {
    long version = store.version();
    boolean old = memory.version != version;
    if (old) {
      memory = new Memory(version);
    }
    return old;
  }

  /** Of one school. */
  private record Read(@Nullable Current decided, Set<ClassId> closed) {}

  /** What was read of one version of all settings. */
  private static final class Memory {
    private final long version;
    private final Map<SchoolId, Read> schools = new ConcurrentHashMap<>();

    Memory(long version) {
      this.version = version;
    }

    Read of(SchoolId school, SettingsStore store) {
      Read known = schools.get(school);
      if (known == null) {
        known = read(school, store);
        schools.put(school, known);
      }
      return known;
    }

    private static Read read(SchoolId school, SettingsStore store) {
      Set<ClassId> closed = store.closedClasses(school);
      Optional<StoredSettings> newest = store.newest(school);
      return new Read(
          newest
              .map(found -> Current.of(RuleText.read(found.text()), found.version(), closed))
              .orElse(null),
          closed);
    }
  }
}
