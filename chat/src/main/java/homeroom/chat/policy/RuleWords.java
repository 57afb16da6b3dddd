// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.IdFormat;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Unicode;
import homeroom.chat.text.Words;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words in which rules are written: what a person types, and what is stored. */
final class RuleWords {

  /** Entries of one list, and ids of one rule. */
  static final int MOST = 500;

  private static final int MAX_GRADE = 32;
  private static final Duration DAY = Duration.ofDays(1);

  /** What was written is no such rule; the message says what one is. */
  static final class NotARule extends Exception {
    private static final long serialVersionUID = 1L;

    NotARule(String message) {
      super(message, null, false, false);
    }
  }

  /** Reads one thing. */
  @FunctionalInterface
  interface Reader<T> {
    T read(String text) throws NotARule;
  }

  private RuleWords() {}

  static String roles(Set<Role> roles) {
    return roles.stream().sorted().map(Pair::word).collect(Collectors.joining(","));
  }

  /** What stands between semicolons. */
  static <T> List<T> list(String text, Reader<T> reader) throws NotARule {
    var all = new ArrayList<T>();
    for (String part : parts(text, ";")) {
      all.add(reader.read(part));
    }
    if (all.size() > MOST) {
      throw new NotARule("has more than " + MOST + " entries");
    }
    return List.copyOf(all);
  }

  static <T> String list(List<T> all, Function<T, String> text) {
    return all.stream().map(text).collect(Collectors.joining("; "));
  }

  static PairRule pairRule(String text) throws NotARule {
    List<String> parts = parts(text, " ");
    if (parts.isEmpty()) {
      throw notAPairRule();
    }
    Reach reach =
        Stream.of(Reach.values())
            .filter(one -> one.text().equals(parts.getFirst()))
            .findFirst()
            .orElseThrow(RuleWords::notAPairRule);
    boolean sameGrade = false;
    Set<UserId> only = Set.of();
    Set<UserId> also = Set.of();
    for (String part : parts.subList(1, parts.size())) {
      if (part.equals("same-grade")) {
        sameGrade = true;
      } else if (part.startsWith("only=")) {
        only = Set.copyOf(users(part.substring(5)));
      } else if (part.startsWith("also=")) {
        also = Set.copyOf(users(part.substring(5)));
      } else {
        throw notAPairRule();
      }
    }
    return new PairRule(reach, sameGrade, only, also);
  }

  private static NotARule notAPairRule() {
    return new NotARule(
        "is not off, class or school, and after that, where needed, same-grade, only=IDS,"
            + " also=IDS");
  }

  static StudentsPost studentsPost(String text) throws NotARule {
    return Stream.of(StudentsPost.values())
        .filter(one -> one.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new NotARule("is not always, lessons, replies or never"));
  }

  static Window quiet(String text) throws NotARule {
    List<String> parts = parts(text, " ");
    return switch (parts.size()) {
      case 2 -> window(EnumSet.of(Role.STUDENT), parts.get(0), parts.get(1));
      case 3 -> window(roleSet(parts.get(0)), parts.get(1), parts.get(2));
      default -> throw notAWindow();
    };
  }

  static Window lesson(String text) throws NotARule {
    List<String> parts = parts(text, " ");
    if (parts.size() != 2) {
      throw notAWindow();
    }
    return window(EnumSet.of(Role.STUDENT), parts.get(0), parts.get(1));
  }

  private static Window window(Set<Role> roles, String days, String hours) throws NotARule {
    List<String> times = ends(hours);
    var window = new Window(roles, days(days), time(times.getFirst()), time(times.getLast()));
    if (window.length().compareTo(DAY) > 0) {
      throw notAWindow();
    }
    return window;
  }

  private static NotARule notAWindow() {
    return new NotARule("is not like 'student mon-fri 18:00-07:00'");
  }

  /** 24:00 is midnight, too. */
  private static LocalTime time(String text) throws NotARule {
    try {
      return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw notAWindow();
    }
  }

  private static Set<DayOfWeek> days(String text) throws NotARule {
    var days = EnumSet.noneOf(DayOfWeek.class);
    if (text.equals("daily")) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    for (String part : parts(text, ",")) {
      List<String> ends = part.contains("-") ? ends(part) : List.of(part);
      DayOfWeek first = day(ends.getFirst());
      DayOfWeek last = day(ends.getLast());
      days.add(first);
      for (DayOfWeek day = first; day != last; day = day.plus(1)) {
        days.add(day.plus(1));
      }
    }
    if (days.isEmpty()) {
      throw notAWindow();
    }
    return days;
  }

