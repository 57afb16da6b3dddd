// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.Role;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * Whole days without school, for some roles.
 *
 * @param last the last of them
 */
public record Holiday(Set<Role> roles, LocalDate first, LocalDate last) {

  public Holiday {
    roles = Set.copyOf(roles);
  }

  /** When it ends, if that moment is in it. */
  Optional<ZonedDateTime> endIfIn(ZonedDateTime moment) {
    LocalDate day = moment.toLocalDate();
    return day.isBefore(first) || day.isAfter(last)
        ? Optional.empty()
        : Optional.of(last.plusDays(1).atStartOfDay(moment.getZone()));
  }

  /** As it is stored and on the wire, for example {@code student 2026-12-23..2027-01-06}. */
  public String text() {
    return RuleWords.roles(roles) + " " + first + ".." + last;
  }
}
