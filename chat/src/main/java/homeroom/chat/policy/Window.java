// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.Role;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hours of some days of every week, for some roles, in the school's time zone.
 *
 * @param days on which it begins
 * @param to if it is not after {@code from}, on the day after; midnight is the end of the day
 */
public record Window(Set<Role> roles, Set<DayOfWeek> days, LocalTime from, LocalTime to) {

  public Window {
    roles = Set.copyOf(roles);
    days = Set.copyOf(days);
  }

  /** When it ends, if that moment is in it. */
  Optional<ZonedDateTime> endIfIn(ZonedDateTime moment) {
    LocalDate today = moment.toLocalDate();
    return Stream.of(today, today.minusDays(1))
        .filter(day -> days.contains(day.getDayOfWeek()))
        .filter(day -> contains(day, moment.toLocalDateTime()))
        .map(day -> end(day).atZone(moment.getZone()))
        .findFirst();
  }

  /** When it begins next after that moment. */
  Optional<ZonedDateTime> nextBegin(ZonedDateTime moment) {
    return Stream.iterate(moment.toLocalDate(), day -> day.plusDays(1))
        .limit(8)
        .filter(day -> days.contains(day.getDayOfWeek()))
        .map(day -> day.atTime(from).atZone(moment.getZone()))
        .filter(begin -> begin.isAfter(moment))
        .findFirst();
  }

  private boolean contains(LocalDate day, LocalDateTime moment) {
    return !moment.isBefore(day.atTime(from)) && moment.isBefore(end(day));
  }

  private LocalDateTime end(LocalDate day) {
    return to.isAfter(from) ? day.atTime(to) : day.plusDays(1).atTime(to);
  }

  /** How long it lasts. */
  Duration length() {
    LocalDate day = LocalDate.EPOCH;
    return Duration.between(day.atTime(from), end(day));
  }

  /** As it is stored and on the wire, for example {@code student mon,tue 18:00-07:00}. */
  public String text() {
    return RuleWords.roles(roles) + " " + hours();
  }

  /** The same without the roles. */
  String hours() {
    return Stream.of(DayOfWeek.values())
            .filter(days::contains)
            .map(Window::word)
            .collect(Collectors.joining(","))
        + " "
        + from
        + "-"
        + to;
  }

  static String word(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }
}