  /** What stands before and after the one hyphen. */
  private static List<String> ends(String text) throws NotARule {
    int hyphen = text.indexOf('-');
    if (hyphen < 0 || hyphen != text.lastIndexOf('-')) {
      throw notAWindow();
    }
    return List.of(text.substring(0, hyphen), text.substring(hyphen + 1));
  }

  private static DayOfWeek day(String text) throws NotARule {
    return Stream.of(DayOfWeek.values())
        .filter(day -> Window.word(day).equals(text))
        .findFirst()
        .orElseThrow(RuleWords::notAWindow);
  }

  static Set<Role> roleSet(String text) throws NotARule {
    if (text.equals("everyone")) {
      return EnumSet.allOf(Role.class);
    }
    var roles = EnumSet.noneOf(Role.class);
    for (String part : parts(text, ",")) {
      roles.add(
          Stream.of(Role.values())
              .filter(role -> Pair.word(role).equals(part))
              .findFirst()
              .orElseThrow(() -> new NotARule("names a role that is not student, teacher, admin")));
    }
    return roles;
  }

  static Holiday holiday(String text) throws NotARule {
    List<String> parts = parts(text, " ");
    if (parts.isEmpty() || parts.size() > 2) {
      throw notAHoliday();
    }
    Set<Role> roles = parts.size() == 1 ? EnumSet.of(Role.STUDENT) : roleSet(parts.getFirst());
    String days = parts.getLast();
    int dots = days.indexOf("..");
    try {
      LocalDate first = LocalDate.parse(dots < 0 ? days : days.substring(0, dots));
      LocalDate last = dots < 0 ? first : LocalDate.parse(days.substring(dots + 2));
      if (last.isBefore(first) || first.plusDays(MOST).isBefore(last)) {
        throw notAHoliday();
      }
      return new Holiday(roles, first, last);
    } catch (DateTimeException e) {
      throw notAHoliday();
    }
  }

  private static NotARule notAHoliday() {
    return new NotARule("is not like '2026-12-23..2027-01-06' or 'student 2027-02-01'");
  }

  static Supervision supervision(String text) throws NotARule {
    Set<String> grades = Set.of();
    List<UserId> by = List.of();
    for (String part : parts(text, " ")) {
      if (part.startsWith("grades=")) {
        grades = new TreeSet<>();
        for (String one : parts(part.substring(7), ",")) {
          grades.add(grade(one));
        }
      } else if (part.startsWith("by=")) {
        by = users(part.substring(3));
      } else {
        throw notASupervision();
      }
    }
    if (by.isEmpty()) {
      throw notASupervision();
    }
    return new Supervision(grades, by);
  }

  private static NotARule notASupervision() {
    return new NotARule("is not like 'grades=5,6 by=ID,ID' or 'by=ID,ID'");
  }

  /** The name of a grade: letters, digits, dots and dashes. */
  static String grade(String text) throws NotARule {
    boolean named =
        !text.isEmpty()
            && text.length() <= MAX_GRADE
            && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
    if (!named) {
      throw new NotARule("names a grade otherwise than by letters, digits and dashes");
    }
    return text;
  }

  static Set<ClassId> classes(String text) throws NotARule {
    var classes = new LinkedHashSet<ClassId>();
    for (String id : ids(text)) {
      classes.add(new ClassId(id));
    }
    return classes;
  }

  private static List<UserId> users(String text) throws NotARule {
    return ids(text).stream().map(UserId::new).toList();
  }

  private static List<String> ids(String text) throws NotARule {
    List<String> ids = parts(text, ",");
    if (ids.size() > MOST || !ids.stream().allMatch(IdFormat::matches)) {
      throw new NotARule("names what is no id");
    }
    return ids;
  }

  static ZoneId zone(String text) throws NotARule {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new NotARule("is no time zone such as Europe/Berlin");
    }
  }

  static int number(String text, int least, int most) throws NotARule {
    boolean digits =
        !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = digits ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw new NotARule("is no whole number from " + least + " to " + most);
    }
    return number;
  }

  /** One word, folded. */
  static String word(String text) throws NotARule {
    List<String> words = Words.of(text);
    if (words.size() != 1 || !Unicode.isWhole(text)) {
      throw new NotARule("has an entry that is not one word");
    }
    return words.getFirst().toLowerCase(Locale.ROOT);
  }

  static List<String> parts(String text, String delimiter) {
    var parts = new ArrayList<String>();
    var tokens = new StringTokenizer(text, delimiter);
    while (tokens.hasMoreTokens()) {
      String part = tokens.nextToken().strip();
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }
}
