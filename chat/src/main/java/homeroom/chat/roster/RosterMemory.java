// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What was read of one version of all rosters. A change throws away what is remembered of its
 * school, so that a slow read of the old version can only land in a cache that nobody asks any
 * more. Safe for many threads.
 */
final class RosterMemory {

  /** Things remembered at most, a few hundred bytes each; then it starts anew. */
  private static final int MAX_ENTRIES = 200_000;

  private final RosterVersions versions;
  private final Map<SchoolId, RosterCache> schools = new ConcurrentHashMap<>();

  /** Users who were not there, in whatever school. */
  private final Set<UserId> nobody = ConcurrentHashMap.newKeySet();

  /** Who remembers which user, if that is a cache of {@link #schools} still; later ones have it. */
  private final Map<UserId, RosterCache> holders;

  /** What is remembered, and a little of what was; later ones have it too. */
  private final AtomicInteger entries;

  /** Remembers nothing. */
  RosterMemory(RosterVersions versions) {
    this(versions, new ConcurrentHashMap<>(), new AtomicInteger());
  }

  private RosterMemory(
      RosterVersions versions, Map<UserId, RosterCache> holders, AtomicInteger entries) {
    this.versions = versions;
    this.holders = holders;
    this.entries = entries;
  }

  RosterVersions versions() {
    return versions;
  }

  /** The memory of a later version, with what this one has of schools that are the same. */
  RosterMemory at(RosterVersions later) {
    if (later.concernAllSince(versions)) {
      return new RosterMemory(later);
    }
    var next = new RosterMemory(later, holders, entries);
    next.schools.putAll(schools);
    for (SchoolId school : later.changedSince(versions)) {
      RosterCache old = next.schools.remove(school);
      if (old != null) {
        old.users().forEach(user -> holders.remove(user, old));
        var _ = entries.addAndGet(-old.size());
      }
    }
    var _ = entries.addAndGet(-nobody.size());
    return next;
  }

  boolean isFull() {
    return entries.get() > MAX_ENTRIES;
  }

  RosterCache of(SchoolId school) {
    return schools.computeIfAbsent(school, id -> new RosterCache(id, entries));
  }

  Optional<User> userById(UserId id, Supplier<Optional<User>> read) {
    RosterCache holder = holders.get(id);
    if (holder != null && holder.equals(schools.get(holder.schoolId()))) {
      Optional<User> known = holder.user(id);
      if (known.isPresent()) {
        return known;
      }
    }
    if (nobody.contains(id)) {
      return Optional.empty();
    }
    Optional<User> found = read.get();
    found.ifPresentOrElse(
        this::remember,
        () -> {
          if (nobody.add(id)) {
            var _ = entries.incrementAndGet();
          }
        });
    return found;
  }

  private void remember(User user) {
    RosterCache holder = of(user.schoolId());
    holder.remember(user);
    holders.put(user.id(), holder);
  }
}
