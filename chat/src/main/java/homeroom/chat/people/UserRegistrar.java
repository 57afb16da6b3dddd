// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.roster.OptimisticLocking;
import homeroom.chat.roster.PasswordHasher;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.roster.RosterPolicy;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterRules;
import homeroom.chat.roster.RosterWriter;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import homeroom.chat.text.UserName;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and deactivates the people of a school on behalf of its admins. Nobody is ever
 * deleted, since what they wrote stays; who has another role leaves the classes they were in by the
 * old one; a school always keeps an active admin who can sign in. When an outcome is there, the
 * change is durable and the running chat has followed it. Safe for many threads, whose changes go
 * one after another; blocks on the store and on hashing.
 */
public final class UserRegistrar {

  /** No password is of this hash: the user signs in with an identity provider, or later. */
  private static final String NO_PASSWORD = "";

  private static final String LAST_ADMIN =
      "This is the school's last active admin who can sign in; make somebody else an admin first,"
          + " with a password.";

  /** Somebody new; without a password they cannot sign in with one. */
  public record NewUser(
      Role role,
      String name,
      @Nullable String email,
      @Nullable String username,
      @Nullable String password) {
    public NewUser {
      name = Name.canonical(name);
      email = email == null ? null : emptyToNull(EmailAddress.canonical(email));
      username = username == null ? null : emptyToNull(UserName.canonical(username));
    }

    /** Somebody without a user name. */
    public NewUser(Role role, String name, String email, @Nullable String password) {
      this(role, name, email, null, password);
    }

    private static @Nullable String emptyToNull(String text) {
      return text.isEmpty() ? null : text;
    }

    @Override
    public String toString() {
      return "NewUser[" + role + "]";
    }
  }

  /** What is to be another; null stays as it is, an address or user name that is empty goes. */
  public record Change(
      @Nullable Role role,
      @Nullable String name,
      @Nullable String email,
      @Nullable String username,
      @Nullable String password,
      @Nullable Boolean active) {

    public Change {
      name = name == null ? null : Name.canonical(name);
      email = email == null ? null : EmailAddress.canonical(email);
      username = username == null ? null : UserName.canonical(username);
    }

    /** With the user name as it is. */
    public Change(
        @Nullable Role role,
        @Nullable String name,
        @Nullable String email,
        @Nullable String password,
        @Nullable Boolean active) {
      this(role, name, email, null, password, active);
    }

    static final Change DEACTIVATION = new Change(null, null, null, null, false);

    @Override
    public String toString() {
      return "Change[role=" + role + ", active=" + active + "]";
    }
  }

  private final Roster roster;
  private final RosterWriter writer;
  private final Directory directory;
  private final UserNotifier notifier;
  private final PasswordHasher hasher;
  private final LastAdmin lastAdmin;
  private final EndedTokens ended;
  private final FactorStore factors;
  private final Audit audit;
  private final IdSource ids;
  private final Clock clock;

