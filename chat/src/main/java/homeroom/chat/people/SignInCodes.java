// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import homeroom.chat.text.Name;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Codes by which people sign in once who have no password, or lost it. Admins make them for
 * everybody of their school, teachers for students of their classes who have no password. A user
 * has one at a time; only its hash is kept. Safe for many threads; blocks on the store.
 */
public final class SignInCodes {

  /** How long a code lasts unless somebody says otherwise. */
  public static final Duration USUAL = Duration.ofDays(7);

  /** The longest that a code may last, in hours. */
  public static final int MAX_HOURS = 90 * 24;

  /** Without letters that are taken for digits, or for one another (Crockford's base 32). */
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  /** In characters, each of five bits: 60 bits. */
  private static final int LENGTH = 12;

  private static final int GROUP = 4;

  /** A code, to be given to its user and shown to nobody again. */
  public record Made(User user, String code, Instant expiresAt) {

    @Override
    public String toString() {
      return "Made[" + user.id() + "]";
    }
  }

  /** The codes of the students of a class who have no password, by their names. */
  public record OfClass(SchoolClass schoolClass, List<Made> codes) {
    public OfClass {
      codes = List.copyOf(codes);
    }
  }

  private final FactorStore store;
  private final Roster roster;
  private final Audit audit;
  private final Clock clock;
  private final RandomGenerator random;
  private final UnaryOperator<String> hash;

  /**
   * @param hash of a code, which nobody can compute who has the store alone
   */
  public SignInCodes(
      FactorStore store,
      Roster roster,
      Audit audit,
      Clock clock,
      RandomGenerator random,
      UnaryOperator<String> hash) {
    this.store = store;
    this.roster = roster;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
    this.hash = hash;
  }

  /** Makes one for a user; the one of before is good no more. */
  public Outcome<Made> create(Caller caller, UserId id, Duration lasts) {
    return mayMake(caller, id).map(user -> make(caller, user, lasts));
  }

  /** Makes one for each active student of a class who has no password. */
  public Outcome<OfClass> createForClass(Caller caller, ClassId id, Duration lasts) {
    return staff(caller)
        .andThen(() ->
            Outcome.found(
                roster.schoolClass(caller, id).filter(found -> !found.archived()),
                () -> Refusal.notFound(RefusalCode.CLASS_NOT_FOUND, id.value())))
        .map(found ->
            new OfClass(
                found,
                withoutPassword(found).stream().map(user -> make(caller, user, lasts)).toList()));
  }

  /** Has the code of a user be good no more. */
  public Outcome<UserId> withdraw(Caller caller, UserId id) {
    return mayMake(caller, id)
        .ifDone(user -> audit.record(caller, AuditAction.SIGN_IN_CODE_WITHDRAWN, user.id().value()))
        .ifDone(user -> store.removeAll(user.id(), Set.of(FactorKind.CODE)))
        .map(User::id);
  }

  private Made make(Caller caller, User user, Duration lasts) {
    audit.record(caller, AuditAction.SIGN_IN_CODE_MADE, user.id().value());
    return make(user, lasts);
  }

  /** Makes one for whoever runs the installation, who has written it down. */
  public Made make(User user, Duration lasts) {
    Instant now = clock.instant();
    Instant end = now.plus(lasts);
    String code = draw();
    boolean added =
        store.replace(
            new Factor(
                FactorKind.CODE,
                hash.apply(canonical(code)),
                user.schoolId(),
                user.id(),
                "",
                now,
                end));
    return added ? new Made(user, code, end) : make(user, lasts);
  }

  /** The students of a class whom a code is of use to, by their names. */
  public List<User> withoutPassword(SchoolClass schoolClass) {
    ClassMembers members = roster.members(schoolClass.schoolId(), schoolClass.id());
    return roster.users(schoolClass.schoolId(), members.students()).stream()
        .filter(user -> !roster.hasPassword(user))
        .sorted(
            Comparator.comparing((User user) -> Name.key(user.name()))
                .thenComparing(user -> user.id().value()))
        .toList();
  }

  /**
   * Whose code it is; from now on it is good no more.
   *
   * @param typed in any case, with or without the signs between its groups
   */
  public Optional<User> redeem(String typed) {
    if (typed.length() > 4 * LENGTH) {
      return Optional.empty();
    }
    String key = hash.apply(canonical(typed));
    return store
        .find(FactorKind.CODE, key)
        .filter(code -> code.isValid(clock.instant()))
        .flatMap(code -> roster.userById(code.userId()))
        .filter(User::active)
        .filter(user -> store.remove(FactorKind.CODE, key));
  }

  private Outcome<User> mayMake(Caller caller, UserId id) {
    return staff(caller)
        .andThen(() ->
            Outcome.found(
                roster.user(caller.schoolId(), id).filter(User::active),
                () -> Refusal.notFound(RefusalCode.USER_NOT_FOUND, id.value())))
        .flatMap(user ->
            Outcome.check(
                    caller.role() == Role.ADMIN || isOwnStudent(caller, user),
                    () ->
                        Refusal.of(
                            RefusalCode.SIGN_IN_CODES_NOT_YOURS,
                            "A teacher makes sign-in codes for students of their classes who have"
                                + " no password; ask an admin."))
                .map(allowed -> user));
  }

  private boolean isOwnStudent(Caller teacher, User user) {
    return user.role() == Role.STUDENT
        && roster.classesOf(user.schoolId(), user.id(), user.role()).stream()
            .anyMatch(roster.classesOf(teacher)::contains)
        && !roster.hasPassword(user);
  }

  private static Outcome<Outcome.Nothing> staff(Caller caller) {
    return Outcome.check(
        caller.role().isStaff(),
        () ->
            Refusal.of(
                RefusalCode.SIGN_IN_CODES_NOT_YOURS,
                "Sign-in codes are made by the staff of the school."));
  }

  private String draw() {
    var code = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      code.append(i > 0 && i % GROUP == 0 ? "-" : "")
          .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  private static String canonical(String typed) {
    var code = new StringBuilder();
    for (char c : typed.toUpperCase(Locale.ROOT).toCharArray()) {
      char read =
          switch (c) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> c;
          };
      if (Character.isLetterOrDigit(read)) {
        code.append(read);
      }
    }
    return code.toString();
  }
}
