// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Random changes of a few people, planned and shown from what concerns these people alone: the same
 * as from all of the roster.
 */
class FewChangesTest {

  private static final int SEEDS = 60;
  private static final int DELTAS = 6;
  private static final int PEOPLE = 12;
  private static final int CLASSES = 4;
  private static final Place HERE = new Place("users.csv", 2);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);
  private static final School HILL =
      new School(new SchoolId("hill"), "Hill", SchoolSettings.DEFAULT, Instant.EPOCH);

  /** Nobody of the files, until they have the user name. */
  private static final User BY_HAND =
      new User(
          new UserId("by-hand"),
          HILL.id(),
          Role.STUDENT,
          "By Hand",
          null,
          "user" + (PEOPLE + 1),
          true,
          Instant.EPOCH,
          Instant.EPOCH);

  private final InMemoryStores stores = new InMemoryStores();
  private final VersionedRosterStore rosters = new VersionedRosterStore(stores.roster());
  private final PresentReader reader = new PresentReader(rosters, stores.rosterImports());
  private final AtomicLong ids = new AtomicLong();

  @Test
  void aFewChangesArePlannedAndShownAsByAllOfTheRoster() {
    for (int seed = 0; seed < SEEDS; seed++) {
      new FewChangesTest().compare(new Random(seed));
    }
  }

  private void compare(Random random) {
    DesiredRoster all = all(random);
    bringIn(plan(reader.everything(HILL, all), all), random);
    assertThat(stores.roster().apply(List.of(new RosterChange.AddUser(BY_HAND, ""))))
        .isInstanceOf(RosterResult.Applied.class);
    for (int i = 0; i < DELTAS; i++) {
      DesiredRoster few = few(random);
      RosterPlan byAll = plan(reader.everything(HILL, few), few);
      RosterPlan byFew = plan(reader.named(HILL, few), few);
      assertThat(byFew.lines()).isEqualTo(byAll.lines());
      assertThat(byFew.hash()).isEqualTo(byAll.hash());
      assertThat(byFew.counts()).isEqualTo(byAll.counts());
      assertThat(byFew.errors()).isEqualTo(byAll.errors());
      assertThat(byFew.changes()).hasSameSizeAs(byAll.changes());
      assertThat(byFew.needsWord()).isEqualTo(byAll.needsWord());
      if (byFew.errors().isEmpty()) {
        bringIn(byFew, random);
      }
    }
  }

  private RosterPlan plan(RosterPlanner.Present present, DesiredRoster wanted) {
    return new RosterPlanner(
            present,
            wanted,
            email -> false,
            TODAY,
            Instant.EPOCH,
            () -> "id" + ids.incrementAndGet())
        .plan();
  }

  /** Change by change; after each, both pictures show the same, wherever the rows are. */
  private void bringIn(RosterPlan plan, Random random) {
    RosterStore rows = stores.roster();
    var whole = new RosterSnapshot(rows.school(HILL.id()), rows.everything(HILL.id()));
    plan.changes().forEach(whole::apply);
    Optional<RosterPicture> few = ChangedPeople.of(rows, HILL.id(), plan.changes());
    for (RosterChange change : plan.changes()) {
      if (random.nextInt(4) == 0) {
        few.ifPresent(picture -> compare(picture, whole));
      }
      assertThat(rows.apply(List.of(change))).isInstanceOf(RosterResult.Applied.class);
    }
    few.ifPresent(picture -> compare(picture, whole));
    stores.rosterImports().keep(HILL.id(), plan.source(), plan.entries());
    compare(new RosterSnapshot(rows.school(HILL.id()), rows.everything(HILL.id())), whole);
  }

  private static void compare(RosterPicture one, RosterSnapshot whole) {
    SchoolRoster all = whole.roster();
    assertThat(Set.copyOf(one.roster().users())).isEqualTo(Set.copyOf(all.users()));
    assertThat(Set.copyOf(one.roster().enrollments())).isEqualTo(Set.copyOf(all.enrollments()));
    assertThat(Set.copyOf(one.roster().teachers())).isEqualTo(Set.copyOf(all.teachers()));
    assertThat(Set.copyOf(one.classes())).isEqualTo(Set.copyOf(all.classes()));
    assertThat(one.admins()).isEqualTo(whole.admins());
    for (SchoolClass schoolClass : all.classes()) {
      assertThat(one.members(schoolClass.id())).isEqualTo(whole.members(schoolClass.id()));
    }
    var some = new HashSet<>(all.users().stream().map(User::id).limit(3).toList());
    assertThat(Set.copyOf(one.users(some))).isEqualTo(Set.copyOf(whole.users(some)));
    assertThat(Set.copyOf(one.rosterOf(some).enrollments()))
        .isEqualTo(Set.copyOf(whole.rosterOf(some).enrollments()));
    for (User user : all.users()) {
      assertThat(one.user(user.id())).contains(user);
      assertThat(one.shown(user)).contains(user);
      assertThat(one.classesTaughtBy(user.id())).isEqualTo(whole.classesTaughtBy(user.id()));
      assertThat(one.classesAttendedBy(user.id())).isEqualTo(whole.classesAttendedBy(user.id()));
    }
  }

  private DesiredRoster all(Random random) {
    var people = new ArrayList<DesiredPerson>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(person(i, "user" + i, random));
    }
    var classes = new ArrayList<DesiredClass>();
    for (int i = 0; i < CLASSES; i++) {
      classes.add(new DesiredClass("c" + i, "Class " + i, "C" + i, Days.ALWAYS, HERE));
    }
    return new DesiredRoster(
        "files",
        DesiredRoster.Of.all(people),
        DesiredRoster.Of.all(classes),
        DesiredRoster.Of.all(links(random, 20)),
        List.of());
  }

  private static DesiredPerson person(int i, String username, Random random) {
    Role role = i == 0 ? Role.ADMIN : random.nextInt(3) == 0 ? Role.TEACHER : Role.STUDENT;
    return new DesiredPerson(
        "p" + i,
        role,
        "Person " + i,
        random.nextInt(3) == 0 ? null : username + "@x.example",
        username,
        true,
        List.of(),
        List.of(),
        HERE);
  }

  private static List<DesiredLink> links(Random random, int count) {
    var links = new ArrayList<DesiredLink>();
    var keys = new HashSet<String>();
    for (int i = 0; i < count; i++) {
      String key = "l" + random.nextInt(30);
      if (keys.add(key)) {
        Role role = random.nextInt(4) == 0 ? Role.TEACHER : Role.STUDENT;
        Days days = random.nextInt(5) == 0 ? new Days(null, TODAY.minusDays(1)) : Days.ALWAYS;
        links.add(
            new DesiredLink(
                key,
                "c" + random.nextInt(CLASSES),
                "p" + random.nextInt(PEOPLE),
                role,
                days,
                HERE));
      }
    }
    return links;
  }

  /** New people, other names, names that change hands, roles, people who go, places that move. */
  private static DesiredRoster few(Random random) {
    var people = new ArrayList<DesiredPerson>();
    var keys = new HashSet<Integer>();
    for (int i = 0; i < random.nextInt(4); i++) {
      int number = random.nextInt(PEOPLE + 4);
      if (keys.add(number)) {
        people.add(person(number, "user" + random.nextInt(PEOPLE + 4), random));
      }
    }
    int leaver = random.nextInt(PEOPLE * 3);
    Set<String> gone = keys.contains(leaver) ? Set.of() : Set.of("p" + leaver);
    var role = new DesiredRole("p" + (1 + random.nextInt(PEOPLE - 1)), Role.TEACHER, HERE);
    List<DesiredLink> links = links(random, random.nextInt(4));
    var left = new HashSet<String>();
    left.add("l" + random.nextInt(30));
    links.forEach(link -> left.remove(link.key()));
    return new DesiredRoster(
        "files",
        new DesiredRoster.Of<>(Extent.CHANGES, people, gone),
        keys.isEmpty() ? List.of(role) : List.of(),
        random.nextInt(6) == 0
            ? new DesiredRoster.Of<>(Extent.CHANGES, List.of(), Set.of("c1"))
            : DesiredRoster.Of.nothing(),
        new DesiredRoster.Of<>(Extent.CHANGES, links, left),
        List.of());
  }
}
