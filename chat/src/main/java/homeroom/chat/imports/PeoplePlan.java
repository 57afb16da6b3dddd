// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.imports.PlannedChange.What;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is added, changed and deactivated. Somebody without a key who has the e-mail address or user
 * name of a person in the files is that person. For one thread.
 */
final class PeoplePlan {

  private final DesiredRoster.Of<DesiredPerson> wanted;
  private final List<DesiredRole> roles;
  private final SourceKeys keys;
  private final Predicate<String> takenElsewhere;
  private final PlanDraft draft;
  private final Map<UserId, User> users = new HashMap<>();
  private final Map<String, UserId> byEmail = new HashMap<>();
  private final Map<String, UserId> byUsername = new HashMap<>();
  private final Set<UserId> keyed = new HashSet<>();

  /** Where the last line stands by which somebody is an admin no more. */
  private Place lastAdmin = new Place("", 0);

  PeoplePlan(
      SchoolRoster present,
      DesiredRoster.Of<DesiredPerson> wanted,
      List<DesiredRole> roles,
      SourceKeys keys,
      Predicate<String> takenElsewhere,
      PlanDraft draft) {
    this.wanted = wanted;
    this.roles = roles;
    this.keys = keys;
    this.takenElsewhere = takenElsewhere;
    this.draft = draft;
    present.users().forEach(this::know);
    keys.people().forEach(person -> keyed.add(person.id()));
  }

  private void know(User user) {
    users.put(user.id(), user);
    if (user.email() != null) {
      byEmail.put(EmailAddress.key(user.email()), user.id());
    }
    if (user.username() != null) {
      byUsername.put(UserName.key(user.username()), user.id());
    }
  }

  void plan() {
    var gone = new ArrayList<SourceEntry.Person>();
    var there = new HashSet<String>();
    wanted.there().forEach(person -> there.add(person.key()));
    for (SourceEntry.Person known : keys.people()) {
      boolean missing = wanted.extent() == Extent.ALL && !there.contains(known.key());
      if (missing || wanted.gone().contains(known.key())) {
        gone.add(known);
      }
    }
    gone.forEach(this::deactivate);
    var known = new HashMap<String, User>();
    for (DesiredPerson person : wanted.there()) {
      User user = known(person);
      if (user != null) {
        known.put(person.key(), user);
        keyed.add(user.id());
      }
    }
    handOver(known);
    wanted.there().forEach(person -> plan(person, known.get(person.key())));
    roles.forEach(this::plan);
  }

  private @Nullable User known(DesiredPerson person) {
    SourceEntry.Person entry = keys.person(person.key());
    return entry == null ? withoutKey(person) : users.get(entry.id());
  }

  /**
   * Whoever gets another address or user name gives up the one before, so that somebody else can
   * have it: first of all, where somebody else is to have it.
   */
  private void handOver(Map<String, User> known) {
    var emails = new HashSet<String>();
    var names = new HashSet<String>();
    for (DesiredPerson person : wanted.there()) {
      User user = known.get(person.key());
      if (person.email() != null && !isSameEmail(user, person.email())) {
        emails.add(EmailAddress.key(person.email()));
      }
      if (person.username() != null && !isSameUsername(user, person.username())) {
        names.add(UserName.key(person.username()));
      }
    }
    for (DesiredPerson person : wanted.there()) {
      User user = known.get(person.key());
      if (user != null) {
        boolean email =
            person.email() != null
                && user.email() != null
                && !isSameEmail(user, person.email())
                && emails.contains(EmailAddress.key(user.email()));
        boolean name =
            person.username() != null
                && user.username() != null
                && !isSameUsername(user, person.username())
                && names.contains(UserName.key(user.username()));
        if (email || name) {
          giveUp(user, email, name);
        }
      }
    }
  }

  private void giveUp(User user, boolean email, boolean name) {
    if (email && user.email() != null) {
      byEmail.remove(EmailAddress.key(user.email()), user.id());
    }
    if (name && user.username() != null) {
      byUsername.remove(UserName.key(user.username()), user.id());
    }
    draft.change(
        new RosterChange.UpdateUser(
            with(
                user,
                user.role(),
                user.name(),
                email ? null : user.email(),
                name ? null : user.username(),
                user.active())));
  }

  static boolean isSameEmail(@Nullable User user, String email) {
    return user != null
        && user.email() != null
        && EmailAddress.key(user.email()).equals(EmailAddress.key(email));
  }

  static boolean isSameUsername(@Nullable User user, String username) {
    return user != null
        && user.username() != null
        && UserName.key(user.username()).equals(UserName.key(username));
  }

  private void deactivate(SourceEntry.Person known) {
    User user = users.get(known.id());
    if (user != null && user.active()) {
      User inactive = with(user, user.role(), user.name(), user.email(), user.username(), false);
      draft.line(What.PERSON_DEACTIVATED, known.key(), shown(user));
      draft.change(new RosterChange.UpdateUser(inactive));
      users.put(user.id(), inactive);
    }
  }

