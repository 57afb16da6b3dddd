// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * From one day to another in the time zone of the school, both of them included; null is without an
 * end.
 */
public record Days(@Nullable LocalDate first, @Nullable LocalDate last) {

  public static final Days ALWAYS = new Days(null, null);

  public boolean contains(LocalDate day) {
    return !isBefore(day) && !isAfter(day);
  }

  /** Whether they are still to come. */
  private boolean isBefore(LocalDate day) {
    return first != null && day.isBefore(first);
  }

  /** Whether they are over. */
  private boolean isAfter(LocalDate day) {
    return last != null && day.isAfter(last);
  }

  /** From the earlier first day to the later last one. */
  public Days and(Days other) {
    LocalDate from =
        first == null || other.first == null
            ? null
            : first.isBefore(other.first) ? first : other.first;
    LocalDate to =
        last == null || other.last == null ? null : last.isAfter(other.last) ? last : other.last;
    return new Days(from, to);
  }
}
