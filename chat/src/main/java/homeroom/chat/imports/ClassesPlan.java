// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.imports.PlannedChange.What;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.ClassId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which classes are added, changed and archived. A class whose days are still to come or over is
 * archived, until they come. For one thread.
 */
final class ClassesPlan {

  /** How many classes a remark names. */
  private static final int TWINS = 10;

  private final DesiredRoster.Of<DesiredClass> wanted;
  private final SourceKeys keys;
  private final LocalDate today;
  private final PlanDraft draft;
  private final Map<ClassId, SchoolClass> classes = new HashMap<>();
  private final Set<String> gone = new HashSet<>();

  ClassesPlan(
      SchoolRoster present,
      DesiredRoster.Of<DesiredClass> wanted,
      SourceKeys keys,
      LocalDate today,
      PlanDraft draft) {
    this.wanted = wanted;
    this.keys = keys;
    this.today = today;
    this.draft = draft;
    present.classes().forEach(one -> classes.put(one.id(), one));
  }

  void plan() {
    var there = new HashSet<String>();
    wanted.there().forEach(one -> there.add(one.key()));
    for (SourceEntry.OfClass known : List.copyOf(keys.classes())) {
      boolean missing = wanted.extent() == Extent.ALL && !there.contains(known.key());
      if (missing || wanted.gone().contains(known.key())) {
        // It had its last day, whenever that was.
        gone.add(known.key());
        keys.put(new SourceEntry.OfClass(known.key(), known.id(), over(known.days())));
      }
    }
    Set<String> others = namesOfOthers();
    wanted.there().forEach(this::plan);
    followDays(there);
    tellTwins(others);
  }

  /** Of open classes that this source does not know: made by hand, or of another source. */
  private Set<String> namesOfOthers() {
    var known = new HashSet<ClassId>();
    keys.classes().forEach(one -> known.add(one.id()));
    var names = new HashSet<String>();
    for (SchoolClass one : classes.values()) {
      if (!one.archived() && !known.contains(one.id())) {
        names.add(one.name());
      }
    }
    return names;
  }

  private void tellTwins(Set<String> others) {
    List<String> twins =
        draft.lines().stream()
            .filter(line -> line.what() == What.CLASS_ADDED && others.contains(line.text()))
            .map(PlannedChange::text)
            .sorted()
            .toList();
    if (!twins.isEmpty()) {
      draft.remark(
          "Classes of these names are there already, made by hand or of files in another format;"
              + " they stay beside the new ones: "
              + String.join(", ", twins.subList(0, Math.min(TWINS, twins.size())))
              + (twins.size() > TWINS ? " and " + (twins.size() - TWINS) + " more." : "."));
    }
  }

  private Days over(Days days) {
    LocalDate yesterday = today.minusDays(1);
    LocalDate last = days.last();
    return last != null && last.isBefore(today) ? days : new Days(days.first(), yesterday);
  }

  private void plan(DesiredClass one) {
    SourceEntry.OfClass entry = keys.schoolClass(one.key());
    SchoolClass known = entry == null ? null : classes.get(entry.id());
    boolean archived = !one.days().contains(today);
    if (known == null) {
      var added =
          new SchoolClass(
              new ClassId(draft.nextId()),
              draft.school(),
              one.name(),
              one.code(),
              archived,
              draft.now(),
              draft.now());
      classes.put(added.id(), added);
      draft.line(What.CLASS_ADDED, one.key(), one.name());
      draft.change(new RosterChange.AddClass(added));
      keys.put(new SourceEntry.OfClass(one.key(), added.id(), one.days()));
    } else {
      keys.put(new SourceEntry.OfClass(one.key(), known.id(), one.days()));
      change(one.key(), known, one.name(), one.code(), archived);
    }
  }

  /** Of classes of which nothing is said: a new day may begin or end them. */
  private void followDays(Set<String> planned) {
    for (SourceEntry.OfClass entry : keys.classes()) {
      SchoolClass known = classes.get(entry.id());
      if (known != null && !planned.contains(entry.key())) {
        boolean archived = gone.contains(entry.key()) || !entry.days().contains(today);
        change(entry.key(), known, known.name(), known.code(), archived);
      }
    }
  }

  private void change(String key, SchoolClass known, String name, String code, boolean archived) {
    var what = new ArrayList<String>();
    if (!known.name().equals(name)) {
      what.add("name is " + name);
    }
    if (!known.code().equals(code)) {
      what.add("code is " + code);
    }
    if (known.archived() && !archived) {
      what.add("takes place again");
    }
    boolean ends = archived && !known.archived();
    if (what.isEmpty() && !ends) {
      return;
    }
    if (ends) {
      draft.line(What.CLASS_ARCHIVED, key, known.name());
    } else {
      draft.line(What.CLASS_CHANGED, key, known.name() + ": " + String.join(", ", what));
    }
    var changed =
        new SchoolClass(
            known.id(), known.schoolId(), name, code, archived, known.createdAt(), draft.now());
    classes.put(changed.id(), changed);
    draft.change(new RosterChange.UpdateClass(changed));
  }

  /** The class with that id once the plan is done; null if there is none. */
  @Nullable SchoolClass schoolClass(ClassId id) {
    return classes.get(id);
  }
}
