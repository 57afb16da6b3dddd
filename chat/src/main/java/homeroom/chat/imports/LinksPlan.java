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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who comes into classes and leaves them. Several links of the source may put the same person into
 * the same class, on different days. For one thread.
 */
final class LinksPlan {

  /** Of how many classes people come in at once. */
  private static final int CLASSES_AT_ONCE = 40;

  /**
   * Somebody in a class. A district looks 60 000 of them up: the two methods are its inner loop.
   */
  private record Pair(ClassId schoolClass, UserId person, Role role) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair pair
          && person.value().equals(pair.person.value())
          && schoolClass.value().equals(pair.schoolClass.value())
          && role == pair.role;
    }

    @Override
    public int hashCode() {
      return person.value().hashCode() * 31 + schoolClass.value().hashCode();
    }
  }

  /** What there is of a pair, and what is to be of it. */
  private static final class Standing {

    @Nullable ClassTeacher teacher;
    @Nullable ClassEnrollment student;

    /** Whether the source had it or has it; what it never named stays as it is. */
    boolean managed;

    /** Whether today is one of its days. */
    boolean wanted;

    boolean isThere() {
      return teacher != null || student != null;
    }
  }

  private final DesiredRoster.Of<DesiredLink> wanted;
  private final SourceKeys keys;
  private final LocalDate today;
  private final PlanDraft draft;
  private final Map<Pair, Standing> pairs;

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
    this.pairs = LinkedHashMap.newLinkedHashMap(keys.links().size() + wanted.there().size());
    for (ClassTeacher link : present.teachers()) {
      standing(new Pair(link.classId(), link.teacherId(), Role.TEACHER)).teacher = link;
    }
    for (ClassEnrollment link : present.enrollments()) {
      standing(new Pair(link.classId(), link.studentId(), Role.STUDENT)).student = link;
    }
  }

  private Standing standing(Pair pair) {
    return pairs.computeIfAbsent(pair, _ -> new Standing());
  }

  /** After people and classes. */
  void plan(PeoplePlan people, ClassesPlan classes) {
    followSource();
    var misfits = 0;
    for (SourceEntry.Link link : keys.links()) {
      Standing one = standing(pair(link));
      one.managed = true;
      User user = people.user(link.person());
      if (user == null || classes.schoolClass(link.schoolClass()) == null) {
        continue;
      }
      boolean fits = user.role() == link.role();
      if (!fits) {
        misfits++;
      }
      if (fits && link.days().contains(today)) {
        one.wanted = true;
      }
    }
    if (misfits > 0) {
      draft.remark(
          ("Enrolments are left out where a teacher of a class is no teacher of the school, or a"
                  + " student no student: %d.")
              .formatted(misfits));
    }
    var added = new ArrayList<Pair>();
    pairs.forEach((pair, one) -> {
      if (one.managed && one.wanted && !one.isThere()) {
        added.add(pair);
      } else if (one.managed && !one.wanted) {
        remove(pair, one, people, classes);
      }
    });
    inOrder(added).forEach(pair -> add(pair, people, classes));
  }

  /**
   * Some classes after others, and in these person by person: stores keep links by class, and by
   * person, so that of either what is written at once lies on few pages.
   */
  private static List<Pair> inOrder(List<Pair> added) {
    List<String> classes =
        added.stream().map(pair -> pair.schoolClass().value()).distinct().sorted().toList();
    var places = new HashMap<String, Integer>();
    for (int i = 0; i < classes.size(); i++) {
      places.put(classes.get(i), i / CLASSES_AT_ONCE);
    }
    return added.stream()
        .sorted(
            Comparator.<Pair>comparingInt(pair -> places.get(pair.schoolClass().value()))
                .thenComparing(pair -> pair.person().value())
                .thenComparing(pair -> pair.schoolClass().value()))
        .toList();
  }

  private void followSource() {
    if (wanted.extent() == Extent.UNSAID) {
      return;
    }
    var gone = new HashSet<String>(wanted.gone());
    if (wanted.extent() == Extent.ALL) {
      keys.links().forEach(link -> gone.add(link.key()));
      wanted.there().forEach(link -> gone.remove(link.key()));
      gone.addAll(wanted.gone());
    }
    gone.forEach(this::manage);
    keys.removeLinks(gone);
    wanted.there().forEach(this::put);
  }

  /** What the source says no more, or otherwise, is its to end. */
  private void manage(String key) {
    SourceEntry.Link before = keys.link(key);
    if (before != null) {
      standing(pair(before)).managed = true;
    }
  }

  private void put(DesiredLink link) {
    manage(link.key());
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

  private void remove(Pair pair, Standing one, PeoplePlan people, ClassesPlan classes) {
    ClassTeacher teacher = one.teacher;
    ClassEnrollment student = one.student;
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
