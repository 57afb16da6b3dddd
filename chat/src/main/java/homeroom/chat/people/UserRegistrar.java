// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.PasswordHasher;
import homeroom.chat.roster.Registrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterRules;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedTokens;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and deactivates the people of a school on behalf of its admins. Nobody is ever
 * deleted, since what they wrote stays; who has another role leaves the classes they were in by the
 * old one; a school always keeps an active admin. When an outcome is there, the change is durable
 * and the running chat has followed it. Safe for many threads, whose changes go one after another;
 * blocks on the store and on hashing.
 */
public final class UserRegistrar {

  /** No password is of this hash: the user signs in with an identity provider, or later. */
  private static final String NO_PASSWORD = "";

  /** Somebody new; without a password they cannot sign in with one. */
  public record NewUser(Role role, String name, String email, @Nullable String password) {
    @Override
    public String toString() {
      return "NewUser[" + role + "]";
    }
  }

  /** What is to be another; null stays as it is. */
  public record Change(
      @Nullable Role role,
      @Nullable String name,
      @Nullable String email,
      @Nullable String password,
      @Nullable Boolean active) {

    static final Change DEACTIVATION = new Change(null, null, null, null, false);

    @Override
    public String toString() {
      return "Change[role=" + role + ", active=" + active + "]";
    }
  }

  private final Registrar registrar;
  private final Roster roster;
  private final Directory directory;
  private final PasswordHasher hasher;
  private final EndedTokens ended;
  private final Fanout fanout;
  private final IdSource ids;
  private final Clock clock;
  private final ReentrantLock changing = new ReentrantLock();

  public UserRegistrar(
      Registrar registrar,
      Roster roster,
      Directory directory,
      PasswordHasher hasher,
      EndedTokens ended,
      Fanout fanout,
      IdSource ids,
      Clock clock) {
    this.registrar = registrar;
    this.roster = roster;
    this.directory = directory;
    this.hasher = hasher;
    this.ended = ended;
    this.fanout = fanout;
    this.ids = ids;
    this.clock = clock;
  }

  /** Whether the caller may make users at all. */
  public Outcome<Boolean> mayChange(Caller caller) {
    return registrar.ifAdmin(caller, () -> Outcome.done(true));
  }

