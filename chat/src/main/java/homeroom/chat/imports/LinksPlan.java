// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.imports.PlannedChange.What;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who comes into classes and leaves them. Several links of the source may put the same person into
 * the same class, on different days. For one thread.
 */
final class LinksPlan {

  /** Somebody in a class. */
  private record Pair(ClassId schoolClass, UserId person, Role role) {}

  private final DesiredRoster.Of<DesiredLink> wanted;
  private final SourceKeys keys;
  private final LocalDate today;
  private final PlanDraft draft;
  private final Map<Pair, ClassTeacher> teachers = new HashMap<>();
  private final Map<Pair, ClassEnrollment> students = new HashMap<>();

  LinksPlan(
      SchoolRoster present,
      DesiredRoster.Of<DesiredLink> wanted,
      SourceKeys keys,
      LocalDate today,
      PlanDraft draft) {
    this.wanted = wanted;
    this.keys = keys;
    this.today = today;
    this.draft = draft;
    present
        .teachers()
        .forEach(
            link -> teachers.put(new Pair(link.classId(), link.teacherId(), Role.TEACHER), link));
    present
        .enrollments()
        .forEach(
            link -> students.put(new Pair(link.classId(), link.studentId(), Role.STUDENT), link));
  }

  /** After people and classes. */
  void plan(PeoplePlan people, ClassesPlan classes) {
    var managed = new LinkedHashSet<Pair>();
    keys.links().forEach(link -> managed.add(pair(link)));
    followSource();
    var wantedToday = new HashSet<Pair>();
    var misfits = 0;
    for (SourceEntry.Link link : keys.links()) {
      managed.add(pair(link));
      User user = people.user(link.person());
      if (user == null || classes.schoolClass(link.schoolClass()) == null) {
        continue;
      }
      boolean fits = user.role() == link.role();
      if (!fits) {
        misfits++;
      }
      if (fits && link.days().contains(today)) {
        wantedToday.add(pair(link));
      }
    }
    if (misfits > 0) {
      draft.remark(
          ("Enrolments are left out where a teacher of a class is no teacher of the school, or a"
                  + " student no student: %d.")
              .formatted(misfits));
    }
    for (Pair pair : managed) {
      if (wantedToday.contains(pair)) {
        add(pair, people, classes);
      } else {
        remove(pair, people, classes);
      }
    }
  }

  private void followSource() {
    if (wanted.extent() == Extent.UNSAID) {
      return;
    }
    var there = new HashSet<String>();
    wanted.there().forEach(link -> there.add(link.key()));
    var gone = new ArrayList<String>(wanted.gone());
    if (wanted.extent() == Extent.ALL) {
      keys.links()
          .forEach(link -> {
            if (!there.contains(link.key())) {
              gone.add(link.key());
            }
          });
    }
    keys.removeLinks(Set.copyOf(gone));
    wanted.there().forEach(this::put);
  }

  private void put(DesiredLink link) {
    SourceEntry.OfClass schoolClass = keys.schoolClass(link.schoolClass());
    SourceEntry.Person person = keys.person(link.person());
    if (schoolClass == null) {
      draft.error(link.place(), null, "There is no class '" + link.schoolClass() + "' to be in.");
    } else if (person == null) {
      draft.error(link.place(), null, "There is nobody '" + link.person() + "' to be in a class.");
    } else {
      keys.put(
          new SourceEntry.Link(
              link.key(), schoolClass.id(), person.id(), link.role(), link.days()));
    }
  }

  private static Pair pair(SourceEntry.Link link) {
    return new Pair(link.schoolClass(), link.person(), link.role());
  }

  private void add(Pair pair, PeoplePlan people, ClassesPlan classes) {
    if (teachers.containsKey(pair) || students.containsKey(pair)) {
      return;
    }
    line(What.COMES, pair, people, classes);
    String id = draft.nextId();
    if (pair.role() == Role.TEACHER) {
      draft.change(
          new RosterChange.AddTeacher(
              new ClassTeacher(id, draft.school(), pair.schoolClass(), pair.person())));
    } else {
      draft.change(
          new RosterChange.Enroll(
              new ClassEnrollment(id, draft.school(), pair.schoolClass(), pair.person())));
    }
  }

  private void remove(Pair pair, PeoplePlan people, ClassesPlan classes) {
    ClassTeacher teacher = teachers.get(pair);
    ClassEnrollment student = students.get(pair);
    if (teacher != null) {
      line(What.LEAVES, pair, people, classes);
      draft.change(new RosterChange.RemoveTeacher(teacher));
    } else if (student != null) {
      line(What.LEAVES, pair, people, classes);
      draft.change(new RosterChange.Unenroll(student));
    }
  }

  private void line(What what, Pair pair, PeoplePlan people, ClassesPlan classes) {
    User user = people.user(pair.person());
    SchoolClass one = classes.schoolClass(pair.schoolClass());
    String name = user == null ? pair.person().value() : user.name();
    String className = one == null ? pair.schoolClass().value() : one.name();
    draft.line(
        what,
        PeoplePlan.word(pair.role()),
        name + (what == What.COMES ? " into " : " out of ") + className);
  }
}
