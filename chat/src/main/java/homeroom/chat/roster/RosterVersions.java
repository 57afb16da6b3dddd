// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.SchoolId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Of each school a number that is another after any change of its roster but a password, whoever
 * made it. To be compared with other ones of the same store, as one process has it open.
 *
 * @param all the {@linkplain RosterStore#version() number for all}, or an earlier one
 * @param unnamed another after a change of which it is not known whose roster it was: all schools
 *     then have other numbers
 * @param named of schools of which changes are known to be theirs
 */
public record RosterVersions(long all, long unnamed, Map<SchoolId, Long> named) {

  private static final long PRIME = 0x100_0000_01b3L;

  public RosterVersions {
    named = Map.copyOf(named);
  }

  /** Those of a store that does not tell whose roster was changed. */
  public static RosterVersions ofAll(long version) {
    return new RosterVersions(version, version, Map.of());
  }

  /** The number of the school, whether there is one or not. */
  public long of(SchoolId school) {
    return unnamed * PRIME + named.getOrDefault(school, 0L);
  }

  /** Whether every school may be another than it was then. */
  public boolean concernAllSince(RosterVersions before) {
    return unnamed != before.unnamed;
  }

  /** Which schools are others than they were then, if not all may be. */
  public Set<SchoolId> changedSince(RosterVersions before) {
    var changed = new HashSet<SchoolId>(named.keySet());
    changed.addAll(before.named.keySet());
    changed.removeIf(school -> Objects.equals(named.get(school), before.named.get(school)));
    return changed;
  }

  /** These, but of some schools what they had in other ones. */
  public RosterVersions with(Set<SchoolId> schools, RosterVersions others) {
    var both = new HashMap<>(named);
    both.keySet().removeAll(schools);
    others.named.forEach((school, version) -> {
      if (schools.contains(school)) {
        both.put(school, version);
      }
    });
    return new RosterVersions(all, unnamed, both);
  }
}
