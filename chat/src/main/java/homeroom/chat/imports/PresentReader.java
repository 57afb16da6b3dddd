// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.imports.RosterPlanner.Present;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.SourceEntry.Kind;
import homeroom.chat.roster.User;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads what there is, to plan by. Of a roster that says only what is another that is whom it
 * names, their places in classes, who has the addresses and names that they are to have, the admins
 * and all classes; so that a change of a few costs what a few cost, however large the school is.
 * Blocks on the stores; for many threads.
 */
final class PresentReader {

  /** How many things a roster may name before all is read: then that costs less. */
  static final int MOST_NAMED = 3_000;

  private final RosterStore rosters;
  private final RosterImportStore imports;

  PresentReader(RosterStore rosters, RosterImportStore imports) {
    this.rosters = rosters;
    this.imports = imports;
  }

  /**
   * @param school which may have yet to be made
   */
  Present read(School school, DesiredRoster wanted) {
    return wanted.isDelta() && named(wanted) <= MOST_NAMED
        ? named(school, wanted)
        : everything(school, wanted);
  }

  private static int named(DesiredRoster wanted) {
    return named(wanted.people()) + wanted.roles().size() + named(wanted.links());
  }

  private static int named(DesiredRoster.Of<?> things) {
    return things.there().size() + things.gone().size();
  }

  /** All that there is. */
  Present everything(School school, DesiredRoster wanted) {
    long version = rosters.version();
    Optional<School> known = rosters.school(school.id());
    if (known.isEmpty()) {
      return Present.nothing(school, version);
    }
    SchoolRoster roster = rosters.everything(school.id());
    return new Present(
        known.get(),
        false,
        roster,
        imports.entries(school.id(), wanted.source()),
        roster.users().stream().filter(User::active).count(),
        version);
  }

  /** What the roster is about. */
  Present named(School school, DesiredRoster wanted) {
    long version = rosters.version();
    Optional<School> known = rosters.school(school.id());
    if (known.isEmpty()) {
      return Present.nothing(school, version);
    }
    SchoolId id = school.id();
    var entries = new ArrayList<SourceEntry>();
    entries.addAll(imports.entries(id, wanted.source(), Kind.PERSON, peopleOf(wanted)));
    entries.addAll(imports.entries(id, wanted.source(), Kind.LINK, linksOf(wanted)));
    Set<UserId> people = peopleOf(entries);
    people.addAll(holders(id, wanted, entries, people));
    entries.addAll(imports.entriesAbout(id, wanted.source(), people));
    entries.addAll(imports.entries(id, wanted.source(), Kind.SCHOOL_CLASS));
    people.addAll(rosters.admins(id));
    return new Present(
        known.get(),
        false,
        rosters.everythingOf(id, people),
        entries,
        mayDeactivate(wanted) ? active(id) : 0,
        version);
  }

  private static Set<String> peopleOf(DesiredRoster wanted) {
    var keys = new HashSet<>(wanted.people().gone());
    wanted.people().there().forEach(person -> keys.add(person.key()));
    wanted.roles().forEach(role -> keys.add(role.key()));
    wanted.links().there().forEach(link -> keys.add(link.person()));
    return keys;
  }

  private static Set<String> linksOf(DesiredRoster wanted) {
    var keys = new HashSet<>(wanted.links().gone());
    wanted.links().there().forEach(link -> keys.add(link.key()));
    return keys;
  }

  private static Set<UserId> peopleOf(Collection<SourceEntry> entries) {
    var people = new HashSet<UserId>();
    for (SourceEntry entry : entries) {
      switch (entry) {
        case SourceEntry.Person person -> people.add(person.id());
        case SourceEntry.Link link -> people.add(link.person());
        case SourceEntry.OfClass _ -> {}
      }
    }
    return people;
  }

  /** Who has an address or a user name that somebody else is to have, or nobody has by a key. */
  private Set<UserId> holders(
      SchoolId school, DesiredRoster wanted, List<SourceEntry> entries, Set<UserId> known) {
    var users = new HashMap<UserId, User>();
    rosters.users(school, known).forEach(user -> users.put(user.id(), user));
    Map<String, User> byKey = new HashMap<>();
    for (SourceEntry entry : entries) {
      if (entry instanceof SourceEntry.Person person && users.containsKey(person.id())) {
        byKey.put(person.key(), users.get(person.id()));
      }
    }
    var holders = new HashSet<UserId>();
    Consumer<Credentials> add =
        found -> {
          if (found.user().schoolId().equals(school)) {
            holders.add(found.user().id());
          }
        };
    for (DesiredPerson person : wanted.people().there()) {
      User user = byKey.get(person.key());
      if (person.email() != null && !PeoplePlan.isSameEmail(user, person.email())) {
        rosters.credentials(person.email()).ifPresent(add);
      }
      if (person.username() != null && !PeoplePlan.isSameUsername(user, person.username())) {
        rosters.credentials(school, person.username()).ifPresent(add);
      }
    }
    return holders;
  }

  private static boolean mayDeactivate(DesiredRoster wanted) {
    return !wanted.people().gone().isEmpty()
        || wanted.people().there().stream().anyMatch(person -> !person.enabled());
  }

  /** How many people take part. */
  private long active(SchoolId school) {
    Page<User> counted =
        rosters.findUsers(school, new Query(Filter.equal("active", true), List.of(), 0, 0));
    return counted.total() < Query.MAX_TOTAL
        ? counted.total()
        : rosters.people(school).stream().filter(User::active).count();
  }
}