  public UserRegistrar(
      Roster roster,
      RosterWriter writer,
      Directory directory,
      UserNotifier notifier,
      PasswordHasher hasher,
      LastAdmin lastAdmin,
      EndedTokens ended,
      FactorStore factors,
      Audit audit,
      IdSource ids,
      Clock clock) {
    this.roster = roster;
    this.writer = writer;
    this.directory = directory;
    this.notifier = notifier;
    this.hasher = hasher;
    this.lastAdmin = lastAdmin;
    this.ended = ended;
    this.factors = factors;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** What every change of who can sign in goes through. */
  LastAdmin lastAdmin() {
    return lastAdmin;
  }

  /** Whether the caller may make users at all. */
  public Outcome<Outcome.Nothing> mayChange(Caller caller) {
    return RosterPolicy.change(caller);
  }

  /** The user, if the caller may change them. */
  public Outcome<User> mayChange(Caller caller, UserId id) {
    return RosterPolicy.change(caller)
        .andThen(() ->
            Outcome.found(
                roster.user(caller.schoolId(), id),
                () -> Refusal.notFound(RefusalCode.USER_NOT_FOUND, id.value())));
  }

  /** Makes a user of the admin's school, who is in no class yet. */
  public Outcome<User> create(Caller caller, NewUser wanted) {
    return RosterPolicy.change(caller)
        .andThen(() ->
            new RosterRules()
                .name(wanted.name())
                .email(wanted.email())
                .username(wanted.username())
                .password(wanted.password(), wanted.email(), wanted.username())
                .check())
        .andThen(() -> signsInWithSomething(wanted.email(), wanted.username()))
        .andThen(() -> make(caller, wanted));
  }

  /**
   * Changes a user of the admin's school. A new password, deactivation and its end all end every
   * token that the user has.
   */
  public Outcome<User> change(Caller caller, UserId id, Change change) {
    return mayChange(caller, id)
        .flatMap(known -> {
          User wanted = changed(known, change, known.updatedAt());
          return new RosterRules()
              .name(change.name())
              .email(change.email())
              .username(change.username())
              .password(change.password(), wanted.email(), wanted.username())
              .check();
        })
        .andThen(() -> replace(caller, id, change, hash(change.password())));
  }

  /**
   * Gives the caller, who has proved to know the old one if there is one, a new password. That ends
   * every token that they have.
   */
  public Outcome<User> changeOwnPassword(Caller caller, String password) {
    return Outcome.found(
            roster.user(caller.schoolId(), caller.userId()),
            () -> Refusal.notFound(RefusalCode.USER_NOT_FOUND, caller.userId().value()))
        .flatMap(
            known -> new RosterRules().password(password, known.email(), known.username()).check())
        .andThen(() -> {
          var change = new Change(null, null, null, password, null);
          return replace(caller, caller.userId(), change, hash(password));
        });
  }

  /** Whether the caller has a password of this server. */
  public boolean hasPassword(Caller caller) {
    return roster.user(caller.schoolId(), caller.userId()).filter(roster::hasPassword).isPresent();
  }

  /** Forgives the failed sign-ins of a user, which slow later ones. */
  public Outcome<User> unlock(Caller caller, UserId id) {
    return mayChange(caller, id)
        .ifDone(user -> audit.record(caller, AuditAction.SIGN_IN_UNLOCKED, id.value()))
        .ifDone(user -> ended.forgiveFailures(id));
  }

  /** Has a user sign in no more; what they wrote stays. */
  public Outcome<User> deactivate(Caller caller, UserId id) {
    return change(caller, id, Change.DEACTIVATION);
  }

  private Outcome<User> make(Caller caller, NewUser wanted) {
    String hash = hash(wanted.password());
    Instant now = clock.instant();
    var made =
        new User(
            new UserId(ids.next()),
            caller.schoolId(),
            wanted.role(),
            wanted.name(),
            wanted.email(),
            wanted.username(),
            true,
            now,
            now);
    var add = new RosterChange.AddUser(made, hash == null ? NO_PASSWORD : hash);
    String role = "role " + word(made.role());
    AuditEvent event = audit.event(caller, AuditAction.USER_CREATED, made.id().value(), role);
    return apply(List.of(add), List.of(event), made)
        .map(Optional::orElseThrow)
        .ifDone(user -> notifier.tell(user, directory.viewersOf(user), RosterEvent.UserAdded::new));
  }

  private Outcome<User> replace(Caller caller, UserId id, Change change, @Nullable String hash) {
    return lastAdmin.inTurn(() ->
        OptimisticLocking.retry(() -> {
          User known =
              roster.users(caller.schoolId(), List.of(id)).stream().findFirst().orElseThrow();
          if (hash == null && changed(known, change, known.updatedAt()).equals(known)) {
            return Outcome.done(Optional.of(known));
          }
          User wanted = changed(known, change, clock.instant());
          return known.activeAdmin() && !wanted.activeAdmin()
              ? lastAdmin.without(known, LAST_ADMIN, () -> replace(caller, known, wanted, hash))
              : replace(caller, known, wanted, hash);
        }));
  }

  /** Done with nothing if the user is another one by now. */
  private Outcome<Optional<User>> replace(
      Caller caller, User known, User wanted, @Nullable String hash) {
    Set<UserId> viewers = new HashSet<>(directory.viewersOf(known));
    ClassLinks left =
        known.role() == wanted.role() ? ClassLinks.NONE : ClassLinks.of(roster, caller, known);
    boolean endsTokens = hash != null || known.active() != wanted.active();
    var changes = new ArrayList<RosterChange>();
    changes.add(new RosterChange.UpdateUser(wanted, known));
    if (hash != null) {
      changes.add(new RosterChange.SetPassword(wanted.schoolId(), wanted.id(), hash));
    }
    changes.addAll(left.removals());
    if (endsTokens && (hash != null || wanted.active())) {
      // Before the change too: after a fault in between they are out, and a retry goes on.
      ended.endAllOf(wanted.id());
    }
    return apply(changes, events(caller, known, wanted, hash != null), wanted)
        .ifDone(made ->
            made.ifPresent(user -> {
              if (endsTokens) {
                ended.endAllOf(user.id()); // given while it was changed
                factors.removeAll(user.id(), Set.of(FactorKind.CODE));
              }
              notifier.tellLeft(left);
              viewers.addAll(directory.viewersOf(user));
              boolean gone = known.active() && !user.active();
              notifier.tell(
                  user,
                  viewers,
                  gone ? RosterEvent.UserRemoved::new : RosterEvent.UserChanged::new);
            }));
  }

  /** An entry for each kind of change that somebody may look for. */
  private List<AuditEvent> events(Caller caller, User known, User now, boolean password) {
    var events = new ArrayList<AuditEvent>();
    String target = now.id().value();
    if (known.role() != now.role()) {
      String detail = "from %s to %s".formatted(word(known.role()), word(now.role()));
      events.add(audit.event(caller, AuditAction.ROLE_CHANGED, target, detail));
    }
    if (known.active() != now.active()) {
      boolean back = now.active();
      AuditAction action = back ? AuditAction.USER_REACTIVATED : AuditAction.USER_DEACTIVATED;
      events.add(audit.event(caller, action, target, ""));
    }
    String detail =
        Stream.of(
                known.name().equals(now.name()) ? "" : "name",
                Objects.equals(known.email(), now.email()) ? "" : "email",
                Objects.equals(known.username(), now.username()) ? "" : "username")
            .filter(field -> !field.isEmpty())
            .collect(Collectors.joining(", "));
    if (!detail.isEmpty()) {
      events.add(audit.event(caller, AuditAction.USER_CHANGED, target, detail));
    }
    if (password) {
      boolean own = caller.userId().equals(now.id());
      AuditAction action = own ? AuditAction.PASSWORD_CHANGED : AuditAction.PASSWORD_RESET;
      events.add(audit.event(caller, action, target, ""));
    }
    return events;
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private Outcome<Optional<User>> apply(
      List<RosterChange> changes, List<AuditEvent> events, User user) {
    return switch (writer.apply(changes, events)) {
      case RosterResult.Applied() -> Outcome.done(Optional.of(user));
      case RosterResult.Outdated _ -> Outcome.done(Optional.empty());
      case RosterResult.Taken(_, String field) when field.equals("username") ->
          Outcome.refused(
              Refusal.of(
                  RefusalCode.USERNAME_TAKEN,
                  "Somebody of the school has that user name already; choose another.",
                  "username",
                  "is taken"));
      case RosterResult.Taken _ ->
          Outcome.refused(
              Refusal.of(
                  RefusalCode.EMAIL_TAKEN,
                  "Somebody signs in with that e-mail address already; choose another.",
                  "email",
                  "is taken"));
      case RosterResult.Missing missing ->
          Outcome.refused(Refusal.notFound(RefusalCode.USER_NOT_FOUND, user.id().value()));
    };
  }

  private static Outcome<Outcome.Nothing> signsInWithSomething(
      @Nullable String email, @Nullable String username) {
    return Outcome.check(
        email != null || username != null,
        () ->
            Refusal.of(
                RefusalCode.INVALID_FIELD,
                "A person has an e-mail address or a user name, or both.",
                "email",
                "is missing, or else 'username'"));
  }

  private static @Nullable String changed(@Nullable String known, @Nullable String change) {
    return change == null ? known : change.isEmpty() ? null : change;
  }

  private static User changed(User known, Change change, Instant updatedAt) {
    return new User(
        known.id(),
        known.schoolId(),
        change.role() == null ? known.role() : change.role(),
        change.name() == null ? known.name() : change.name(),
        changed(known.email(), change.email()),
        changed(known.username(), change.username()),
        change.active() == null ? known.active() : change.active(),
        known.createdAt(),
        updatedAt);
  }

  private @Nullable String hash(@Nullable String password) {
    return password == null ? null : hasher.hash(password);
  }
}
