// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.policy.RuleWords.NotARule;
import homeroom.chat.policy.RuleWords.Reader;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rules as names and values, for people, for scripts and for stores: {@code
 * write.direct.student.student} is {@code class}, {@code quiet} is {@code student mon-fri
 * 18:00-07:00}. Several of one kind stand between semicolons.
 */
public final class RuleText {

  public static final String PRESET = "preset";
  public static final String TIME_ZONE = "timeZone";
  public static final String WRITE = "write.";
  public static final String STUDENTS_POST = "studentsPost";
  public static final String LESSONS = "lessons";
  public static final String QUIET = "quiet";
  public static final String HOLIDAYS = "holidays";
  public static final String SUPERVISION = "supervision";
  public static final String GRADES = "grades.";
  public static final String LIMITS = "limits.";
  public static final String WORDS = "words";

  private RuleText() {}

  /** All values by their names, in the order of the names. */
  public static Map<String, String> of(SchoolRules rules) {
    var values = new TreeMap<String, String>();
    values.put(PRESET, rules.preset());
    values.put(TIME_ZONE, rules.timeZone().getId());
    rules.pairs().forEach((pair, rule) -> values.put(WRITE + pair.text(), rule.text()));
    values.put(STUDENTS_POST, rules.studentsPost().text());
    values.put(LESSONS, RuleWords.list(rules.lessons(), Window::hours));
    values.put(QUIET, RuleWords.list(rules.quiet(), Window::text));
    values.put(HOLIDAYS, RuleWords.list(rules.holidays(), Holiday::text));
    values.put(SUPERVISION, RuleWords.list(rules.supervision(), Supervision::text));
    rules
        .grades()
        .forEach((grade, classes) ->
            values.put(
                GRADES + grade,
                classes.stream().map(ClassId::value).sorted().collect(Collectors.joining(","))));
    values.put(LIMITS + "title", String.valueOf(rules.limits().title()));
    values.put(LIMITS + "groupSize", String.valueOf(rules.limits().groupSize()));
    values.put(LIMITS + "groups", String.valueOf(rules.limits().groups()));
    values.put(LIMITS + "groupsPerDay", String.valueOf(rules.limits().groupsPerDay()));
    values.put(LIMITS + "editMinutes", String.valueOf(rules.limits().editMinutes()));
    values.put(WORDS, String.join("; ", rules.words()));
    return values;
  }

  /** The names whose values differ, with what they are now. */
  public static Map<String, String> difference(SchoolRules before, SchoolRules now) {
    Map<String, String> were = of(before);
    var changed = new LinkedHashMap<String, String>();
    of(now)
        .forEach((name, value) -> {
          if (!value.equals(were.remove(name))) {
            changed.put(name, value);
          }
        });
    were.keySet().stream()
        .filter(name -> name.startsWith(GRADES))
        .forEach(name -> changed.put(name, ""));
    return changed;
  }

  /**
   * The rules with these values in place of theirs. A preset comes first, and sets all but the time
   * zone, the holidays, the supervisors, the grades and the words.
   */
  public static Outcome<SchoolRules> change(SchoolRules rules, Map<String, String> values) {
    var reading = new Reading(rules, values);
    SchoolRules changed = reading.rules();
    return Outcome.check(
            reading.wrong.isEmpty(),
            () ->
                new Refusal(
                    RefusalCode.INVALID_FIELD,
                    "Some values are not as rules are written; 'errors' names them.",
                    reading.wrong,
                    0))
        .map(fine -> changed);
  }

  /** One name and value to a line, as stores keep them. */
  static String lines(SchoolRules rules) {
    return of(rules).entrySet().stream()
        .map(value -> value.getKey() + "=" + value.getValue())
        .collect(Collectors.joining("\n"));
  }