  private void plan(DesiredPerson person, @Nullable User known) {
    Role role = person.role() == null ? (known == null ? null : known.role()) : person.role();
    if (role == null) {
      draft.error(
          person.place(),
          "role",
          "It is not said what " + person.name() + " is: student, teacher or administrator.");
      return;
    }
    UserId id = known == null ? new UserId(draft.nextId()) : known.id();
    if (isFree(person, id)) {
      if (known == null) {
        add(person, role, id);
      } else {
        change(person, role, known);
      }
      keyed.add(id);
      keys.put(new SourceEntry.Person(person.key(), id, person.accounts(), person.guardians()));
    }
  }

  private void plan(DesiredRole wish) {
    SourceEntry.Person entry = keys.person(wish.key());
    User known = entry == null ? null : users.get(entry.id());
    if (known == null) {
      draft.error(
          wish.place(),
          "userSourcedId",
          "Nobody of the roster is '" + wish.key() + "'; users.csv has to say who that is.");
    } else if (known.role() != wish.role()) {
      User changed =
          with(known, wish.role(), known.name(), known.email(), known.username(), known.active());
      draft.line(What.PERSON_CHANGED, wish.key(), shown(known) + ": role is " + word(wish.role()));
      draft.change(new RosterChange.UpdateUser(changed));
      know(known, changed, wish.place());
    }
  }

  /** Somebody who was made by hand, or by another source. */
  private @Nullable User withoutKey(DesiredPerson person) {
    UserId id = person.email() == null ? null : byEmail.get(EmailAddress.key(person.email()));
    if (id == null && person.username() != null) {
      id = byUsername.get(UserName.key(person.username()));
    }
    return id == null || keyed.contains(id) ? null : users.get(id);
  }

  private boolean isFree(DesiredPerson person, UserId id) {
    boolean free = true;
    if (person.email() != null) {
      UserId owner = byEmail.get(EmailAddress.key(person.email()));
      if (owner != null && !owner.equals(id)) {
        draft.error(
            person.place(),
            "email",
            "The address " + person.email() + " is that of " + shown(owner) + " already.");
        free = false;
      } else if (owner == null && takenElsewhere.test(person.email())) {
        draft.error(
            person.place(),
            "email",
            "The address " + person.email() + " is that of somebody of another school.");
        free = false;
      }
    }
    if (person.username() != null) {
      UserId owner = byUsername.get(UserName.key(person.username()));
      if (owner != null && !owner.equals(id)) {
        draft.error(
            person.place(),
            "username",
            "The user name " + person.username() + " is that of " + shown(owner) + " already.");
        free = false;
      }
    }
    return free;
  }

  private void add(DesiredPerson person, Role role, UserId id) {
    var added =
        new User(
            id,
            draft.school(),
            role,
            person.name(),
            person.email(),
            person.username(),
            person.enabled(),
            draft.now(),
            draft.now());
    know(added);
    draft.line(What.PERSON_ADDED, person.key(), shown(added));
    draft.change(new RosterChange.AddUser(added, ""));
  }

  /** What a source does not say stays as it is. */
  private void change(DesiredPerson person, Role role, User known) {
    User changed =
        with(
            known,
            role,
            person.name(),
            person.email() == null ? known.email() : person.email(),
            person.username() == null ? known.username() : person.username(),
            person.enabled());
    List<String> what = differences(known, changed);
    if (what.isEmpty()) {
      return;
    }
    if (known.active() && !changed.active()) {
      draft.line(What.PERSON_DEACTIVATED, person.key(), shown(known));
    } else {
      draft.line(What.PERSON_CHANGED, person.key(), shown(known) + ": " + String.join(", ", what));
    }
    draft.change(new RosterChange.UpdateUser(changed));
    know(known, changed, person.place());
  }

  private void know(User before, User changed, Place place) {
    know(changed);
    if (before.activeAdmin() && !changed.activeAdmin()) {
      lastAdmin = place;
    }
  }

  private static List<String> differences(User known, User changed) {
    var what = new ArrayList<String>();
    if (!known.name().equals(changed.name())) {
      what.add("name is " + changed.name());
    }
    if (known.role() != changed.role()) {
      what.add("role is " + word(changed.role()));
    }
    if (!Objects.equals(known.email(), changed.email())) {
      what.add("e-mail is " + changed.email());
    }
    if (!Objects.equals(known.username(), changed.username())) {
      what.add("user name is " + changed.username());
    }
    if (known.active() != changed.active()) {
      what.add(changed.active() ? "active again" : "deactivated");
    }
    return what;
  }

  private User with(
      User user,
      Role role,
      String name,
      @Nullable String email,
      @Nullable String username,
      boolean active) {
    return new User(
        user.id(),
        user.schoolId(),
        role,
        name,
        email,
        username,
        active,
        user.createdAt(),
        draft.now());
  }

  /** The user with that id once the plan is done; null if there is none. */
  @Nullable User user(UserId id) {
    return users.get(id);
  }

  /** How many active admins there are once the plan is done. */
  long admins() {
    return users.values().stream().filter(User::activeAdmin).count();
  }

  /** Where the files end the last admin; no file where they do by not naming them any more. */
  Place lastAdmin() {
    return lastAdmin;
  }

  private String shown(UserId id) {
    User user = users.get(id);
    return user == null ? id.value() : user.name();
  }

  private static String shown(User user) {
    return user.name() + " (" + word(user.role()) + ")";
  }

  static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