  /** The user, if the caller may change them. */
  public Outcome<User> mayChange(Caller caller, UserId id) {
    return registrar.ifAdmin(
        caller,
        () ->
            roster
                .user(caller.schoolId(), id)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(Refusal.notFound("user", id.value()))));
  }

  /** Makes a user of the admin's school, who is in no class yet. */
  public Outcome<User> create(Caller caller, NewUser wanted) {
    return registrar.ifAdmin(
        caller,
        () ->
            new RosterRules()
                .name(wanted.name())
                .email(wanted.email())
                .password(wanted.password(), wanted.email())
                .refusal()
                .map(Outcome::<User>refused)
                .orElseGet(() -> make(caller, wanted)));
  }

  /** Changes a user of the admin's school. A new password ends all tokens this server gave. */
  public Outcome<User> change(Caller caller, UserId id, Change change) {
    return switch (mayChange(caller, id)) {
      case Outcome.Refused<User> refused -> refused;
      case Outcome.Done<User>(User known) ->
          new RosterRules()
              .name(change.name())
              .email(change.email())
              .password(change.password(), change.email() == null ? known.email() : change.email())
              .refusal()
              .map(Outcome::<User>refused)
              .orElseGet(() -> replace(caller, id, change, hash(change.password())));
    };
  }

  /** Has a user sign in no more; what they wrote stays. */
  public Outcome<User> deactivate(Caller caller, UserId id) {
    return change(caller, id, Change.DEACTIVATION);
  }

  private Outcome<User> make(Caller caller, NewUser wanted) {
    String hash = hash(wanted.password());
    Instant now = now();
    var made =
        new User(
            new UserId(ids.next()),
            caller.schoolId(),
            wanted.role(),
            wanted.name(),
            wanted.email(),
            true,
            now,
            now);
    List<RosterChange> changes =
        List.of(new RosterChange.AddUser(made, hash == null ? NO_PASSWORD : hash));
    return applied(changes, made)
        .orElseGet(() -> {
          tell(caller, made, directory.viewersOf(caller, made), RosterEvent.UserAdded::new);
          return Outcome.done(made);
        });
  }

  private Outcome<User> replace(Caller caller, UserId id, Change change, @Nullable String hash) {
    changing.lock();
    try {
      User known = roster.user(caller.schoolId(), id).orElseThrow();
      User wanted = changed(known, change);
      if (hash == null && wanted.equals(stamped(known, wanted.updatedAt()))) {
        return Outcome.done(known);
      }
      return lastAdminRule(known, wanted)
          .map(Outcome::<User>refused)
          .orElseGet(() -> replace(caller, known, wanted, hash));
    } finally {
      changing.unlock();
    }
  }

  private Outcome<User> replace(Caller caller, User known, User wanted, @Nullable String hash) {
    var changes = new ArrayList<RosterChange>();
    changes.add(new RosterChange.UpdateUser(wanted));
    if (hash != null) {
      changes.add(new RosterChange.SetPassword(wanted.schoolId(), wanted.id(), hash));
    }
    boolean otherRole = known.role() != wanted.role();
    List<ClassTeacher> taught = otherRole ? taughtBy(caller, known) : List.of();
    List<ClassEnrollment> attended = otherRole ? attendedBy(caller, known) : List.of();
    taught.forEach(link -> changes.add(new RosterChange.RemoveTeacher(link)));
    attended.forEach(link -> changes.add(new RosterChange.Unenroll(link)));
    Set<UserId> viewers = new HashSet<>(directory.viewersOf(caller, known));
    if (hash != null) {
      // Before the change too: after a fault in between they are out, and a retry goes on.
      ended.endAllOf(wanted.id());
    }
    return applied(changes, wanted)
        .orElseGet(() -> {
          if (hash != null) {
            ended.endAllOf(wanted.id()); // given while it was changed
          }
          taught.forEach(link ->
              registrar.tell(
                  link.schoolId(),
                  new RosterEvent.TeacherRemoved(link),
                  link.classId(),
                  link.teacherId()));
          attended.forEach(link ->
              registrar.tell(
                  link.schoolId(),
                  new RosterEvent.Unenrolled(link),
                  link.classId(),
                  link.studentId()));
          viewers.addAll(directory.viewersOf(caller, wanted));
          boolean gone = known.active() && !wanted.active();
          tell(
              caller,
              wanted,
              viewers,
              gone ? RosterEvent.UserRemoved::new : RosterEvent.UserChanged::new);
          return Outcome.done(wanted);
        });
  }

  /** Empty if the changes were made. */
  private Optional<Outcome<User>> applied(List<RosterChange> changes, User user) {
    return switch (roster.apply(changes)) {
      case RosterResult.Applied applied -> Optional.empty();
      case RosterResult.Taken taken ->
          Optional.of(
              Outcome.refused(
                  new Refusal(
                      Refusal.Kind.CONFLICT,
                      "email-taken",
                      "Somebody signs in with that e-mail address already; choose another.",
                      Map.of("email", "is taken"),
                      0)));
      case RosterResult.Missing missing ->
          Optional.of(Outcome.refused(Refusal.notFound("user", user.id().value())));
    };
  }

  private Optional<Refusal> lastAdminRule(User known, User wanted) {
    boolean was = known.role() == Role.ADMIN && known.active();
    boolean stays = wanted.role() == Role.ADMIN && wanted.active();
    boolean last = roster.admins(known.schoolId()).equals(Set.of(known.id()));
    return was && !stays && last
        ? Optional.of(
            Refusal.conflict(
                "last-admin",
                "This is the school's last active admin; make somebody else an admin first."))
        : Optional.empty();
  }

  private User changed(User known, Change change) {
    return new User(
        known.id(),
        known.schoolId(),
        change.role() == null ? known.role() : change.role(),
        change.name() == null ? known.name() : change.name(),
        change.email() == null ? known.email() : change.email(),
        change.active() == null ? known.active() : change.active(),
        known.createdAt(),
        now());
  }

  private static User stamped(User user, Instant at) {
    return new User(
        user.id(),
        user.schoolId(),
        user.role(),
        user.name(),
        user.email(),
        user.active(),
        user.createdAt(),
        at);
  }

  /** The address is for the staff and the user; of a deactivated one, for the admins alone. */
  private void tell(
      Caller caller, User user, Set<UserId> viewers, BiFunction<User, Boolean, RosterEvent> event) {
    Set<UserId> withEmail = new HashSet<>(directory.staffAmong(caller.schoolId(), viewers));
    withEmail.add(user.id());
    if (!user.active()) {
      withEmail.retainAll(roster.admins(caller.schoolId()));
    }
    var others = new HashSet<>(viewers);
    others.removeAll(withEmail);
    fanout.deliver(event.apply(user, true), withEmail, null);
    fanout.deliver(event.apply(user, false), others, null);
  }

  private List<ClassTeacher> taughtBy(Caller admin, User user) {
    return roster.findClassTeachers(admin, linksOf("teacherId", user)).data();
  }

  private List<ClassEnrollment> attendedBy(Caller admin, User user) {
    return roster.findClassEnrollments(admin, linksOf("studentId", user)).data();
  }

  private static Query linksOf(String field, User user) {
    return new Query(Filter.equal(field, user.id().value()), List.of(), Query.MAX_LIMIT, 0);
  }

  private @Nullable String hash(@Nullable String password) {
    return password == null ? null : hasher.hash(password);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
