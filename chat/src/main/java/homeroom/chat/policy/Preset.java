// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.Role;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rules that set all at once; a school goes on from there. */
public enum Preset {
  /** Students write to the people of their classes and to admins, at any time; the default. */
  OPEN,
  /**
   * Students write to their teachers only, and in class conversations as answers; quiet from 17:00
   * to 07:00 and at weekends.
   */
  PRIMARY,
  /** As open; students make few groups, and are quiet from 21:00 to 06:30. */
  SECONDARY,
  /** Staff write to each other; students read the conversations of their classes. */
  STAFF_ONLY;

  private static final Set<DayOfWeek> SCHOOL_DAYS =
      EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);
  private static final Set<Role> STUDENTS = EnumSet.of(Role.STUDENT);

  /** As it is stored and on the wire, for example {@code staff-only}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Preset> of(String text) {
    return Stream.of(values()).filter(one -> one.text().equals(text)).findFirst();
  }

  public SchoolRules rules() {
    return switch (this) {
      case OPEN -> rules(Map.of(), StudentsPost.ALWAYS, List.of(), RuleLimits.DEFAULT);
      case PRIMARY ->
          rules(
              Map.of(Role.STUDENT, PairRule.OFF),
              StudentsPost.REPLIES,
              List.of(
                  window(SCHOOL_DAYS, LocalTime.of(17, 0), LocalTime.of(7, 0)),
                  window(
                      EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                      LocalTime.MIDNIGHT,
                      LocalTime.MIDNIGHT),
                  window(EnumSet.of(DayOfWeek.MONDAY), LocalTime.MIDNIGHT, LocalTime.of(7, 0))),
              new RuleLimits(RuleLimits.MAX_TITLE, 30, 5, 0, RuleLimits.DEFAULT_EDIT_MINUTES));
      case SECONDARY ->
          rules(
              Map.of(),
              StudentsPost.ALWAYS,
              List.of(window(EVERY_DAY, LocalTime.of(21, 0), LocalTime.of(6, 30))),
              new RuleLimits(RuleLimits.MAX_TITLE, 100, 50, 5, RuleLimits.DEFAULT_EDIT_MINUTES));
      case STAFF_ONLY ->
          rules(
              Map.of(
                  Role.STUDENT, PairRule.OFF, Role.TEACHER, PairRule.OFF, Role.ADMIN, PairRule.OFF),
              StudentsPost.NEVER,
              List.of(),
              RuleLimits.DEFAULT);
    };
  }

  private static Window window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    return new Window(STUDENTS, days, from, to);
  }

  /**
   * @param ofStudents what students do with each role; those of the default where it says nothing
   */
  private SchoolRules rules(
      Map<Role, PairRule> ofStudents, StudentsPost post, List<Window> quiet, RuleLimits limits) {
    var pairs = new HashMap<Pair, PairRule>();
    for (Pair pair : Pair.ALL) {
      boolean student = pair.from() == Role.STUDENT;
      PairRule usual = student ? usual(pair) : PairRule.SCHOOL;
      pairs.put(pair, student ? ofStudents.getOrDefault(pair.to(), usual) : usual);
    }
    for (Pair pair : Pair.ALL) {
      boolean groupOfPupil = pair.action() == Action.GROUP && pair.from() == Role.STUDENT;
      if ((this == PRIMARY && groupOfPupil) || (this == STAFF_ONLY && pair.to() == Role.STUDENT)) {
        pairs.put(pair, PairRule.OFF);
      }
    }
    return new SchoolRules(
        text(),
        SchoolRules.NO_ZONE,
        pairs,
        post,
        List.of(),
        quiet,
        List.of(),
        List.of(),
        Map.of(),
        limits,
        List.of());
  }

  private static PairRule usual(Pair ofStudent) {
    boolean anywhere = ofStudent.action() == Action.REPLY || ofStudent.to() == Role.ADMIN;
    return anywhere ? PairRule.SCHOOL : PairRule.CLASS;
  }
}