  /**
   * The rules of such lines. What this program does not know, or cannot read, is as in the default:
   * a program that knows more wrote it.
   */
  static SchoolRules read(String lines) {
    var values = new HashMap<String, String>();
    lines
        .lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(line ->
            values.put(
                line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return new Reading(Preset.OPEN.rules(), values).rules();
  }

  /** The values while they are read. For one thread. */
  private static final class Reading {

    private final Map<String, String> values;
    private final Map<String, String> wrong = new LinkedHashMap<>();
    private final SchoolRules before;
    private final SchoolRules base;

    Reading(SchoolRules before, Map<String, String> values) {
      this.before = before;
      this.values = new TreeMap<>(values);
      this.base = base();
    }

    private SchoolRules base() {
      @Nullable String named = values.remove(PRESET);
      if (named == null) {
        return before;
      }
      Optional<Preset> preset = Preset.of(named);
      if (preset.isEmpty()) {
        wrong.put(PRESET, "is not open, primary, secondary or staff-only");
      }
      return preset.map(Preset::rules).orElse(before);
    }

    SchoolRules rules() {
      var pairs = new HashMap<>(base.pairs());
      Pair.ALL.forEach(pair ->
          pairs.compute(
              pair,
              (key, rule) ->
                  one(WRITE + key.text(), Objects.requireNonNull(rule), RuleWords::pairRule)));
      ZoneId zone = one(TIME_ZONE, before.timeZone(), RuleWords::zone);
      StudentsPost post = one(STUDENTS_POST, base.studentsPost(), RuleWords::studentsPost);
      List<Window> lessons = many(LESSONS, base.lessons(), RuleWords::lesson);
      List<Window> quiet = many(QUIET, base.quiet(), RuleWords::quiet);
      List<Holiday> holidays = many(HOLIDAYS, before.holidays(), RuleWords::holiday);
      List<Supervision> supervision =
          many(SUPERVISION, before.supervision(), RuleWords::supervision);
      List<String> words = many(WORDS, before.words(), RuleWords::word);
      RuleLimits limits = limits();
      Map<String, Set<ClassId>> grades = grades();
      values.keySet().forEach(name -> wrong.put(name, "is no rule"));
      return new SchoolRules(
          base.preset(),
          zone,
          pairs,
          post,
          lessons,
          quiet,
          holidays,
          supervision,
          grades,
          limits,
          words);
    }

    private Map<String, Set<ClassId>> grades() {
      var grades = new HashMap<>(before.grades());
      for (String name : List.copyOf(values.keySet())) {
        if (name.startsWith(GRADES)) {
          Set<ClassId> classes = one(name, Set.of(), RuleWords::classes);
          String grade = name.substring(GRADES.length());
          check(name, grade);
          if (classes.isEmpty()) {
            grades.remove(grade);
          } else {
            grades.put(grade, Set.copyOf(classes));
          }
        }
      }
      return grades;
    }

    private void check(String name, String grade) {
      try {
        RuleWords.grade(grade);
      } catch (NotARule e) {
        wrong.put(name, String.valueOf(e.getMessage()));
      }
    }

    private RuleLimits limits() {
      RuleLimits now = base.limits();
      return new RuleLimits(
          number("title", now.title(), 1, RuleLimits.MAX_TITLE),
          number("groupSize", now.groupSize(), 2, RuleLimits.MAX_GROUP),
          number("groups", now.groups(), 0, RuleLimits.NONE),
          number("groupsPerDay", now.groupsPerDay(), 0, RuleLimits.NONE),
          number("editMinutes", now.editMinutes(), 0, RuleLimits.MAX_EDIT_MINUTES));
    }

    private int number(String name, int now, int least, int most) {
      return one(LIMITS + name, now, text -> RuleWords.number(text, least, most));
    }

    private <T> List<T> many(String name, List<T> now, Reader<T> reader) {
      return one(name, now, text -> RuleWords.list(text, reader));
    }

    /** The value of that name, which is looked at once; as it is now if there is none. */
    private <T> T one(String name, T now, Reader<T> reader) {
      @Nullable String text = values.remove(name);
      if (text == null) {
        return now;
      }
      try {
        return reader.read(text.strip());
      } catch (NotARule e) {
        wrong.put(name, String.valueOf(e.getMessage()));
        return now;
      }
    }
  }
}
