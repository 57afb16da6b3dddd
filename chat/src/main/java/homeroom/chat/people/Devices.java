// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.SignIn;
import homeroom.chat.session.SignInStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The devices that people signed in with. Everybody sees and signs out their own, admins those of
 * everybody at their school. Tokens of an identity provider, and of the command line, are not among
 * them, but end too when all of a user end. Safe for many threads; blocks on the store.
 */
public final class Devices {

  /** How many sign-ins of a user are kept, the newest. */
  public static final int MOST = 50;

  /** How much is kept of what a program calls itself, in characters. */
  static final int MAX_NAME = 200;

  private final SignInStore store;
  private final EndedTokens ended;
  private final Roster roster;
  private final Audit audit;
  private final Clock clock;

  public Devices(SignInStore store, EndedTokens ended, Roster roster, Audit audit, Clock clock) {
    this.store = store;
    this.ended = ended;
    this.roster = roster;
    this.audit = audit;
    this.clock = clock;
  }

  /** Keeps that somebody signed in; durable when it returns. */
  public void signedIn(SignIn signIn) {
    String name = signIn.device();
    String kept = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    store.add(
        new SignIn(
            signIn.id(),
            signIn.userId(),
            signIn.key(),
            signIn.at(),
            signIn.expiresAt(),
            signIn.network(),
            kept),
        MOST);
  }

  /**
   * The devices of the user, the last sign-in first; those signed out are among them for a time.
   */
  public Outcome<List<Device>> of(Caller caller, UserId user) {
    return allowed(caller, user)
        .map(allowed -> {
          Instant now = clock.instant();
          return store.of(user).stream()
              .filter(signIn -> now.isBefore(signIn.expiresAt()))
              .map(signIn -> new Device(signIn, isActive(signIn)))
              .toList();
        });
  }

  /**
   * Whether the user signed in from that network at {@code since} or later, by a token that is not
   * over by itself.
   */
  public boolean haveSignedIn(UserId user, String network, Instant since) {
    Instant now = clock.instant();
    return store.of(user).stream()
        .filter(signIn -> !signIn.at().isBefore(since))
        .anyMatch(signIn -> signIn.network().equals(network) && now.isBefore(signIn.expiresAt()));
  }

  /**
   * Signs out a device, or, with the id of a user, all of theirs; when it returns, that is durable,
   * and their sockets are told.
   *
   * @return whose it was
   */
  public Outcome<UserId> signOut(Caller caller, String id) {
    if (allowed(caller, new UserId(id)) instanceof Outcome.Done<UserId>(UserId user)) {
      audit.record(caller, AuditAction.SESSIONS_ENDED, user.value());
      ended.endAllOf(user);
      return Outcome.done(user);
    }
    Optional<SignIn> found =
        store
            .signIn(id)
            .filter(signIn -> clock.instant().isBefore(signIn.expiresAt()))
            .filter(signIn -> allowed(caller, signIn.userId()) instanceof Outcome.Done);
    return Outcome.found(found, () -> Refusal.notFound(RefusalCode.SESSION_NOT_FOUND, id))
        .map(signIn -> signOut(caller, signIn));
  }

  /** Written down first: once it is ended, another try finds nothing to end and to write down. */
  private UserId signOut(Caller caller, SignIn signIn) {
    if (isActive(signIn)) {
      audit.record(caller, AuditAction.SESSION_ENDED, signIn.userId().value(), signIn.id());
      ended.end(signIn.key(), signIn.expiresAt());
    }
    return signIn.userId();
  }

  private boolean isActive(SignIn signIn) {
    return !ended.contains(signIn.key())
        && !ended.contains(signIn.userId(), signIn.at())
        && roster.userById(signIn.userId()).filter(User::active).isPresent();
  }

  /** Forgets those that would have ended by themselves by now. */
  public void purge() {
    store.purge(clock.instant());
  }

  private Outcome<UserId> allowed(Caller caller, UserId user) {
    if (caller.userId().equals(user)) {
      return Outcome.done(user);
    }
    return Outcome.check(
            caller.role() == Role.ADMIN,
            () ->
                Refusal.of(
                    RefusalCode.SESSIONS_NOT_YOURS,
                    "Only an admin of the school sees the devices of others."))
        .flatMap(admin ->
            Outcome.found(
                roster.user(caller.schoolId(), user).map(User::id),
                () -> Refusal.notFound(RefusalCode.USER_NOT_FOUND, user.value())));
  }
}
