// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.School;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a desired roster changes of the one that is there. What no source has a key for is
 * left as it is. For one thread; asks no store but by {@code takenElsewhere}.
 */
final class RosterPlanner {

  /** The part of the active people, in percent, of whom more are deactivated with a word only. */
  private static final int DEACTIVATED_PERCENT = 10;

  /**
   * What there is.
   *
   * @param isNew whether the school is to be made
   * @param roster of the people whom the wanted one is about at least, the admins, and all classes
   * @param entries of the same people and classes
   * @param active how many people of the school take part; 0 if none is deactivated
   * @param version of the rosters
   */
  record Present(
      School school,
      boolean isNew,
      SchoolRoster roster,
      List<SourceEntry> entries,
      long active,
      long version) {

    static Present nothing(School school, long version) {
      return new Present(school, true, SchoolRoster.EMPTY, List.of(), 0, version);
    }
  }

  private final Present present;
  private final DesiredRoster wanted;
  private final PlanDraft draft;
  private final SourceKeys keys;
  private final PeoplePlan people;
  private final ClassesPlan classes;
  private final LinksPlan links;

  /**
   * @param takenElsewhere whether somebody of another school has the e-mail address
   * @param today in the time zone of the school
   * @param now of what is made or changed
   */
  RosterPlanner(
      Present present,
      DesiredRoster wanted,
      Predicate<String> takenElsewhere,
      LocalDate today,
      Instant now,
      IdSource ids) {
    this.present = present;
    this.wanted = wanted;
    this.draft = new PlanDraft(present.school().id(), now, ids);
    this.keys = new SourceKeys(present.entries());
    this.people =
        new PeoplePlan(
            present.roster(), wanted.people(), wanted.roles(), keys, takenElsewhere, draft);
    this.classes = new ClassesPlan(present.roster(), wanted.classes(), keys, today, draft);
    this.links = new LinksPlan(present.roster(), wanted.links(), keys, today, draft);
  }

  RosterPlan plan() {
    if (present.isNew()) {
      draft.line(PlannedChange.What.SCHOOL_ADDED, "", present.school().name());
      draft.change(new RosterChange.AddSchool(present.school()));
    }
    people.plan();
    classes.plan();
    links.plan(people, classes);
    if (people.admins() == 0 && adminsBefore() > 0) {
      draft.error(
          people.lastAdmin(),
          null,
          "It would leave the school without an active admin: whoever is to be one instead has to be"
              + " one before, or in the same files.");
    }
    var remarks = new ArrayList<>(wanted.remarks());
    remarks.addAll(draft.remarks());
    if (people.admins() == 0 && adminsBefore() == 0) {
      remarks.add("The school has no admin yet: add one by 'user add --role admin'.");
    }
    List<PlannedChange> lines =
        draft.lines().stream()
            .sorted(Comparator.comparing(PlannedChange::what).thenComparing(PlannedChange::text))
            .toList();
    return new RosterPlan(
        present.school(),
        wanted.source(),
        lines,
        draft.changes(),
        keys.changes(),
        draft.counts(),
        draft.errors(),
        remarks,
        needsWord(),
        RosterPlan.hash(present.school(), wanted.source(), lines, keys.changes()),
        present.version());
  }

  private @Nullable String needsWord() {
    long gone = draft.counts().peopleDeactivated();
    if (gone * 100 > present.active() * DEACTIVATED_PERCENT) {
      return "%d of %d active people would be deactivated, more than %d in a hundred."
          .formatted(gone, present.active(), DEACTIVATED_PERCENT);
    }
    return null;
  }

  private long adminsBefore() {
    return present.roster().users().stream().filter(User::activeAdmin).count();
  }
}
