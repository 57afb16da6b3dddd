// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a school decides about who writes to whom and when.
 *
 * @param preset the preset it began with, see {@link Preset}
 * @param pairs a rule for each of {@link Pair#ALL}
 * @param lessons when students post in classes, if {@code studentsPost} says so
 * @param quiet when the roles of each window do not write
 * @param grades the classes of each grade
 * @param words folded, see {@link homeroom.chat.text.Words}: a message that has one is flagged
 */
public record SchoolRules(
    String preset,
    ZoneId timeZone,
    Map<Pair, PairRule> pairs,
    StudentsPost studentsPost,
    List<Window> lessons,
    List<Window> quiet,
    List<Holiday> holidays,
    List<Supervision> supervision,
    Map<String, Set<ClassId>> grades,
    RuleLimits limits,
    List<String> words) {

  /** A quiet time that never ends is looked at no further than this. */
  private static final int MOST_WINDOWS = 400;

  /** UTC, which a school that says nothing has. */
  static final ZoneId NO_ZONE = ZoneOffset.UTC;

  private static final Map<SchoolSettings, SchoolRules> OLDER = older();

  public SchoolRules {
    pairs = Map.copyOf(pairs);
    lessons = List.copyOf(lessons);
    quiet = List.copyOf(quiet);
    holidays = List.copyOf(holidays);
    supervision = List.copyOf(supervision);
    grades = Map.copyOf(grades);
    words = List.copyOf(words);
  }

  /** Those of a school that has only the flags which rosters keep. */
  public static SchoolRules of(SchoolSettings settings) {
    return Objects.requireNonNull(OLDER.get(settings));
  }

  private static Map<SchoolSettings, SchoolRules> older() {
    var all = new HashMap<SchoolSettings, SchoolRules>();
    for (boolean direct : new boolean[] {true, false}) {
      for (boolean groups : new boolean[] {true, false}) {
        var pairs = new HashMap<>(Preset.OPEN.rules().pairs());
        if (!direct) {
          Stream.of(Action.values())
              .forEach(
                  action -> pairs.put(new Pair(action, Role.STUDENT, Role.STUDENT), PairRule.OFF));
        }
        if (!groups) {
          Stream.of(Role.values())
              .forEach(to -> pairs.put(new Pair(Action.GROUP, Role.STUDENT, to), PairRule.OFF));
        }
        all.put(new SchoolSettings(direct, groups), Preset.OPEN.rules().withPairs(pairs));
      }
    }
    return Map.copyOf(all);
  }

  private SchoolRules withPairs(Map<Pair, PairRule> others) {
    return new SchoolRules(
        preset,
        timeZone,
        others,
        studentsPost,
        lessons,
        quiet,
        holidays,
        supervision,
        grades,
        limits,
        words);
  }

  public PairRule pair(Action action, Role from, Role to) {
    return Objects.requireNonNull(pairs.get(new Pair(action, from, to)));
  }

  /** Whether that role may do it with everybody of the school. */
  boolean isOpen(Action action, Role from) {
    return Stream.of(Role.values()).allMatch(to -> pair(action, from, to).isOpen());
  }

  /** Whether that role may do it with nobody. */
  boolean isShut(Action action, Role from) {
    return Stream.of(Role.values()).allMatch(to -> pair(action, from, to).isShut());
  }

  /** The roles that students may start a conversation with, wherever those are. */
  public Set<Role> foundByStudents() {
    var open = EnumSet.noneOf(Role.class);
    Stream.of(Role.values())
        .filter(to -> pair(Action.DIRECT, Role.STUDENT, to).isOpen())
        .forEach(open::add);
    return open;
  }

  /** People whom rules about starting a conversation name beside their classes, for students. */
  public Set<UserId> namedToStudents() {
    return Stream.of(Role.values())
        .flatMap(to -> pair(Action.DIRECT, Role.STUDENT, to).also().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** When the quiet time of the role ends that it is in; empty if it is in none. */
  Optional<Instant> quietUntil(Role role, Instant now) {
    ZonedDateTime moment = now.atZone(timeZone);
    ZonedDateTime end = moment;
    for (int i = 0; i < MOST_WINDOWS; i++) {
      Optional<ZonedDateTime> later = endOfQuiet(role, end);
      if (later.isEmpty()) {
        break;
      }
      end = later.get();
    }
    return end.equals(moment) ? Optional.empty() : Optional.of(end.toInstant());
  }

  private Optional<ZonedDateTime> endOfQuiet(Role role, ZonedDateTime moment) {
    return Stream.concat(
            quiet.stream()
                .filter(window -> window.roles().contains(role))
                .flatMap(window -> window.endIfIn(moment).stream()),
            holidays.stream()
                .filter(holiday -> holiday.roles().contains(role))
                .flatMap(holiday -> holiday.endIfIn(moment).stream()))
        .filter(end -> end.isAfter(moment))
        .max(Comparator.naturalOrder());
  }

  boolean isLesson(Instant now) {
    ZonedDateTime moment = now.atZone(timeZone);
    return lessons.stream().anyMatch(window -> window.endIfIn(moment).isPresent());
  }

  Optional<Instant> nextLesson(Instant now) {
    ZonedDateTime moment = now.atZone(timeZone);
    return lessons.stream()
        .flatMap(window -> window.nextBegin(moment).stream())
        .min(Comparator.naturalOrder())
        .map(ZonedDateTime::toInstant);
  }
}
